import { join } from 'node:path'
import { recencyOf } from '../../consolidate/golden/trust-order.ts'
import { parquetFiles } from '../../engine/sql.ts'
import { keys } from '../../ledger/keys.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import { pinnedSuites } from '../../ledger/pinned-suites.ts'
import type { RowAccounting } from '../../ledger/plan-document.ts'
import { isWarning, noteSentence, noteSentences, type SourceNote } from '../../ledger/source-notes.ts'
import type { PlannedContext, StageResult } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import { fetchWork } from '../../ledger/work.ts'
import type { ConsolidateWork } from '../../ledger/works/consolidate-work.ts'
import type { GateWork } from '../../ledger/works/gate-work.ts'
import { type Reason, verdictOf } from '../../quality/decide-verdict.ts'
import type { VerdictDocument } from '../../quality/index.ts'
import { accountForRun } from './accounting.ts'
import { provePublished } from './cell-account.ts'
import { decisionReasons } from './decision-reasons.ts'
import { keepDraftChanges } from './draft-changes.ts'
import { encodingReasons, withAccepted } from './encoding-reasons.ts'
import { fileCells } from './file-cells.ts'
import { fileSetAside } from './file-set-aside.ts'
import { type DatasetVerdicts, judgeDatasets } from './gate-datasets.ts'
import { gateDecisions } from './gate-decisions.ts'
import { releaseFor, subjectOf } from './gate-release.ts'
import { heldBackRows } from './held-back-rows.ts'
import { lastRelease } from './last-release.ts'
import { modelNotes, modelReasons } from './model-reasons.ts'
import { summariseQuarantine } from './quarantine-summary.ts'
import { settledCauses, standingReasons } from './settled-causes.ts'
import { sourceFindings } from './source-findings.ts'
import { staleReasons } from './stale-reasons.ts'
import { withSourceFindings } from './with-source-findings.ts'

export type GateOutput = { verdict: 'passed' | 'warned' | 'blocked'; reasons: number }

/** Asks whether the run may be published: every source and every dataset under its policy. Files the quarantine of the run. */
export async function gate(context: PlannedContext): Promise<StageResult<GateOutput> & { work: GateWork }> {
  const { plan, store, run } = context
  const consolidated = await readStageRecord(store, run, 'Consolidate')
  const { work } = consolidated
  const account = await accountForRun(context, work)
  const suites = await pinnedSuites(plan.domain)
  const last = await lastRelease(context)
  const setAside = await fileSetAside(context, account.setAside)
  const heldBack = await heldBackRows(context, account.quarantine)
  const judged = await judgeDatasets(context, suites, consolidated, last, setAside.summary.fields, heldBack)
  provePublished(work, new Map(judged.datasets.map(({ id, metrics }) => [id, metrics])))
  const cells = await fileCells(context, account.cells)
  const verdicts = withSourceFindings(judged, await sourceFindings(context, last))
  const found = [...verdicts.reasons, ...(await overallReasons(context, account, verdicts))]
  const { subject, settled, released, ordered, verdict, told } = await decide(context, work, found)
  const document: VerdictDocument = {
    format: 2,
    run,
    pipeline: plan.pipelineId,
    nominalTime: plan.nominalTime,
    verdict,
    reasons: [...told, ...ordered.map(({ sentence }) => sentence)],
    causes: causesOf(ordered),
    released,
    subject,
    rows: account.rows,
    datasets: verdicts.datasets,
    expectations: verdicts.results,
  }
  await store.put(keys.verdict(run), JSON.stringify(document))
  const quarantine = await fileQuarantine(context, account.quarantine)
  await summariseQuarantine(context, quarantine)
  if (verdict === 'blocked') await keepDraftChanges(context, work)
  return {
    output: { verdict, reasons: ordered.length },
    counts: {
      ...account.rows,
      expectations: document.expectations.length,
      reasons: ordered.length,
      notes: account.notes.length,
      set_aside: setAside.output.rows,
      cells: cells.read,
    },
    lineage: {
      inputs: Object.entries(work.datasets).map(([id, { rows }]) => ({ name: `work/consolidate/${id}`, rows })),
      outputs: [...quarantine.map(({ key, rows }) => ({ name: key, rows })), setAside.output],
    },
    work: {
      verdict,
      reasons: document.reasons.slice(0, MOST_REASONS),
      released,
      rows: account.rows,
      cells,
      ...toldNotes(withAccepted(plan, account.notes, settled), await modelNotes(context)),
      setAside: setAside.count,
      quarantine,
    },
  }
}

/** What the reasons come to, by what people let through before. */
async function decide(context: PlannedContext, work: ConsolidateWork, found: readonly Reason[]) {
  // What was settled is part of what a decision lets through: it was settled by that decision or by one before it.
  const subject = subjectOf(context.plan, work, found)
  const decisions = await gateDecisions(context)
  const settled = settledCauses(decisions)
  const released = verdictOf(found) === 'blocked' ? releaseFor(decisions, subject) : null
  const ordered = blockingFirst(released === null ? standingReasons(found, settled) : found)
  const verdict = released === null ? verdictOf(ordered) : 'warned'
  const told = released === null ? [] : [`Released by ${released.by} on ${released.at}: ${released.why}`]
  return { subject, settled, released, ordered, verdict, told } as const
}

const blockingFirst = (reasons: readonly Reason[]): Reason[] => [
  ...reasons.filter(({ blocks }) => blocks),
  ...reasons.filter(({ blocks }) => !blocks),
]

/** What letting the run through would settle for later runs. */
const causesOf = (reasons: readonly Reason[]): string[] =>
  reasons.flatMap(({ cause, blocks }) => (blocks && cause !== undefined ? [cause] : []))

/** What speaks against the run as a whole: its quarantine, sources overdue or of a guessed encoding, its age, what readers remarked, what could not be decided. */
async function overallReasons(
  context: PlannedContext,
  account: Awaited<ReturnType<typeof accountForRun>>,
  verdicts: DatasetVerdicts,
): Promise<Reason[]> {
  const { domain, nominalTime } = context.plan
  return [
    ...staleReasons(domain.compiled.sources, context.plan.arrivals, nominalTime),
    ...quarantineReasons(account.rows, domain.configuration.gate.max_quarantine_rate),
    ...stalenessReasons(domain, verdicts, nominalTime),
    ...encodingReasons(context.plan, account.notes),
    ...readingReasons(account.notes),
    ...(await decisionReasons(context)),
    ...(await modelReasons(context)),
  ]
}

/** Every reason stands in verdict.json; the run's result and the command line show so many. */
const MOST_REASONS = 100
const MOST_NOTES = 1000

/** What readers noticed, in sentences and for programs. */
const toldNotes = (notes: readonly SourceNote[], ofModels: readonly string[]): Pick<GateWork, 'notes' | 'noted'> => ({
  notes: [...ofModels, ...noteSentences(notes)].slice(0, MOST_REASONS),
  noted: notes.slice(0, MOST_NOTES),
})

/** A warning for each thing noticed of a source by which values may be others than it means. */
const readingReasons = (notes: readonly SourceNote[]): Reason[] =>
  notes
    .filter((note) => isWarning(note) && note.code !== 'encoding_guessed')
    .map((note) => ({
      dataset: 'all',
      id: `reading.${note.code}`,
      blocks: false,
      sentence: `${noteSentence(note).replace(/\.$/, '')} (warning).`,
    }))

function quarantineReasons(rows: RowAccounting, limit: number): Reason[] {
  const judged = rows.read - rows.blank
  const rate = judged === 0 ? 0 : rows.quarantined / judged
  if (rate <= limit) return []
  const sentence = `${percent(rate)} of the rows are quarantined; gate.max_quarantine_rate allows ${percent(limit)} (warning).`
  return [{ dataset: 'all', id: 'gate.max_quarantine_rate', blocks: false, sentence }]
}

/** A warning for each dataset whose latest day is older than the pipeline allows; none when nothing is asked. */
function stalenessReasons(
  { compiled, configuration }: PinnedDomain,
  { datasets }: DatasetVerdicts,
  nominalTime: string,
): Reason[] {
  const limit = configuration.gate.max_age_days
  if (limit === null) return []
  return compiled.entities.flatMap((entity) => {
    const recency = recencyOf(entity)
    if (recency === null) return []
    const latest = datasets.find(({ id }) => id === entity.dataset)?.metrics?.columns[recency.name]?.max
    return staleness(entity.dataset, recency.name, typeof latest === 'string' ? latest : null, nominalTime, limit)
  })
}

function staleness(
  dataset: string,
  column: string,
  latest: string | null,
  nominalTime: string,
  limit: number,
): Reason[] {
  const reason = (sentence: string): Reason[] => [
    { dataset, id: 'gate.max_age_days', blocks: false, sentence: `${dataset} (warning): ${sentence}` },
  ]
  if (latest === null) return reason(`no ${column} is given, so freshness (gate.max_age_days) cannot be judged.`)
  const days = Math.floor((Date.parse(nominalTime) - Date.parse(latest)) / 86_400_000)
  return days > limit
    ? reason(`the latest ${column}, ${latest}, is ${days} days old; gate.max_age_days allows ${limit}.`)
    : []
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`

/** One Parquet file a stage under `quarantine/`, kept with the run: work files expire, rejected rows do not. */
async function fileQuarantine(
  context: PlannedContext,
  stages: Awaited<ReturnType<typeof accountForRun>>['quarantine'],
): Promise<{ key: string; rows: number }[]> {
  const filed: { key: string; rows: number }[] = []
  for (const { stage, files } of stages) {
    if (files.length === 0) continue
    const paths = await fetchWork(context, files)
    const path = join(context.scratch, `quarantine-${stage}.parquet`)
    const engine = await context.engine()
    await engine.writeParquet(
      `SELECT * FROM ${parquetFiles(paths)} ORDER BY file, sheet, row_number, rule, field`,
      path,
    )
    const key = keys.quarantine(context.plan.pipelineId, context.run, stage)
    await context.store.putFile(key, path)
    filed.push({ key, rows: files.reduce((sum, file) => sum + file.rows, 0) })
  }
  return filed
}
