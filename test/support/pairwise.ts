import { sqlText } from '../../src/engine/sql.ts'
import { dataOf, query } from './run-store.ts'

export interface PairwiseQuality {
  /** Pairs of organisation rows that are one entity in truth. */
  readonly truePairs: number
  readonly foundPairs: number
  readonly precision: number
  readonly recall: number
}

/** How the organisation rows of the only version agree with the truth file: pairs of rows, found and true. */
export async function pairwiseQuality(store: string, truth: string, scratch: string): Promise<PairwiseQuality> {
  const [found] = await query<{ truePairs: number; foundPairs: number; right: number }>(
    scratch,
    `WITH row AS (
       SELECT l.entity_id, t.entity FROM ${dataOf(store, 'entity_links')} l
       JOIN read_csv(${sqlText(truth)}, all_varchar = true, header = true) t
         ON t.file = l.file AND t.sheet = l.sheet AND t.row_number = l.row_number::VARCHAR
       WHERE l.entity = 'organization' AND l.row_class IN ('published', 'merged') AND l.linked_by NOT IN ('duplicate_row', 'same_key') AND t.entity IS NOT NULL),
     pairs AS (SELECT count(*) * (count(*) - 1) / 2 AS n FROM row GROUP BY entity),
     made AS (SELECT count(*) * (count(*) - 1) / 2 AS n FROM row GROUP BY entity_id),
     agreed AS (SELECT count(*) * (count(*) - 1) / 2 AS n FROM row GROUP BY entity_id, entity)
     SELECT (SELECT sum(n) FROM pairs)::DOUBLE AS "truePairs", (SELECT sum(n) FROM made)::DOUBLE AS "foundPairs",
       (SELECT sum(n) FROM agreed)::DOUBLE AS "right"`,
  )
  const { truePairs, foundPairs, right } = found ?? { truePairs: 0, foundPairs: 0, right: 0 }
  return { truePairs, foundPairs, precision: right / foundPairs, recall: right / truePairs }
}
