import { textSql } from '../../engine/column-types.ts'
import type { ColumnDefinition, Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import type { PathLink } from '../../resolve/clusters/spanning-paths.ts'
import type { EvidenceColumn } from '../../resolve/entities/evidence-columns.ts'
import { pairId } from '../../resolve/review/pair-id.ts'
import {
  REVIEW_COLUMNS,
  type ReviewPair,
  type WaterfallStep,
  writeReviewRow,
} from '../../resolve/review/review-pair.ts'
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

export interface ReviewOptions {
  /** The dataset of the entity. */
  readonly subject: string
  /** Columns that a person is shown of both records. */
  readonly shown: readonly EvidenceColumn[]
  readonly reviewBits: number
  readonly matchBits: number
  /** The SQL function that `clusterFunction` made. */
  readonly cluster: string
  /** Positions of records that decisions keep apart. */
  readonly apart: readonly { readonly a: number; readonly b: number }[]
}

/**
 * Fills table `review_row` with the pairs that wait for a person: of each two entities the likeliest pair in doubt. Entities that a
 * decision keeps apart are settled. Needs tables `link_score` and `link_record`.
 */
export async function makeReviewRows(
  engine: Engine,
  names: RecordNames,
  { subject, shown, reviewBits, matchBits, cluster, apart }: ReviewOptions,
  explain: Explain,
): Promise<number> {
  const side = (alias: string) => shown.map(({ name, type }) => textSql(`${alias}.${sqlName(name)}`, type))
  await engine.run('DROP TABLE IF EXISTS wall')
  const walls = await engine.createTable('wall', [
    { name: 'a', type: 'long' },
    { name: 'b', type: 'long' },
  ])
  walls.append([apart.map(({ a }) => a), apart.map(({ b }) => b)])
  await walls.finish()
  const ends = (alias: string): string =>
    ['least', 'greatest']
      .map((side) => `${side}(${cluster}(${alias}.a::INTEGER), ${cluster}(${alias}.b::INTEGER))`)
      .join(', ')
  const writer = await engine.createTable('review_row', REVIEW_COLUMNS)
  let rows = 0
  for await (const { columns, rowCount } of engine.columns(
    `WITH doubtful AS (
       SELECT s.*, row_number() OVER (PARTITION BY ${ends('s')} ORDER BY s.match_weight DESC, s.a, s.b) AS place
       FROM link_score s
       WHERE s.match_weight >= ${reviewBits} AND ${cluster}(s.a) <> ${cluster}(s.b)
         AND (${ends('s')}) NOT IN (SELECT (${ends('w')}) FROM wall w))
     SELECT d.a, d.b, d.match_weight, d.pattern, ${[...side('l'), ...side('r')].join(', ')}
     FROM doubtful d JOIN link_record l ON l.link_position = d.a JOIN link_record r ON r.link_position = d.b
     WHERE d.place = 1 ORDER BY d.a, d.b`,
  )) {
    const valuesFrom = (row: number, first: number): ReviewPair['left'] =>
      Object.fromEntries(shown.map(({ name }, at) => [name, (columns[first + at]?.[row] as string | null) ?? null]))
    const found = Array.from({ length: rowCount }, (_, i) => {
      const [a, b, weight, pattern] = [0, 1, 2, 3].map((at) => columns[at]?.[i]) as [number, number, number, number]
      const [left, right] = [names.recordKeys[a] as string, names.recordKeys[b] as string]
      return writeReviewRow({
        pair_id: pairId(left, right),
        subject,
        left_key: left,
        right_key: right,
        left_record: names.sourceRecordIds[a] as string,
        right_record: names.sourceRecordIds[b] as string,
        left_entity: names.ids[a] as string,
        right_entity: names.ids[b] as string,
        match_weight: weight,
        match_probability: probabilityOf(weight),
        reason: weight >= matchBits ? 'cut' : 'between_thresholds',
        left: valuesFrom(i, 4),
        right: valuesFrom(i, 4 + shown.length),
        waterfall: explain(a, b, pattern),
      })
    })
    rows += found.length
    writer.append(REVIEW_COLUMNS.map(({ name }) => found.map((row) => row[name])))
  }
  await writer.finish()
  return rows
}
