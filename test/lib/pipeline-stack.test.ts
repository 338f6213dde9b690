import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Match } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, it } from 'vitest'
import { EVENT_FUNCTIONS, FUNCTION_NAMES, FUNCTIONS } from '../../lib/functions.ts'
import type { PublishingPipeline } from '../../lib/load-pipelines.ts'
import { type LaidOut, laidOut, only, type Resource, resourcesOf, statementsIn } from './laid-out.ts'

let prod: LaidOut
let functions: Resource[]
beforeAll(async () => {
  prod = await laidOut('prod')
  functions = Object.values(resourcesOf(prod.template('pipeline'), 'AWS::Lambda::Function'))
})

const specOf = (resource: Resource) => {
  const spec = Object.values(FUNCTIONS).find(({ description }) => resource.Properties.Description.endsWith(description))
  if (spec === undefined) throw new Error(`no row for ${resource.Properties.Description}`)
  return spec
}

describe('functions', () => {
  it('are those of the table, each with the settings of its row', () => {
    expect(functions).toHaveLength(FUNCTION_NAMES.length)
    for (const resource of functions) {
      const spec = specOf(resource)
      expect(resource.Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        MemorySize: spec.memoryMb,
        Timeout: spec.timeoutSeconds,
        EphemeralStorage: { Size: spec.ephemeralMb },
        TracingConfig: { Mode: 'Active' },
        LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.stringContaining('FunctionsLog') } },
      })
      expect(resource.Properties.Layers ?? []).toHaveLength(spec.duckdb ? 1 : 0)
    }
  })

  it('reserve no concurrency: a new account has ten in all, and the deployment would fail', () => {
    for (const { Properties } of functions) expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions')
  })

  it('keep the event that they failed on, where an event starts them', () => {
    const descriptions = Object.values(EVENT_FUNCTIONS).map(({ description }) => description as string)
    for (const resource of functions)
      expect(resource.Properties.DeadLetterConfig !== undefined).toBe(
        descriptions.includes(specOf(resource).description),
      )
  })

  it('follow the architecture of the environment, layer included', async () => {
    const emulator = (await laidOut('emulator')).template('pipeline')
    emulator.allResourcesProperties('AWS::Lambda::Function', { Architectures: ['x86_64'] })
    emulator.hasResourceProperties('AWS::Lambda::LayerVersion', { CompatibleArchitectures: ['x86_64'] })
  })

  it('have a role each', () => {
    const roles = functions.map(({ Properties }) => JSON.stringify(Properties.Role))
    expect(new Set(roles).size).toBe(functions.length)
  })
})

describe('what functions may do', () => {
  const statementsOf = (description: string) => {
    const role = Object.values(resourcesOf(prod.template('pipeline'), 'AWS::IAM::Role')).find(({ Properties }) =>
      Properties.Description?.endsWith(description),
    )
    return role?.Properties.Policies[0].PolicyDocument.Statement as {
      Sid: string
      Action: string | string[]
      Resource: unknown
      Condition?: object
    }[]
  }
  const prefixes = (resource: unknown) =>
    [resource].flat().map((one) => {
      const text = JSON.stringify(one)
      return /"\/([^"]*)\*"/.exec(text)?.[1] ?? text
    })

  it.each(FUNCTION_NAMES)('%s reads, lists and writes the prefixes of its row and no other', (name) => {
    const { description, reads, writes } = FUNCTIONS[name]
    const statements = statementsOf(description)
    const s3 = statements.filter(({ Action }) => JSON.stringify(Action).includes('s3:'))
    for (const { Sid, Action, Resource, Condition } of s3) {
      if (Sid === 'ListStore') {
        expect(Action).toBe('s3:ListBucket')
        expect(Condition).toEqual({
          StringLikeIfExists: {
            's3:prefix': reads.length === 1 ? `${reads[0]}*` : reads.map((prefix) => `${prefix}*`),
          },
        })
      } else {
        expect(Action).toBe(Sid === 'ReadStore' ? 's3:GetObject' : 's3:PutObject')
        expect(prefixes(Resource).sort()).toEqual([...(Sid === 'ReadStore' ? reads : writes)].sort())
      }
    }
    expect(s3.map(({ Sid }) => Sid)).toEqual([
      ...(reads.length > 0 ? ['ReadStore', 'ListStore'] : []),
      ...(writes.length > 0 ? ['WriteStore'] : []),
    ])
  })

  it('is to follow Glue for Publish alone, and never to delete from it', () => {
    const glue = FUNCTION_NAMES.filter((name) =>
      JSON.stringify(statementsOf(FUNCTIONS[name].description)).includes('glue:'),
    )
    expect(glue).toEqual(['Publish'])
    expect(JSON.stringify(statementsOf(FUNCTIONS.Publish.description))).not.toMatch(/glue:Delete/)
  })
})

describe('every policy of every stack', () => {
  it.each(['prod', 'emulator'])('has a star in an action only to deny it, in %s', async (name) => {
    const environment = await laidOut(name)
    const stars: unknown[] = []
    for (const kind of ['data', 'pipeline', 'observability'] as const)
      statementsIn(environment.template(kind).toJSON(), ({ Action, Effect }) => {
        if ([Action].flat().some((action) => String(action).includes('*'))) stars.push(Effect)
      })
    expect(new Set(stars)).toEqual(new Set(['Deny']))
  })
})

describe('the state machine', () => {
  it('is the file that a laptop runs, byte for byte, traced and logged in full', () => {
    prod.template('pipeline').hasResourceProperties('AWS::StepFunctions::StateMachine', {
      StateMachineType: 'STANDARD',
      DefinitionString: readFileSync(join(import.meta.dirname, '../../state-machines/refine.asl.json'), 'utf8'),
      LoggingConfiguration: { Level: 'ALL', IncludeExecutionData: true },
      TracingConfiguration: { Enabled: true },
    })
  })

  it('gets a value for each of its substitutions, and none that it does not name', () => {
    const machine = only(prod.template('pipeline'), 'AWS::StepFunctions::StateMachine')
    const named = [...machine.Properties.DefinitionString.matchAll(/\$\{(\w+)\}/g)].map((match) => match[1])
    expect(Object.keys(machine.Properties.DefinitionSubstitutions).sort()).toEqual([...new Set(named)].sort())
  })
})

/** What a universal target is given, with `ARN` for the state machine's. */
function inputOf(schedule: Resource): { StateMachineArn: string; Name: string; Input: string } {
  const [, parts] = schedule.Properties.Target.Input['Fn::Join'] as [string, unknown[]]
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'ARN')).join(''))
}

describe('schedules', () => {
  it('start a run that has a name of ours and stands for the scheduled time', () => {
    prod.template('pipeline').hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: 'refinement',
      GroupName: Match.anyValue(),
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'Africa/Johannesburg',
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 },
      State: 'ENABLED',
      Target: {
        Arn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':scheduler:::aws-sdk:sfn:startExecution']] },
        DeadLetterConfig: Match.anyValue(),
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
      },
    })
    const input = inputOf(only(prod.template('pipeline'), 'AWS::Scheduler::Schedule'))
    expect(input).toMatchObject({ StateMachineArn: 'ARN', Name: 'refinement-<aws.scheduler.execution-id>' })
    expect(JSON.parse(input.Input)).toEqual({
      pipeline: 'refinement',
      nominalTime: '<aws.scheduler.scheduled-time>',
    })
  })

  it('exist and sleep where the pipeline is not enabled', async () => {
    ;(await laidOut('dev')).template('pipeline').hasResourceProperties('AWS::Scheduler::Schedule', {
      Name: 'refinement',
      State: 'DISABLED',
    })
  })

  it('hand over the mode and the settings of the pipeline, and fit a name of eighty characters', async () => {
    const pipeline: PublishingPipeline = {
      id: 'p'.repeat(64),
      description: 'P.',
      domain: 'aviation',
      datasets: [],
      settings: {},
      schedule: { expression: 'rate(1 day)', time_zone: 'UTC', flexible_minutes: 0 },
      enabled: { own: true },
      mode: 'full',
      parameters: { 'publish.exports': ['csv'] },
      guardrails: { success_within_hours: 30, quarantine_rate: 0.2 },
    }
    const own = (await laidOut({ name: 'own' }, [pipeline])).template('pipeline')
    const schedule = only(own, 'AWS::Scheduler::Schedule')
    expect(schedule.Properties.FlexibleTimeWindow).toEqual({ Mode: 'OFF' })
    const input = inputOf(schedule)
    expect(JSON.parse(input.Input)).toMatchObject({ mode: 'full', set: ['publish.exports=["csv"]'] })
    expect(input.Name.replace('<aws.scheduler.execution-id>', 'x'.repeat(36)).length).toBeLessThanOrEqual(80)
  })
})

describe('arrivals', () => {
  it('are heard from landing/ of this bucket, and an event that cannot be delivered is kept', () => {
    prod.template('pipeline').hasResourceProperties('AWS::Events::Rule', {
      State: 'ENABLED',
      EventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { object: { key: [{ prefix: 'landing/' }] } },
      },
      Targets: [Match.objectLike({ DeadLetterConfig: Match.anyValue() })],
    })
  })

  it('start runs that wait for the one under way', () => {
    const starter = functions.find(({ Properties }) => Properties.Environment.Variables.HOTPASS_ARRIVALS !== undefined)
    expect(JSON.parse(starter?.Properties.Environment.Variables.HOTPASS_ARRIVALS)).toEqual({
      refinement: { quietMinutes: 5, input: { pipeline: 'refinement', whenBusy: 'wait' } },
    })
  })

  it('are not heard where no pipeline is enabled', async () => {
    ;(await laidOut('dev')).template('pipeline').hasResourceProperties('AWS::Events::Rule', {
      State: 'DISABLED',
      EventPattern: Match.objectLike({ source: ['aws.s3'] }),
    })
  })

  it('may move only the schedules that are theirs, and give them only their role', () => {
    prod.template('pipeline').hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule'],
            Resource: {
              'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('schedule/hotpass-prod/arrival-\\*$')])],
            },
          }),
          Match.objectLike({
            Action: 'iam:PassRole',
            Condition: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
          }),
        ]),
      },
    })
  })
})

describe('a run that was stopped', () => {
  it('is closed by the function that listens to exactly this state machine', () => {
    prod.template('pipeline').hasResourceProperties('AWS::Events::Rule', {
      EventPattern: {
        source: ['aws.states'],
        'detail-type': ['Step Functions Execution Status Change'],
        detail: { stateMachineArn: [{ Ref: Match.anyValue() }], status: ['FAILED', 'TIMED_OUT', 'ABORTED'] },
      },
    })
  })
})

describe('a call that takes too long', () => {
  interface AslState {
    readonly Type: string
    readonly Resource?: string
    readonly TimeoutSeconds?: number
    readonly ItemProcessor?: { readonly States: Record<string, AslState> }
  }

  it('is ended by its state before Lambda kills the function that is deployed for it', () => {
    const { States } = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../state-machines/refine.asl.json'), 'utf8'),
    ) as { States: Record<string, AslState> }
    const tasks = Object.values(States)
      .flatMap((state) => [state, ...Object.values(state.ItemProcessor?.States ?? {})])
      .filter(({ Type }) => Type === 'Task')
    const template = prod.template('pipeline')
    const [machine] = Object.values(resourcesOf(template, 'AWS::StepFunctions::StateMachine'))
    const deployed = resourcesOf(template, 'AWS::Lambda::Function')
    for (const { Resource = '', TimeoutSeconds = Number.POSITIVE_INFINITY } of tasks) {
      const named = machine?.Properties.DefinitionSubstitutions[Resource.slice(2, -1)]
      const limit = deployed[named['Fn::GetAtt'][0]]?.Properties.Timeout
      expect(limit, Resource).toBeGreaterThan(TimeoutSeconds)
    }
    expect(tasks).toHaveLength(11)
  })
})

describe('the policy of people who operate', () => {
  it('lets them see the failed items of Maps of this state machine, and write no more of the store than a decision needs', () => {
    const [policy] = Object.values(resourcesOf(prod.template('pipeline'), 'AWS::IAM::ManagedPolicy'))
    const statements: { Sid: string; Action: string | string[]; Resource: unknown }[] =
      policy?.Properties.PolicyDocument.Statement
    const of = (sid: string) => statements.find(({ Sid }) => Sid === sid)
    expect(of('ListFailedItems')?.Action).toEqual(['states:DescribeMapRun', 'states:ListExecutions'])
    expect(JSON.stringify(of('ListFailedItems')?.Resource)).toMatch(/:mapRun:.*\/\*:\*/)
    expect(of('WatchRuns')?.Action).toEqual([
      'states:DescribeExecution',
      'states:GetExecutionHistory',
      'states:ListMapRuns',
      'states:StopExecution',
    ])
    const written = JSON.stringify(of('WriteStore')?.Resource).match(/"\/[^"]+"/g)
    expect(written?.sort()).toEqual(['"/releases/*"', '"/runs/*/commit.json*"'])
    expect(JSON.stringify(statements)).not.toMatch(/Delete|datasets\//)
  })
})
