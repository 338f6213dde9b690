import { z } from 'zod'
import { asideFieldsOf } from '../../ledger/aside-fields-of.ts'
import { cellDocument } from '../../ledger/cell-accounting.ts'
import { keys } from '../../ledger/keys.ts'
import { type PlanDocument, planSchema, type RunResult } from '../../ledger/plan-document.ts'
import { runEnding } from '../../ledger/run-ending.ts'
import { domainPinnedBy } from '../../ledger/store-domains.ts'
import type { SiteExpectation, SiteRun } from '../../site/index.ts'
import { publishRun } from '../../site/publish-run.ts'
import { siteKeys } from '../../site/site-keys.ts'
import type { ObjectStore } from '../../storage/object-store.ts'

const check = z.object({
  id: z.string(),
  severity: z.string(),
  outcome: z.string(),
  expected: z.string().default(''),
  found: z.string().default(''),
})

const expectation = z.object({
  dataset: z.string(),
  id: z.string(),
  type: z.string(),
  columns: z.array(z.string()).default([]),
  severity: z.string(),
  passed: z.boolean(),
  outcome: z.enum(['passed', 'failed', 'uncertain']).optional(),
  owner: z.string().nullable().default(null),
  because: z.string().nullable().default(null),
  expected: z.string(),
  found: z.string(),
  checked: z.number().default(0),
  failed: z.number().default(0),
  observed: z.union([z.string(), z.number()]).nullable().default(null),
  error: z.number().nullable().default(null),
  examples: z.array(z.string()).default([]),
  places: z.array(z.record(z.string(), z.union([z.string(), z.number()]))).default([]),
})

/** When a run's page says that it ended, and how. */
const toldEnd = z.looseObject({ at: z.iso.datetime(), status: z.string() })

/** The part of `verdict.json` that pages show. */
const verdictDocument = z.object({
  verdict: z.enum(['passed', 'warned', 'blocked']),
  reasons: z.array(z.string()),
  released: z.record(z.string(), z.string()).nullish(),
  datasets: z
    .array(
      z.object({
        id: z.string(),
        title: z.string(),
        kind: z.string(),
        owner: z.string().nullish(),
        rows: z.number(),
        verdict: z.string(),
        checks: z.array(check),
      }),
    )
    .default([]),
  expectations: z.array(expectation),
})

/** The part of the record of Resolve that pages show. */
const resolveRecord = z.object({
  work: z.object({ entities: z.array(z.object({ entity: z.string(), review: z.object({ rows: z.number() }) })) }),
})

const percent = ({ checked, failed }: { checked: number; failed: number }): number | null =>
  checked === 0 ? null : Math.round((failed / checked) * 1e6) / 1e4

function siteExpectation(one: z.infer<typeof expectation>): SiteExpectation {
  const { passed, outcome, ...said } = one
  return {
    ...said,
    outcome: outcome ?? (passed ? 'passed' : 'failed'),
    value: typeof one.observed === 'number' ? one.observed : percent(one),
    past: [],
  }
}

async function document<T>(store: ObjectStore, key: string): Promise<T | undefined> {
  const held = await store.get(key)
  return held && (JSON.parse(new TextDecoder().decode(held.body)) as T)
}

/** A line a reason of a field, the largest share first; none for a run that did not count. */
async function setAsideOf(store: ObjectStore, run: string): Promise<SiteRun['setAside']> {
  return (await asideFieldsOf(store, run))
    .flatMap(({ table, entity, field, said, codes }) => codes.map((code) => ({ table, entity, field, said, ...code })))
    .sort((a, b) => b.count / b.said - a.count / a.said)
}

/** Null for a run that did not count. */
async function cellsOf(store: ObjectStore, run: string): Promise<SiteRun['cells']> {
  const counted = cellDocument.safeParse(await document(store, keys.cells(run))).data
  if (counted === undefined) return null
  const { cells, attributes, unfed } = counted
  return { ...cells, attributes, notPublished: unfed.filter(({ is_used }) => !is_used) }
}

/** What the documents of an ended run say, as its page shows it; undefined while it has not ended. */
async function siteRun(
  store: ObjectStore,
  run: string,
  endedAt: string,
  links: SiteRun['links'],
): Promise<SiteRun | undefined> {
  const parsed = planSchema.safeParse(await document(store, keys.plan(run)))
  const plan: PlanDocument | undefined = parsed.data
  const result = await document<RunResult>(store, keys.result(run))
  const ending = await runEnding(store, run)
  // A busy run found another at work and did nothing.
  if (ending === undefined || ending.kind === 'busy') return undefined
  const verdict = verdictDocument.safeParse(await document(store, keys.verdict(run))).data
  const failure = ending.kind === 'published' ? ending.after : 'message' in ending ? ending : null
  return {
    format: 1,
    run,
    pipeline: plan?.pipelineId ?? 'unknown',
    profile: plan?.profile ?? null,
    status: ending.kind,
    at: endedAt,
    startedAt: plan?.startedAt ?? endedAt,
    nominalTime: plan?.nominalTime ?? null,
    verdict: result?.gate ?? verdict?.verdict ?? null,
    rows: result?.rows === undefined ? null : { ...result.rows },
    read: result?.rows.read ?? 0,
    quarantined: result?.rows.quarantined ?? 0,
    published: result?.rows.published ?? 0,
    release: result?.release ?? null,
    ...(result?.impact === undefined ? {} : { impact: result.impact }),
    versions: result?.versions ?? {},
    ...(result?.models === undefined ? {} : { models: result.models }),
    reasons: result?.reasons ?? verdict?.reasons ?? [],
    released: verdict?.released ?? null,
    failure: failure === null ? null : { error: failure.error, message: failure.message },
    sources: (plan?.sources ?? []).map(({ source, file, size }) => ({ source, file, bytes: size })),
    unmatched: plan?.unmatched ?? [],
    notes: result?.notes ?? [],
    readmitted: result?.readmitted ?? 0,
    datasets: (verdict?.datasets ?? []).map((one) => ({ ...one, owner: one.owner ?? null })),
    expectations: (verdict?.expectations ?? []).map(siteExpectation),
    history: [],
    quarantine: (await document<SiteRun['quarantine']>(store, keys.quarantineSummary(run))) ?? [],
    setAside: await setAsideOf(store, run),
    cells: await cellsOf(store, run),
    changes: (await document<SiteRun['changes']>(store, keys.changes(run))) ?? [],
    ...(await reviewOf(store, run)),
    links: [
      ...links,
      ...(plan === undefined ? [] : [{ title: 'Lineage', href: `lineage/index.html#run=${encodeURIComponent(run)}` }]),
    ],
  }
}

/** Pairs of the run that wait for a decision; nothing of a run that did not get so far, or of an earlier program. */
async function reviewOf(store: ObjectStore, run: string): Promise<Pick<SiteRun, 'review'>> {
  const resolved = resolveRecord.safeParse(await document(store, keys.stage(run, 'Resolve'))).data
  if (resolved === undefined) return {}
  const domain = await domainPinnedBy(store, run)
  return {
    review: resolved.work.entities.map(({ entity, review }) => ({
      dataset: domain?.compiled.entities.find(({ id }) => id === entity)?.dataset ?? entity,
      pairs: review.rows,
    })),
  }
}

/** Stands for what a run was about whose domain nothing tells any more. */
const UNKNOWN = [{ id: 'record', dataset: 'records' }]

/** Writes the pages of a run that has ended: its document, and the linkage reports when it got that far. @returns whether it has ended */
export async function addRunToSite(store: ObjectStore, run: string, endedAt: string): Promise<boolean> {
  const domain = await domainPinnedBy(store, run)
  const links: SiteRun['links'][number][] = []
  for (const [at, entity] of (domain?.compiled.entities ?? UNKNOWN).entries()) {
    const called = at === 0 ? undefined : entity.id
    const report = await store.get(keys.linkagePage(run, called))
    if (report === undefined) continue
    const key = siteKeys.linkage(run, called)
    await store.put(key, report.body)
    links.push({ title: `How ${entity.dataset} were linked`, href: key.slice(siteKeys.root.length) })
  }
  const page = await siteRun(store, run, endedAt, links)
  if (page !== undefined) await publishRun(store, page, domain?.contracts.values())
  return page !== undefined
}

/**
 * Adds a run that has ended to the pages. It never fails the run: what was published stays published. @returns a sentence when the
 * pages could not be written, else undefined
 */
export async function publishSiteRun(store: ObjectStore, run: string, endedAt: string): Promise<string | undefined> {
  try {
    // Told again, days later, a run has not ended later.
    const told = toldEnd.safeParse(await document(store, siteKeys.run(run))).data
    const isTold = told !== undefined && told.status === (await runEnding(store, run))?.kind
    await addRunToSite(store, run, isTold ? told.at : endedAt)
    return undefined
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return `The pages were not brought up to date: ${why} Add the run with: hotpass docs --rebuild`
  }
}
