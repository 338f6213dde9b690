import { plannedTable } from '../../ledger/planned-table.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { type HistoryPoint, sourceHistory, versionMetrics } from '../../quality/dataset-metrics.ts'
import { toldMetrics } from '../../quality/kept-values.ts'
import { tableKeys } from '../../versions/table-keys.ts'

/** How many earlier versions expectations look back on. */
const WINDOW = 30

/**
 * The metrics of the versions before, oldest first, from the base release's version down. A version without metrics (published before
 * they were kept, or by a run that died) is no point.
 */
export async function readHistory(context: PlannedContext, dataset: string): Promise<HistoryPoint[]> {
  const base = context.plan.baseVersions[dataset] ?? 0
  const versions = Array.from({ length: Math.min(WINDOW, base) }, (_, back) => base - back)
  const points = await Promise.all(
    versions.map(async (version): Promise<HistoryPoint | undefined> => {
      const held = await context.store.get(tableKeys.metrics(plannedTable(context.plan, dataset), version))
      if (held === undefined) return undefined
      const { data } = versionMetrics.safeParse(JSON.parse(new TextDecoder().decode(held.body)))
      return data && { ...data, metrics: toldMetrics(data.metrics) }
    }),
  )
  return points.filter((point) => point !== undefined).reverse()
}

/** The metrics of the sources of the releases before, by source, oldest release first. */
export async function readSourceHistory({ plan, store }: PlannedContext): Promise<Map<string, HistoryPoint[]>> {
  const base = plan.baseRelease ?? 0
  const releases = Array.from({ length: Math.min(WINDOW, base) }, (_, back) => base - back).reverse()
  const held = await Promise.all(
    releases.map((release) => store.get(tableKeys.sourceMetrics(plan.pipelineId, release))),
  )
  const points = new Map<string, HistoryPoint[]>()
  for (const one of held) {
    const document = one && sourceHistory.safeParse(JSON.parse(new TextDecoder().decode(one.body))).data
    if (!document) continue
    const { release, nominalTime } = document
    for (const [source, { metrics }] of Object.entries(document.datasets))
      points.set(source, [
        ...(points.get(source) ?? []),
        { version: release, nominalTime, metrics: toldMetrics(metrics) },
      ])
  }
  return points
}
