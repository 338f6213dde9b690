import { createInterface } from 'node:readline/promises'
import { Readable } from 'node:stream'
import { directDecisions, type UndirectedDecision, undirectedDecisions } from '../ledger/direct-decisions.ts'
import { localExecutionId } from '../run/lease/execution-state.ts'
import { acquireLease, releaseLease } from '../run/lease/run-lease.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { planUpgrade, type UpgradePlan } from '../versions/plan-upgrade.ts'
import { upgradeTables } from '../versions/upgrade-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions } from './common-options.ts'
import { count } from './describe-state.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { pipelineOfRun } from './run-meant.ts'
import { table } from './table.ts'
import { type EnvironmentOptions, storeFlag } from './use-environment.ts'
import { storeReach, withEngine } from './with-engine.ts'

interface StoreUpgradeOptions extends CommonOptions, EnvironmentOptions {
  readonly dryRun: boolean
  readonly yes: boolean
}

/**
 * `hotpass store upgrade`: moves a store to the layout in which tables and decisions belong to a pipeline. It says what it will do and
 * asks first; broken off at any point, the same command goes on.
 */
export async function storeUpgradeCommand(options: StoreUpgradeOptions, io: CliIo): Promise<number> {
  const store = await openExistingStore(options.store)
  const { plan, decisions } = await look(store)
  if (plan.moves.length === 0) {
    if (options.json) io.out(`${jsonText({ moved: false, ...plan, decisions })}\n`)
    else io.out('Every table of this store belongs to a pipeline: there is nothing to do.\n')
    return EXIT.ok
  }
  if (!options.json)
    io.out(`${fitText(plainLines(describe(plan, decisions, options, io.outColumns)), io.outColumns)}\n`)
  if (options.dryRun || !(options.yes || (await agrees(options, io)))) {
    if (options.json) io.out(`${jsonText({ moved: false, ...plan, decisions })}\n`)
    else io.out(`\nNothing was changed.${options.dryRun ? '' : ' To do it, say the same with --yes.'}\n`)
    return options.dryRun ? EXIT.ok : EXIT.usage
  }
  const run = `store-upgrade-${new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '')}`
  try {
    for (const pipeline of pipelinesOf(plan)) await keepRunsOut(store, pipeline, run)
    // Looked at once more: a run may have ended since.
    const now = await look(store)
    await directDecisions(store, now.decisions)
    await withEngine(storeReach(store), (engine, scratch) =>
      upgradeTables(now.plan, { store, engine, scratch, progress: (sentence) => io.err(`${sentence}\n`) }),
    )
  } finally {
    await releaseLease(store, run)
  }
  const left = await look(store)
  if (options.json) io.out(`${jsonText({ moved: true, ...plan, decisions })}\n`)
  else io.out(`${plainLines(after(plan, left.plan, options))}\n`)
  return left.plan.moves.length === 0 ? EXIT.ok : EXIT.failed
}

const pipelinesOf = ({ moves }: UpgradePlan): string[] => [...new Set(moves.map(({ pipeline }) => pipeline))]

async function look(store: ObjectStore): Promise<{ plan: UpgradePlan; decisions: UndirectedDecision[] }> {
  const plan = await planUpgrade(store, (run) => pipelineOfRun(store, run))
  return { plan, decisions: await undirectedDecisions(store, pipelinesOf(plan)) }
}

/** A run that committed while its table is moved would publish into what is removed afterwards. */
async function keepRunsOut(store: ObjectStore, pipeline: string, run: string): Promise<void> {
  const outcome = await acquireLease(store, {
    ...{ pipeline, run, execution: localExecutionId(), limit: 1, wait: false },
  })
  if (outcome.kind === 'acquired') return
  throw new UsageError(
    `${outcome.holders.map((holder) => holder.run).join(', ')} of ${pipeline} is under way, and would publish into what is moved. Wait for it to end, or stop it: hotpass cancel ${outcome.holders[0]?.run ?? ''}`,
  )
}

async function agrees(options: StoreUpgradeOptions, io: CliIo): Promise<boolean> {
  if (options.json || !io.outIsTerminal) return false
  const lines = createInterface({ input: Readable.from(io.input), terminal: false })
  io.out('\nDo it? [y/N] ')
  for await (const line of lines) {
    lines.close()
    return /^y(?:es)?$/i.test(line.trim())
  }
  return false
}

const megabytes = (bytes: number): string => `${(bytes / 1024 ** 2).toFixed(1)} MB`

function describe(
  plan: UpgradePlan,
  decisions: readonly UndirectedDecision[],
  options: EnvironmentOptions,
  columns: number | undefined,
): string {
  const shared = plan.moves.filter(({ whole }) => !whole)
  return [
    'Tables and decisions come to belong to their pipeline:',
    '',
    ...table(
      [
        ['from', 'to', 'versions', 'releases', ''],
        ...plan.moves.map(({ from, to, versions, releases, whole, copied }) => [
          `datasets/${from}`,
          `datasets/${to}`,
          versions.join(', '),
          releases.length,
          [whole ? '' : 'parted', copied ? 'copied already' : ''].filter((word) => word !== '').join(', '),
        ]),
      ],
      columns,
    ),
    '',
    `${count(plan.objects, 'object')}, ${megabytes(plan.bytes)}: data files are copied byte for byte, Iceberg metadata is written for the new place,`,
    'every version is proved there, the releases come to name it, and then the old objects are removed. Version numbers stay.',
    ...(shared.length === 0
      ? []
      : [
          'Where pipelines share a table, each takes the versions that it released; an id or a row of another stays with the other.',
        ]),
    ...(plan.staying.length === 0
      ? []
      : [
          `Versions that no run finished and no pipeline is known for stay where they are: ${plan.staying.map((one) => `${one.version} of ${one.table}`).join(', ')}.`,
        ]),
    ...(decisions.length === 0
      ? []
      : [`${count(decisions.length, 'decision file')} of before: each goes to ${pipelinesOf(plan).join(', ')}.`]),
    'URIs of the old metadata files, in notebooks and dashboards of others, end to lead anywhere.',
    ...(options.env === undefined
      ? []
      : [
          'Athena: each table becomes <pipeline>_<dataset>. Make them afterwards with "hotpass repair glue", and drop the old ones.',
        ]),
  ].join('\n')
}

function after(plan: UpgradePlan, left: UpgradePlan, options: StoreUpgradeOptions): string {
  if (left.moves.length > 0)
    return 'Something of the old tables is left, because a run published meanwhile. Say the same once more.'
  return [
    `${count(plan.moves.length, 'table')} moved; every version proved itself at the new place.`,
    options.env === undefined
      ? `Next: hotpass versions${storeFlag(options)}`
      : `Next: hotpass repair glue${storeFlag(options)}`,
    `Its pages name the old places until they are written anew: hotpass docs --rebuild${storeFlag(options)}`,
  ].join('\n')
}
