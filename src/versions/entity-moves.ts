import type { Engine } from '../engine/engine.ts'
import { sqlName } from '../engine/sql.ts'

/** Entities that became one, or one that became several. */
export interface EntityMove {
  readonly change: 'merged' | 'split'
  /** The entity that is left of several, or that became several. */
  readonly entity: string
  /** Those that became it, or that it became; it is among them where it lived, or lives, on. */
  readonly entities: readonly string[]
}

/** Two states of an entity's dataset, and of the links that say which record is of which entity. */
export interface LinkedStates {
  /** The column that holds the entity's id. */
  readonly idColumn: string
  /** SQL of the rows of both states, and of their `entity_links`. */
  readonly before: string
  readonly after: string
  readonly linksBefore: string
  readonly linksAfter: string
}

/** Records that are merged into an entity are of it; what only describes a part of it may go elsewhere without it. */
const OWN = `row_class IN ('published', 'merged')`

/**
 * SQL of `change`, `entity` and `entities` (a list). Told by the records that both states have: over however many versions lie between,
 * whichever of the two is the earlier.
 */
export function entityMovesSql({ idColumn, before, after, linksBefore, linksAfter }: LinkedStates): string {
  const id = sqlName(idColumn)
  return `WITH before_ids AS (SELECT DISTINCT ${id} AS id FROM (${before})),
    after_ids AS (SELECT DISTINCT ${id} AS id FROM (${after})),
    was AS (SELECT DISTINCT record_key, entity_id AS was FROM (${linksBefore})
            WHERE ${OWN} AND entity_id IN (SELECT id FROM before_ids)),
    now AS (SELECT DISTINCT record_key, entity_id AS now FROM (${linksAfter})
            WHERE ${OWN} AND entity_id IN (SELECT id FROM after_ids)),
    pairs AS (SELECT DISTINCT was, now FROM was JOIN now USING (record_key)),
    ended AS (SELECT id FROM before_ids EXCEPT SELECT id FROM after_ids),
    born AS (SELECT id FROM after_ids EXCEPT SELECT id FROM before_ids),
    merged AS (SELECT was, now FROM pairs WHERE was IN (SELECT id FROM ended)
               UNION SELECT id, id FROM before_ids WHERE id IN (SELECT id FROM after_ids)),
    split AS (SELECT was, now FROM pairs WHERE now IN (SELECT id FROM born)
              UNION SELECT id, id FROM before_ids WHERE id IN (SELECT id FROM after_ids))
    SELECT 'merged' AS change, now AS entity, list(was ORDER BY was) AS entities FROM merged
      GROUP BY now HAVING count(*) > 1
    UNION ALL
    SELECT 'split', was, list(now ORDER BY now) FROM split GROUP BY was HAVING count(*) > 1`
}

/** How many entities were merged and split, and the first of each. */
export async function entityMoves(
  engine: Engine,
  states: LinkedStates,
  most: number,
): Promise<{ readonly merged: number; readonly split: number; readonly moves: readonly EntityMove[] }> {
  const moves = `(${entityMovesSql(states)})`
  const [counted] = await engine.rows<{ merged: number; split: number }>(
    `SELECT count_if(change = 'merged') AS merged, count_if(change = 'split') AS split FROM ${moves}`,
  )
  const [merged, split] = [counted?.merged ?? 0, counted?.split ?? 0]
  if (merged + split === 0) return { merged, split, moves: [] }
  const first = await engine.rows<EntityMove>(`SELECT * FROM ${moves} ORDER BY change, entity LIMIT ${most}`)
  return { merged, split, moves: first }
}
