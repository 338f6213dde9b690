import { type HistoryPoint, versionMetrics } from '../quality/index.ts'
import { tableKeys } from '../versions/index.ts'
import type { PlannedContext } from './stage.ts'

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
      const held = await context.store.get(tableKeys.metrics(dataset, version))
      if (held === undefined) return undefined
      return versionMetrics.safeParse(JSON.parse(new TextDecoder().decode(held.body))).data
    }),
  )
  return points.filter((point) => point !== undefined).reverse()
}
