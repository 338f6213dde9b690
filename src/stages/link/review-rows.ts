import { textSql } from '../../engine/column-types.ts'
import type { Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import type { EvidenceColumn } from '../../resolve/entities/evidence-columns.ts'
import { pairId } from '../../resolve/review/pair-id.ts'
import { REVIEW_COLUMNS, type ReviewPair, writeReviewRow } from '../../resolve/review/review-pair.ts'
import { probabilityOf } from '../../resolve/scoring/pair-weights.ts'
import type { Explain, RecordNames } from './link-rows.ts'

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
  options: ReviewOptions,
  explain: Explain,
): Promise<number> {
  const { reviewBits, matchBits, cluster, apart } = options
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
  const doubtful = `SELECT a, b, match_weight, pattern FROM (
      SELECT s.*, row_number() OVER (PARTITION BY ${ends('s')} ORDER BY s.match_weight DESC, s.a, s.b) AS place
      FROM link_score s
      WHERE s.match_weight >= ${reviewBits} AND ${cluster}(s.a) <> ${cluster}(s.b)
        AND (${ends('s')}) NOT IN (SELECT (${ends('w')}) FROM wall w)) WHERE place = 1`
  const reasonOf = (weight: number) => (weight >= matchBits ? 'cut' : 'between_thresholds')
  return makePairRows(engine, 'review_row', doubtful, names, options, reasonOf, explain)
}

/** Pairs of one pattern that may be asked about, and pairs in all. */
const OF_A_PATTERN = 4
const QUESTIONS = 300

/**
 * Fills table `question_row` with pairs whose answers teach the model most, wherever they fell: the nearest to even odds, few of one
 * pattern. Linked pairs are among them, which no queue of doubts would ever ask about. Needs tables `link_score` and `link_record`.
 */
export async function makeQuestionRows(
  engine: Engine,
  names: RecordNames,
  options: Pick<ReviewOptions, 'subject' | 'shown'>,
  explain: Explain,
): Promise<number> {
  const nearest = `SELECT a, b, match_weight, pattern FROM (
      SELECT s.*, row_number() OVER (PARTITION BY pattern ORDER BY abs(match_weight), hash(a, b), a, b) AS place FROM link_score s)
    WHERE place <= ${OF_A_PATTERN} ORDER BY abs(match_weight), a, b LIMIT ${QUESTIONS}`
  return makePairRows(engine, 'question_row', nearest, names, options, () => 'even_odds', explain)
}

/** Fills a table of `REVIEW_COLUMNS` with both records and the waterfall of chosen pairs. @param chosen SQL of a, b, match_weight, pattern */
async function makePairRows(
  engine: Engine,
  table: string,
  chosen: string,
  names: RecordNames,
  { subject, shown }: Pick<ReviewOptions, 'subject' | 'shown'>,
  reasonOf: (weight: number) => ReviewPair['reason'],
  explain: Explain,
): Promise<number> {
  const side = (alias: string) => shown.map(({ name, type }) => textSql(`${alias}.${sqlName(name)}`, type))
  const writer = await engine.createTable(table, REVIEW_COLUMNS)
  let rows = 0
  for await (const { columns, rowCount } of engine.columns(
    `SELECT d.a, d.b, d.match_weight, d.pattern, ${[...side('l'), ...side('r')].join(', ')}
     FROM (${chosen}) d JOIN link_record l ON l.link_position = d.a JOIN link_record r ON r.link_position = d.b
     ORDER BY d.a, d.b`,
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
        reason: reasonOf(weight),
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
