import { jsonOf } from '../ledger/json-of.ts'
import { keys } from '../ledger/keys.ts'
import { readChanges } from '../ledger/read-changes.ts'
import { type VerdictDocument, verdictDocument } from '../quality/verdict-document.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { runTakingDecision } from './next-command.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { meantRun } from './run-meant.ts'
import { table } from './table.ts'
import { type EnvironmentOptions, type PlacedOptions, placeOfOptions, storeFlag } from './use-environment.ts'

/** `hotpass gate show`: what the gate said of a run. Exit code 3 when it blocks. */
export async function gateShowCommand(
  asked: string,
  options: CommonOptions & PipelineOption & EnvironmentOptions & { readonly all: boolean },
  io: CliIo,
): Promise<number> {
  const store = await openExistingStore(options.store)
  const verdict = await readVerdict(store, await judgedRun(store, asked, options.pipeline))
  if (options.json) io.out(`${jsonText(verdict)}\n`)
  else {
    const lines = [
      ...describe(verdict, options.all, io.outColumns),
      ...(verdict.verdict === 'blocked' ? await waiting(store, verdict, options, io.outColumns) : []),
    ]
    io.out(`${fitText(plainLines(lines.join('\n')), io.outColumns)}\n`)
  }
  return verdict.verdict === 'blocked' ? EXIT.blocked : EXIT.ok
}

/** The run that is meant; `latest` is the newest (of the pipeline) of which the gate has spoken. @throws UsageError */
export async function judgedRun(store: ObjectStore, asked: string, pipeline: string | undefined): Promise<string> {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(asked)) return asked
  const meant = await meantRun(store, asked, pipeline, (run, held) => held.includes(keys.verdict(run)))
  return meant?.run ?? asked
}

/** @throws UsageError when the gate has not spoken of this run, or before its documents had this form. */
export async function readVerdict(store: ObjectStore, run: string): Promise<VerdictDocument> {
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(run)) throw new UsageError(`"${run}" is no run. List them with: hotpass runs`)
  const held = await store.get(keys.verdict(run))
  if (held === undefined)
    throw new UsageError(`The gate has said nothing of "${run}" in ${store.uri('')}. List the runs with: hotpass runs`)
  const said = jsonOf(held.body)
  if (said === undefined)
    throw new UsageError(
      `${store.uri(keys.verdict(run))} is damaged: it is not JSON. A new run asks the gate again: hotpass run`,
    )
  const parsed = verdictDocument.safeParse(said)
  if (parsed.success) return parsed.data
  throw new UsageError(`${store.uri(keys.verdict(run))} has another form: an earlier version of Hotpass wrote it.`)
}

/** What a blocked run would have published, and the two ways on. */
async function waiting(
  store: ObjectStore,
  { run, pipeline }: VerdictDocument,
  options: PlacedOptions,
  columns: number | undefined,
): Promise<string[]> {
  const changes = await readChanges(store, run)
  const rows = changes.map(({ dataset, rows: all, added, removed, changed, impact = 'unknown' }) => [
    ...[dataset, all, added, removed, changed],
    impact,
  ])
  const again = await runTakingDecision(store, pipeline, placeOfOptions(options), run)
  return [
    ...(rows.length === 0
      ? []
      : [
          '',
          'Would have been published, against what is released:',
          ...table([['dataset', 'rows', 'added', 'removed', 'changed', 'impact'], ...rows], columns),
        ]),
    '',
    `Next: correct the data, and run again: ${again}`,
    `Or publish it as it is: hotpass gate release ${run} --why "…"${storeFlag(options)}`,
  ]
}

function describe(verdict: VerdictDocument, all: boolean, columns: number | undefined): string[] {
  const isSeen = ({ outcome }: { outcome: string }) => outcome !== 'passed'
  const datasets = verdict.datasets.map(({ id, kind, rows, verdict: word, quarantine, checks }) => [
    id,
    kind,
    rows,
    quarantine === null ? '' : quarantine.rejected,
    word,
    checks.filter(isSeen).length + verdict.expectations.filter((one) => one.dataset === id && isSeen(one)).length,
  ])
  const shown = [
    ...verdict.datasets.flatMap(({ id: dataset, checks }) => checks.map((one) => ({ ...one, dataset, owner: null }))),
    ...verdict.expectations,
  ].filter((one) => all || isSeen(one))
  const { released } = verdict
  return [
    `${verdict.run}: ${verdict.verdict}`,
    ...(released === null
      ? []
      : [`Released by ${released.by} on ${released.at} after ${released.blockedRun} was blocked: ${released.why}`]),
    '',
    ...table([['dataset', 'kind', 'rows', 'rejected', 'verdict', 'not passed'], ...datasets], columns),
    ...(verdict.reasons.length === 0 ? [] : ['', 'Reasons:', ...verdict.reasons.map((reason) => `  ${reason}`)]),
    ...(shown.length === 0 ? [] : ['', 'Checks and expectations:']),
    ...shown.map(
      ({ dataset, id, outcome, severity, expected, found, owner }) =>
        `  ${outcome} (${severity}) ${dataset} ${id}: ${expected} ${found}${owner === null ? '' : ` Owner: ${owner}.`}`,
    ),
  ]
}
