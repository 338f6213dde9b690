import { basename } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { sqlName } from '../engine/sql.ts'
import type { PreparedRecords } from '../resolve/index.ts'
import { consistentLabels, type PlacedLabel } from '../resolve/training/consistent-labels.ts'
import type { Answer } from '../resolve/training/teach-by-answers.ts'
import { count } from './describe-state.ts'
import { UsageError } from './errors.ts'
import { readAnyFile } from './read-any-file.ts'

/** What is known of rows beforehand, and what a person should be told of it. */
export interface KnownAnswers {
  readonly answers: readonly Answer[]
  /** Pairs that hold whatever the model says. */
  readonly mustLink: readonly (readonly [number, number])[]
  readonly cannotLink: readonly (readonly [number, number])[]
  /** Columns of `link_record` of which one entity has one value. */
  readonly contradicting: readonly string[]
  readonly notes: readonly string[]
}

interface LabelRow {
  readonly left_id: string | null
  readonly right_id: string | null
  readonly left_source: string | null
  readonly right_source: string | null
  readonly score: string | null
}

const ENOUGH = 3
/** The entity that a row is known to be of. */
const LABEL = 'link_label'
/** Pairs of a column of labels that teach: more tell nothing new. */
const MOST_PAIRS = 50_000

/**
 * Reads a table of labels as Splink has them: unique_id_l, unique_id_r, clerical_match_score (a match from 0.5 up; blank: nobody knows), and
 * source_dataset_l, source_dataset_r where rows of several sources have one id. Needs `link_record`.
 * @throws UsageError
 */
export async function readLabels(engine: Engine, path: string, records: PreparedRecords): Promise<KnownAnswers> {
  const name = basename(path)
  const rows = await labelRows(engine, path, name)
  const positions = await positionsOf(engine)
  const notes: string[] = []
  const labels: PlacedLabel[] = []
  const gone: string[] = []
  let open = 0
  for (const [at, { left_id: left, right_id: right, left_source, right_source, score }] of rows.entries()) {
    const place = `row ${at + 2}`
    if (left === null || right === null)
      throw new UsageError(`${name}, ${place}: an id is missing. Give both, or take the row out.`)
    if (score === null) {
      open++
      continue
    }
    const value = Number(score)
    if (!(value >= 0 && value <= 1))
      throw new UsageError(
        `${name}, ${place}: clerical_match_score is "${score.slice(0, 40)}"; give a number from 0 (different) to 1 (one).`,
      )
    const [a, b] = [positions(left, left_source, place), positions(right, right_source, place)]
    if (a === undefined || b === undefined) gone.push(a === undefined ? left : right)
    else if (a !== b) labels.push({ a, b, isMatch: value >= 0.5, place })
  }
  if (labels.length === 0)
    throw new UsageError(
      gone.length > 0
        ? `No label of ${name} is about rows of the data: ${gone.slice(0, ENOUGH).join(', ')} are not there. Rows are called as clusters.parquet has them, after unique_id_column_name of the settings or --id.`
        : `${name} holds no label. Fill in clerical_match_score: 1 where two rows are one, 0 where they are not.`,
    )
  const { answers, contradictions } = consistentLabels(records.rows, labels, (at) => positions.nameOf(at))
  if (open > 0) notes.push(`${name}: ${count(open, 'label')} without a score: nothing is known of the pair.`)
  if (gone.length > 0)
    notes.push(
      `${name}: ${count(gone.length, 'label')} about rows that are not there (${gone.slice(0, ENOUGH).join(', ')}) were left out.`,
    )
  notes.push(...contradictions.slice(0, 10).map((sentence) => `${name}: ${sentence}`))
  if (contradictions.length > 10) notes.push(`${name}: ${contradictions.length - 10} more labels contradict others.`)
  return { answers, ...held(answers), contradicting: [], notes }
}

/**
 * Answers of a column that says of some rows which entity they are: two known rows of one value are one, of two values are not. Blank is
 * unknown. Needs `link_record` and `link_pair`: only compared pairs teach.
 * @throws UsageError
 */
export async function answersOfColumn(engine: Engine, column: string, heldIn = column): Promise<KnownAnswers> {
  const described = await engine.rows<{ column_name: string }>('DESCRIBE link_record')
  const names = described.map((one) => one.column_name).filter((name) => !name.startsWith('link_'))
  const found = names.find((name) => name.toLowerCase() === heldIn.toLowerCase())
  if (found === undefined)
    throw new UsageError(`The rows have no column "${column}" (--label-column). They have: ${names.join(', ')}.`)
  await engine.run(`ALTER TABLE link_record ADD COLUMN ${LABEL} VARCHAR`)
  await engine.run(`UPDATE link_record SET ${LABEL} = nullif(trim(CAST(${sqlName(found)} AS VARCHAR)), '')`)
  const known = await engine.rows<{ position: number; entity: string | null }>(
    `SELECT link_position AS position, ${LABEL} AS entity FROM link_record ORDER BY link_position`,
  )
  const told = heldIn === column ? found : column
  const named = known.filter(({ entity }) => entity !== null)
  if (named.length === 0)
    throw new UsageError(
      `Column "${told}" is blank in every row, so nothing can be learnt from it. Fill it in, or leave --label-column out.`,
    )
  const pairs = await engine.rows<{ a: number; b: number; is_match: boolean }>(
    `SELECT p.a, p.b, l.${LABEL} = r.${LABEL} AS is_match FROM link_pair p
     JOIN link_record l ON l.link_position = p.a JOIN link_record r ON r.link_position = p.b
     WHERE l.${LABEL} IS NOT NULL AND r.${LABEL} IS NOT NULL ORDER BY hash(p.a, p.b), p.a, p.b LIMIT ${MOST_PAIRS}`,
  )
  const chains = [...Map.groupBy(named, ({ entity }) => entity).values()].flatMap(([first, ...rest]) =>
    rest.map(({ position }) => [first?.position ?? position, position] as const),
  )
  const blank = known.length - named.length
  const notes = [
    ...(blank > 0 ? [`Column "${told}" is blank in ${count(blank, 'row')}: nothing is known of them beforehand.`] : []),
    ...(chains.length === 0 ? [`No two rows have one value in column "${told}", so it tells of no match.`] : []),
  ]
  const answers = pairs.map(({ a, b, is_match: isMatch }) => ({ a, b, isMatch }))
  return { answers, mustLink: chains, cannotLink: [], contradicting: [LABEL], notes }
}

const held = (answers: readonly Answer[]) => ({
  mustLink: answers.flatMap(({ a, b, isMatch }) => (isMatch ? [[a, b] as const] : [])),
  cannotLink: answers.flatMap(({ a, b, isMatch }) => (isMatch ? [] : [[a, b] as const])),
})

async function labelRows(engine: Engine, path: string, name: string): Promise<LabelRow[]> {
  await readAnyFile(engine, path, 'label')
  const columns = (await engine.rows<{ column_name: string }>('DESCRIBE label')).map((one) => one.column_name)
  const find = (wanted: string) => columns.find((column) => column.toLowerCase() === wanted)
  const missing = ['unique_id_l', 'unique_id_r', 'clerical_match_score'].filter((wanted) => find(wanted) === undefined)
  if (missing.length > 0)
    throw new UsageError(
      `${name} has no ${missing.join(' and no ')}, as a table of labels has. It has: ${columns.join(', ')}.`,
    )
  const text = (wanted: string, alias: string) => {
    const column = find(wanted)
    return column === undefined
      ? `NULL::VARCHAR AS ${alias}`
      : `nullif(trim(CAST(${sqlName(column)} AS VARCHAR)), '') AS ${alias}`
  }
  const rows = await engine.rows<LabelRow>(
    `SELECT ${text('unique_id_l', 'left_id')}, ${text('unique_id_r', 'right_id')}, ${text('source_dataset_l', 'left_source')},
       ${text('source_dataset_r', 'right_source')}, ${text('clerical_match_score', 'score')} FROM label`,
  )
  await engine.run('DROP TABLE label')
  if (rows.length === 0)
    throw new UsageError(`${name} is empty: it has no row of a label. Name another file, or leave --labels out.`)
  return rows
}

/** Positions by a row's id, and by its source where several have it. */
async function positionsOf(engine: Engine) {
  const rows = await engine.rows<{ id: string; source: string | null }>(
    'SELECT link_row_id AS id, link_source AS source FROM link_record ORDER BY link_position',
  )
  const byId = Map.groupBy(rows.entries(), ([, { id }]) => id)
  const find = (id: string, source: string | null, place: string): number | undefined => {
    const all = byId.get(id) ?? []
    const meant =
      source === null || all.every(([, row]) => row.source === null)
        ? all
        : all.filter(([, row]) => row.source === source)
    if (meant.length > 1)
      throw new UsageError(
        `${place}: ${meant.length} sources have a row ${id}. Say which in source_dataset_l and source_dataset_r: ${meant.map(([, row]) => row.source).join(', ')}.`,
      )
    return meant[0]?.[0]
  }
  return Object.assign(find, { nameOf: (at: number): string => rows[at]?.id ?? '' })
}
