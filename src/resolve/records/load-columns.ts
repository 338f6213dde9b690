import type { Engine } from '../../engine/engine.ts'
import type { ListColumn, RecordColumns, TextColumn } from './record-columns.ts'
import type { TextDomain } from './text-domain.ts'

/** Distinct texts of one domain and their numbers, while it is loaded. */
const DICTIONARY = 'link_text'

/**
 * Fills the columns from the table of records (`link_position` says a row's place). The engine numbers the texts, so that each comes
 * into this process once, as bytes, however many rows have it.
 */
export async function loadColumns(engine: Engine, table: string, columns: RecordColumns): Promise<void> {
  const domains = new Map<TextDomain, { texts: TextColumn[]; lists: ListColumn[] }>()
  const of = (domain: TextDomain) => {
    const known = domains.get(domain) ?? { texts: [], lists: [] }
    domains.set(domain, known)
    return known
  }
  for (const column of columns.texts.values()) of(column.domain).texts.push(column)
  for (const column of columns.lists.values()) of(column.domain).lists.push(column)
  for (const [domain, { texts, lists }] of domains) {
    await makeDictionary(engine, table, texts, lists)
    for await (const { columns: read } of engine.columns(`SELECT code, encode(text) FROM ${DICTIONARY}`)) {
      const [codes, encoded] = read as [number[], { bytes: Uint8Array }[]]
      for (const [at, { bytes }] of encoded.entries()) domain.add(codes[at] as number, bytes)
    }
    domain.seal()
    for (const column of texts) await loadTexts(engine, table, column)
    for (const column of lists) await loadLists(engine, table, column)
  }
  if (domains.size > 0) await engine.run(`DROP TABLE ${DICTIONARY}`)
  await loadNumbers(engine, table, columns)
}

const textOf = (sql: string): string => `CAST((${sql}) AS VARCHAR)`
const listOf = (sql: string): string => `TRY_CAST((${sql}) AS VARCHAR[])`

async function makeDictionary(
  engine: Engine,
  table: string,
  texts: readonly TextColumn[],
  lists: readonly ListColumn[],
): Promise<void> {
  const values = [
    ...texts.map(({ sql }) => `SELECT ${textOf(sql)} AS text FROM ${table}`),
    ...lists.map(({ sql }) => `SELECT unnest(${listOf(sql)}) AS text FROM ${table}`),
  ]
  await engine.run(
    `CREATE OR REPLACE TABLE ${DICTIONARY} AS SELECT text, (row_number() OVER () - 1)::INTEGER AS code
     FROM (SELECT DISTINCT text FROM (${values.join(' UNION ALL ')}) WHERE text IS NOT NULL)`,
  )
}

async function loadTexts(engine: Engine, table: string, column: TextColumn): Promise<void> {
  const counts = new Int32Array(column.domain.size)
  for await (const { columns, rowCount } of engine.numbers(
    `SELECT r.position, d.code FROM (SELECT link_position AS position, ${textOf(column.sql)} AS text FROM ${table}) r JOIN ${DICTIONARY} d USING (text)`,
  )) {
    const [positions, codes] = columns as [Int32Array, Int32Array]
    for (let i = 0; i < rowCount; i++) {
      const code = codes[i] as number
      column.codes[positions[i] as number] = code
      counts[code] = (counts[code] as number) + 1
    }
    column.present += rowCount
  }
  column.counts = counts
}

async function loadLists(engine: Engine, table: string, column: ListColumn): Promise<void> {
  const { starts, isNull } = column
  let at = 0
  for await (const { columns, rowCount } of engine.numbers(
    `SELECT r.position, d.code
     FROM (SELECT link_position AS position, unnest(list_distinct(${listOf(column.sql)})) AS text FROM ${table}) r JOIN ${DICTIONARY} d USING (text)
     ORDER BY r.position, d.code`,
  )) {
    const [positions, codes] = columns as [Int32Array, Int32Array]
    if (at + rowCount > column.codes.length) {
      const larger = new Int32Array((at + rowCount) * 2)
      larger.set(column.codes)
      column.codes = larger
    }
    column.codes.set(codes, at)
    at += rowCount
    for (let i = 0; i < rowCount; i++) {
      const row = (positions[i] as number) + 1
      starts[row] = (starts[row] as number) + 1
    }
  }
  for (let row = 1; row < starts.length; row++) starts[row] = (starts[row] as number) + (starts[row - 1] as number)
  for await (const { columns, rowCount } of engine.numbers(
    `SELECT link_position FROM ${table} WHERE ${listOf(column.sql)} IS NULL`,
  ))
    for (let i = 0; i < rowCount; i++) isNull[columns[0]?.[i] as number] = 1
}

/** Numbers and flags, in one pass. */
async function loadNumbers(engine: Engine, table: string, columns: RecordColumns): Promise<void> {
  const numbers = [...columns.numbers.values()]
  const flags = [...columns.flags.values()]
  if (numbers.length + flags.length === 0) return
  // NULL is a number that none of them can be.
  const select = [
    ...numbers.map(({ sql }) => `coalesce(TRY_CAST((${sql}) AS DOUBLE), 'nan'::DOUBLE)`),
    ...flags.map(({ sql }) => `coalesce(CAST((${sql}) AS BOOLEAN)::INTEGER, -1)`),
  ]
  for await (const { columns: values, rowCount } of engine.numbers(
    `SELECT link_position, ${select.join(', ')} FROM ${table}`,
  )) {
    const positions = values[0] as Int32Array
    for (const [index, { values: into }] of [...numbers, ...flags].entries()) {
      const from = values[index + 1] as Int32Array | Float64Array
      for (let i = 0; i < rowCount; i++) into[positions[i] as number] = from[i] as number
    }
  }
}
