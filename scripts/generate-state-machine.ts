import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AslStates, StageFacts, StateFacts } from '../src/ledger/stage-facts.ts'
import { STAGES } from '../src/stages/stage-table.ts'

type State = Readonly<Record<string, unknown>>
type StageState = StageFacts & { readonly state: StateFacts }

/**
 * Passing troubles of AWS and of the store: any other error of a stage is the same on the next try. So is a function that ran out of time
 * or memory, which newer runtimes tell by names that are not here; what is told as unknown gets one more try.
 */
const RETRY = [
  {
    ErrorEquals: ['Lambda.TooManyRequestsException'],
    IntervalSeconds: 5,
    MaxAttempts: 60,
    BackoffRate: 1.5,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  },
  {
    ErrorEquals: [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'StorageFaultError',
      'StorageBusyError',
    ],
    IntervalSeconds: 2,
    MaxAttempts: 3,
    BackoffRate: 2,
    MaxDelaySeconds: 30,
    JitterStrategy: 'FULL',
  },
  {
    ErrorEquals: ['Lambda.Unknown'],
    IntervalSeconds: 2,
    MaxAttempts: 1,
    BackoffRate: 2,
    MaxDelaySeconds: 30,
    JitterStrategy: 'FULL',
  },
]

/** A little less than the function may run: a time-out has one name then, and it is one that is not tried again. */
const taskSeconds = ({ size }: StageFacts): number => size.timeoutSeconds - 10

/** What comes before the first stage. */
const OPENING = (first: string): AslStates => ({
  NameRun: {
    Comment: "The execution's name is the run's id, whoever started it.",
    Type: 'Pass',
    InputPath: '$$.Execution.Name',
    ResultPath: '$.run',
    Next: 'NameExecution',
  },
  NameExecution: {
    Comment:
      "Who holds the pipeline's lease can be asked whether it still lives; the start is the nominal time when no schedule gave one.",
    Type: 'Pass',
    Parameters: {
      'id.$': '$$.Execution.Id',
      'startedAt.$': '$$.Execution.StartTime',
      'pipeline.$': '$.pipeline',
    },
    ResultPath: '$.execution',
    Next: first,
  },
})

/**
 * The state machine of a table of stages, in the Amazon States Language: the stages in their order, each followed by the states it
 * leads to, every failure caught by the stage that takes failures.
 * @throws Error for a table that has no way through, or a stage that is given a result that no stage before it makes.
 */
export function stateMachineOf(table: readonly StageFacts[]): State {
  const stages = table.filter((stage): stage is StageState => stage.state !== undefined)
  const way = stages.filter(({ state }) => state.aside === undefined)
  const failures = stages.find(({ state }) => state.aside === 'failures')
  const first = way[0]
  if (first === undefined || failures === undefined)
    throw new Error('The table of stages needs one stage on the way, and one that takes failures.')
  const given = new Set(['execution', 'error'])
  const states: Record<string, State> = { ...OPENING(first.name) }
  for (const stage of stages) {
    for (const taken of stage.state.takes ?? [])
      if (!given.has(taken)) throw new Error(`${stage.name} takes "${taken}", which no stage before it leaves.`)
    const following = way[way.indexOf(stage) + 1]?.name
    const own = stage.state.leadsTo?.(following ?? '') ?? {}
    const next = Object.keys(own)[0] ?? following
    if (next === undefined) throw new Error(`${stage.name} leads nowhere: give it "leadsTo", or a stage after it.`)
    Object.assign(states, { [stage.name]: stateOf(stage, next, failures) }, own)
    if (stage.map === undefined) given.add(resultOf(stage))
  }
  return {
    Comment:
      'Messy spreadsheets in, a governed and versioned dataset out. Payloads carry pointers and counts; rows live in the store.',
    StartAt: 'NameRun',
    TimeoutSeconds: 21_600,
    States: states,
  }
}

/** Where a stage's output stands in the payload: `recordBlocked` for RecordBlocked. */
const resultOf = ({ name }: StageFacts): string => `${name.charAt(0).toLowerCase()}${name.slice(1)}`

function stateOf(stage: StageState, next: string, failures: StageState): State {
  const fails = stage.name === failures.name
  const ending = {
    Catch: [
      {
        ErrorEquals: ['States.ALL'],
        // The failure of whoever takes failures must not hide the first one.
        ResultPath: fails ? `$.${resultOf(stage)}` : '$.error',
        Next: fails ? next : failures.name,
      },
    ],
    Next: next,
  }
  const { comment, takes } = stage.state
  if (stage.map !== undefined) return { Comment: comment, ...mapOf(stage, stage.map), ...ending }
  return {
    Comment: comment,
    Type: 'Task',
    Resource: resource(stage),
    ...(takes === undefined
      ? {}
      : { Parameters: Object.fromEntries(['run', ...takes].map((field) => [`${field}.$`, `$.${field}`])) }),
    TimeoutSeconds: taskSeconds(stage),
    ResultPath: `$.${resultOf(stage)}`,
    Retry: RETRY,
    ...ending,
  }
}

/** Items come from the store and their outputs stay there: a payload holds neither. */
function mapOf(stage: StageState, { over, items, tolerates }: NonNullable<StageFacts['map']>): State {
  const child = `${stage.name}${over === 'files' ? 'Source' : 'Shard'}`
  return {
    Type: 'Map',
    MaxConcurrencyPath: '$.plan.map.concurrency',
    ...(tolerates ? { ToleratedFailurePercentagePath: '$.plan.map.toleratedFailurePercentage' } : {}),
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Parameters: {
        Bucket: `\${StoreBucket}`,
        'Key.$': `States.Format('\${StorePrefix}runs/{}/items/${items}.json', $.run)`,
      },
    },
    ItemSelector: { 'run.$': '$.run', 'item.$': '$$.Map.Item.Value', 'index.$': '$$.Map.Item.Index' },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: child,
      States: {
        [child]: {
          Type: 'Task',
          Resource: resource(stage),
          TimeoutSeconds: taskSeconds(stage),
          OutputPath: null,
          Retry: RETRY,
          End: true,
        },
      },
    },
    ResultPath: null,
  }
}

/** Deployment puts the function's ARN there, a laptop the stage's name. */
const resource = ({ name }: StageFacts): string => `\${${name}Function}`

const LINE = 120

/** JSON as the formatter of this repository writes it: a list of texts stands on one line where it fits. */
function render(value: unknown, indent = '', before = ''): string {
  const deeper = `${indent}  `
  if (Array.isArray(value)) {
    const line = `[${value.map((one) => JSON.stringify(one)).join(', ')}]`
    const fits = value.every((one) => typeof one !== 'object') && `${indent}${before}${line},`.length <= LINE
    return fits ? line : `[\n${value.map((one) => `${deeper}${render(one, deeper)}`).join(',\n')}\n${indent}]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const fields = Object.entries(value).map(([name, one]) => {
    const key = `${JSON.stringify(name)}: `
    return `${deeper}${key}${render(one, deeper, key)}`
  })
  return `{\n${fields.join(',\n')}\n${indent}}`
}

export const STATE_MACHINE_FILE = 'state-machines/refine.asl.json'

/** The text of `state-machines/refine.asl.json`. */
export const stateMachineText = (table: readonly StageFacts[]): string => `${render(stateMachineOf(table))}\n`

if (import.meta.main) {
  const file = join(import.meta.dirname, '..', STATE_MACHINE_FILE)
  const text = stateMachineText(STAGES)
  if (!process.argv.includes('--check')) writeFileSync(file, text)
  else if (readFileSync(file, 'utf8') !== text) {
    console.error(`${STATE_MACHINE_FILE} is not what the table of stages says. Make it anew: npm run state-machine`)
    process.exitCode = 1
  }
}
