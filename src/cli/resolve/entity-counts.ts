import type { Engine } from '../../engine/engine.ts'
import { MANY_ROWS } from '../../resolve/clusters/threshold-choices.ts'
import type { LastingIds } from '../../resolve/lasting-ids.ts'
import type { ChangeKind } from '../../resolve/stable-ids.ts'

const SHOWN = 20

/** Entities of more rows than a person would expect, the largest first. Needs `entity_of`. */
export const manyRows = (engine: Engine): Promise<{ entity_id: string; rows: number }[]> =>
  engine.rows(
    `SELECT entity_id, count(*) AS rows FROM entity_of GROUP BY entity_id HAVING count(*) > ${MANY_ROWS}
     ORDER BY rows DESC, entity_id LIMIT ${SHOWN}`,
  )

/** How many entities changed in each way since the earlier result; one that took from several counts once. */
export function changeCounts(changes: LastingIds['changes']): Partial<Record<ChangeKind, number>> {
  const changed = Map.groupBy(changes, ({ change }) => change)
  return Object.fromEntries(
    [...changed].map(([change, all]) => [change, new Set(all.map(({ entityId }) => entityId)).size]),
  )
}
