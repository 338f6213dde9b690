import { previewRun, type RunPreview } from '../stages/plan/preview-run.ts'
import { isPricedRegion, PRICES } from '../stages/plan/prices.ts'
import { STAGES } from '../stages/stage-table.ts'
import { openStore } from '../storage/open-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { describeChanges } from './describe-changes.ts'
import { count, duration } from './describe-state.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { ofProject } from './project-of.ts'
import { askedDomain } from './run-options.ts'
import { table } from './table.ts'
import { type EnvironmentOptions, storeFlag } from './use-environment.ts'

interface PlanOptions extends CommonOptions, EnvironmentOptions {
  readonly landing?: string
  readonly domain?: string
  readonly profile?: string
  readonly set: string[]
  readonly region?: string
}

/**
 * `hotpass plan`: what a run would use and cost on AWS, and what the domain's change since the current release makes of published data,
 * before it starts. Exit code 1 when it would break a hard limit, or published data.
 */
export async function planCommand(named: string | undefined, options: PlanOptions, io: CliIo): Promise<number> {
  const { pipeline, landing } = ofProject(named, options.landing)
  const profile = askedDomain(options)
  const region =
    options.region ?? (options.env === undefined ? undefined : (io.env.AWS_REGION ?? io.env.AWS_DEFAULT_REGION))
  if (options.region !== undefined && !isPricedRegion(options.region))
    throw new UsageError(`There are no prices of ${options.region}. Known: ${Object.keys(PRICES).join(', ')}.`)
  const preview = await previewRun({
    stages: STAGES,
    store: openStore(options.store),
    pipeline,
    set: options.set,
    ...(profile === undefined ? {} : { profile }),
    ...(landing === undefined || (options.env !== undefined && options.landing === undefined) ? {} : { landing }),
    ...(region === undefined ? {} : { region }),
  })
  if (options.json) io.out(`${jsonText(preview)}\n`)
  else io.out(`${fitText(plainLines(describe(preview, storeFlag(options), io.outColumns)), io.outColumns)}\n`)
  const broken = preview.domain.changes.some(({ breaking }) => breaking)
  return preview.estimate.problems.length > 0 || broken ? EXIT.failed : EXIT.ok
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const dollars = (value: number): string => `$${value < 0.01 ? value.toFixed(4) : value.toFixed(2)}`

function describe(
  { pipeline, estimate, unmatched, notes, domain }: RunPreview,
  flag: string,
  columns: number | undefined,
): string {
  const { states, problems, dollars: cost } = estimate
  const lines = [
    `A run of ${pipeline}: about ${count(estimate.rows, 'row')} in ${count(estimate.files, 'file')}, ${count(estimate.shards, 'shard')}, about ${duration(estimate.seconds * 1000)}.`,
    '',
    ...table(
      [
        ['state', 'calls', 'longest', 'GB-seconds', 'disk'],
        ...states.map((one) => [
          one.state,
          one.calls,
          duration(one.longestSeconds * 1000),
          Number(one.gbSeconds.toFixed(1)),
          `${whole.format(one.scratchMb)} MB`,
        ]),
      ],
      columns,
    ),
    '',
    ...table(
      [
        [
          'Lambda',
          `${whole.format(estimate.lambdaGbSeconds)} GB-seconds, ${count(estimate.lambdaRequests, 'call')}`,
          dollars(cost.lambda),
        ],
        ['Step Functions', count(estimate.stateTransitions, 'state transition'), dollars(cost.stepFunctions)],
        ['S3', `${count(estimate.s3Writes, 'write')}, ${count(estimate.s3Reads, 'read')}`, dollars(cost.s3)],
        ['in all', `list prices of ${estimate.region}, ${estimate.pricesAsOf}`, dollars(cost.total)],
      ],
      columns,
    ),
  ]
  for (const file of unmatched.slice(0, 10)) lines.push(`Unmatched: ${file} belongs to no source of the domain`)
  if (unmatched.length > 10) lines.push(`Unmatched: and ${count(unmatched.length - 10, 'more file')}`)
  for (const note of notes) lines.push(`Note: ${note}`)
  const changed = describeChanges(domain)
  if (changed.length > 0) lines.push('', ...changed)
  if (problems.length > 0) {
    lines.push('', 'On AWS this run would be refused:', ...problems.map(({ message }) => `  ${message}`))
    lines.push('An estimate can be wrong: --set run.over_limit=try tries all the same.')
  } else if (domain.changes.every(({ breaking }) => !breaking)) lines.push('', `Next: hotpass run ${pipeline}${flag}`)
  return lines.join('\n')
}
