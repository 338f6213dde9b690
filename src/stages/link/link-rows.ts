import type { ColumnDefinition, Engine } from '../../engine/engine.ts'
import type { PathLink } from '../../resolve/clusters/spanning-paths.ts'
import type { WaterfallStep } from '../../resolve/review/review-pair.ts'
import { probabilityOf } from '../../resolve/scoring/pair-weights.ts'

const text = (name: string): ColumnDefinition => ({ name, type: 'string' })

/** `link_row`: the pairs and decisions behind every entity of more than one record. `runs/<run>/links.parquet` has no keys. */
const LINK_COLUMNS: readonly ColumnDefinition[] = [
  text('entity_id'),
  text('left_key'),
  text('right_key'),
  text('left_record'),
  text('right_record'),
  /** Null for a decision. */
  { name: 'match_weight', type: 'double' },
  { name: 'match_probability', type: 'double' },
  /** Whether the entity would fall apart without it. */
  { name: 'is_path', type: 'boolean' },
  text('decision'),
  text('waterfall'),
]

/** What is known of records by position. */
export interface RecordNames {
  readonly recordKeys: readonly string[]
  readonly sourceRecordIds: readonly string[]
  readonly ids: readonly string[]
}

export type Explain = (a: number, b: number, pattern: number) => WaterfallStep[]

/**
 * Fills table `link_row` with the pairs inside clusters and the decisions that hold them. Needs table `link_score`.
 * @param cluster the SQL function that `clusterFunction` made
 */
export async function makeLinkRows(
  engine: Engine,
  names: RecordNames,
  paths: readonly PathLink[],
  leastBits: number,
  cluster: string,
  explain: Explain,
): Promise<number> {
  const writer = await engine.createTable('link_row', LINK_COLUMNS)
  const onPath = new Set(paths.flatMap(({ a, b, decision }) => (decision === null ? [`${a} ${b}`] : [])))
  let rows = 0
  const append = (found: readonly Record<string, unknown>[]) => {
    rows += found.length
    if (found.length > 0) writer.append(LINK_COLUMNS.map(({ name }) => found.map((row) => row[name])))
  }
  const named = (a: number, b: number) => ({
    entity_id: names.ids[a],
    left_key: names.recordKeys[a],
    right_key: names.recordKeys[b],
    left_record: names.sourceRecordIds[a],
    right_record: names.sourceRecordIds[b],
  })
  append(
    paths
      .filter(({ decision }) => decision !== null)
      .map(({ a, b, decision }) => ({ ...named(a, b), is_path: true, decision, waterfall: '[]' })),
  )
  for await (const { columns, rowCount } of engine.columns(
    `SELECT a, b, match_weight, pattern FROM link_score
     WHERE match_weight >= ${leastBits} AND ${cluster}(a) = ${cluster}(b) ORDER BY a, b`,
  )) {
    const [as, bs, weights, patterns] = columns as [number[], number[], number[], number[]]
    append(
      Array.from({ length: rowCount }, (_, i) => {
        const [a, b, weight] = [as[i] as number, bs[i] as number, weights[i] as number]
        return {
          ...named(a, b),
          match_weight: weight,
          match_probability: probabilityOf(weight),
          is_path: onPath.has(`${a} ${b}`),
          decision: null,
          waterfall: JSON.stringify(explain(a, b, patterns[i] as number)),
        }
      }),
    )
  }
  await writer.finish()
  return rows
}
