import { nearest } from '../../contracts/nearest.ts'
import type { Engine } from '../../engine/engine.ts'
import { sqlName, sqlText } from '../../engine/sql.ts'
import { compilePattern } from '../comparing/compile-pattern.ts'
import { type PatternCode, patternCode } from '../comparing/pattern-code.ts'
import { LinkageRecordsConfigurationError } from '../errors.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import { refuseUnsafeSql } from '../settings/refuse-unsafe-sql.ts'
import { loadColumns } from './load-columns.ts'
import { RecordColumns } from './record-columns.ts'

/** Records made ready: table `link_record` in the engine, and what comparisons look at in memory. */
export interface PreparedRecords {
  readonly rows: number
  /** How many pairs there are in all, blocked or not. */
  readonly possiblePairs: number
  readonly columns: RecordColumns
  readonly code: PatternCode
  /** SQL function of two positions: the pattern of the comparisons that are evaluated in memory. */
  readonly patternFunction: string
  readonly hasSource: boolean
  readonly onlyAcrossSources: boolean
}

export interface PrepareOptions {
  /** A BOOLEAN column that is true for rows not linked before. */
  readonly newRowsColumn?: string
}

let functions = 0
/** A name for a function of this process that no other has. */
export const functionName = (what: string): string => `link_${what}_${++functions}`

export const RECORDS = 'link_record'

/**
 * Checks the records against the settings and makes them ready: derived columns, positions in the order of the unique id,
 * blocking keys, operands of the comparisons.
 * @param table a table or view of the engine; any columns
 * @throws LinkageSettingsConfigurationError for SQL that is more than expressions, before any of it runs
 * @throws LinkageRecordsConfigurationError
 */
export async function prepareRecords(
  engine: Engine,
  settings: LinkageSettings,
  table: string,
  options: PrepareOptions = {},
): Promise<PreparedRecords> {
  await refuseUnsafeSql(engine, settings)
  const { names, source } = await withDerivedColumns(engine, settings, table)
  const hasSource = settings.linkType !== 'dedupe_only' || settings.options.duplicate_free_sources.length > 0
  checkColumns(settings, names, hasSource, options)
  const id = sqlName(settings.idColumn)
  const sourceName = hasSource ? `CAST(${sqlName(settings.sourceColumn)} AS VARCHAR)` : 'NULL::VARCHAR'
  const isNew = options.newRowsColumn === undefined ? 'true' : `coalesce(${sqlName(options.newRowsColumn)}, false)`
  await checkIds(engine, settings, source, hasSource)
  await engine.run(`
    CREATE OR REPLACE TABLE ${RECORDS} AS
    SELECT (row_number() OVER ordered - 1)::INTEGER AS link_position, CAST(${id} AS VARCHAR) AS link_row_id,
      ${sourceName} AS link_source, ${isNew} AS link_is_new, *
    FROM ${source}
    WINDOW ordered AS (ORDER BY TRY_CAST(${id} AS BIGINT) NULLS LAST, CAST(${id} AS VARCHAR)${hasSource ? `, ${sourceName}` : ''})`)
  const [counted] = await engine.rows<{ n: number }>(`SELECT count(*) AS n FROM ${RECORDS}`)
  const rows = counted?.n ?? 0
  const conditions = settings.comparisons.flatMap(
    (comparison) => comparison.conditions?.filter((condition) => condition !== undefined) ?? [],
  )
  const columns = new RecordColumns(
    rows,
    conditions,
    settings.comparisons.flatMap(({ levels }) =>
      levels.flatMap(({ termFrequency }) => (termFrequency ? [sqlName(termFrequency.column)] : [])),
    ),
  )
  await loadColumns(engine, RECORDS, columns)
  const code = patternCode(settings.comparisons)
  const patternFunction = functionName('pattern')
  const pattern = compilePattern(settings.comparisons, code, columns)
  engine.registerFunction(patternFunction, ['integer', 'integer'], (args, out, count) =>
    pattern(args[0] as Int32Array, args[1] as Int32Array, out, count),
  )
  return {
    rows,
    possiblePairs: await possiblePairs(engine, settings, rows),
    columns,
    code,
    patternFunction,
    hasSource,
    onlyAcrossSources: settings.linkType === 'link_only',
  }
}

async function withDerivedColumns(
  engine: Engine,
  settings: LinkageSettings,
  table: string,
): Promise<{ names: string[]; source: string }> {
  const described = await engine.rows<{ column_name: string }>(`DESCRIBE SELECT * FROM ${sqlName(table)}`)
  const names = described.map(({ column_name }) => column_name)
  const reserved = names.filter((name) => /^link_/i.test(name))
  if (reserved.length > 0)
    throw new LinkageRecordsConfigurationError(
      `Column "${reserved[0]}" begins with link_, which is kept for linkage itself. Rename it.`,
    )
  let source = sqlName(table)
  for (const [name, sql] of Object.entries(settings.options.derived_columns)) {
    const replaced = names.some((known) => known.toLowerCase() === name.toLowerCase())
    source = replaced
      ? `(SELECT * REPLACE ((${sql}) AS ${sqlName(name)}) FROM ${source})`
      : `(SELECT *, (${sql}) AS ${sqlName(name)} FROM ${source})`
    if (!replaced) names.push(name)
    try {
      await engine.run(`DESCRIBE SELECT * FROM ${source}`)
    } catch (error) {
      throw new LinkageRecordsConfigurationError(
        `Derived column "${name}" cannot be computed: ${reason(error)} The records have: ${names.join(', ')}.`,
        { cause: error },
      )
    }
  }
  return { names, source }
}

const reason = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error))
    .replace(/^The data engine refused a query: /, '')
    .split(' In: ')[0] ?? ''

function checkColumns(
  settings: LinkageSettings,
  names: readonly string[],
  hasSource: boolean,
  options: PrepareOptions,
): void {
  const known = new Set(names.map((name) => name.toLowerCase()))
  const need = (column: string, where: string): void => {
    if (known.has(column.toLowerCase())) return
    const close = nearest(column, names)
    throw new LinkageRecordsConfigurationError(
      `${where} names the column "${column}", which the records do not have.${close ? ` Did you mean "${close}"?` : ''} They have: ${names.join(', ')}.`,
    )
  }
  need(settings.idColumn, 'unique_id_column_name')
  if (hasSource) need(settings.sourceColumn, 'source_dataset_column_name')
  if (options.newRowsColumn !== undefined) need(options.newRowsColumn, 'newRowsColumn')
  for (const { name, columns, levels } of settings.comparisons) {
    for (const column of columns) need(column, `Comparison "${name}"`)
    for (const { termFrequency } of levels)
      if (termFrequency) need(termFrequency.column, `tf_adjustment_column of comparison "${name}"`)
  }
  for (const { sql, columns, explode } of settings.rules)
    for (const column of [...columns, ...explode]) need(column, `Blocking rule "${sql}"`)
  for (const column of settings.options.contradicting_columns) need(column, 'contradicting_columns')
}

async function checkIds(engine: Engine, settings: LinkageSettings, source: string, hasSource: boolean): Promise<void> {
  const id = sqlName(settings.idColumn)
  const [nulls] = await engine.rows<{ n: number }>(`SELECT count(*) AS n FROM ${source} WHERE ${id} IS NULL`)
  if ((nulls?.n ?? 0) > 0)
    throw new LinkageRecordsConfigurationError(
      `${nulls?.n} rows have no "${settings.idColumn}". Give each row an id, or name another unique_id_column_name.`,
    )
  const by = [`CAST(${id} AS VARCHAR)`, ...(hasSource ? [`CAST(${sqlName(settings.sourceColumn)} AS VARCHAR)`] : [])]
  const repeated = await engine.rows<{ id: string; n: number; ids: number }>(
    `SELECT ${by[0]} AS id, count(*) AS n, count(*) OVER () AS ids FROM ${source} GROUP BY ${by.join(', ')} HAVING count(*) > 1 ORDER BY n DESC, id LIMIT 3`,
  )
  const [first] = repeated
  if (first)
    throw new LinkageRecordsConfigurationError(
      `${first.ids} values of "${settings.idColumn}" stand in more than one row (${repeated.map(({ id: value, n }) => `${sqlText(value)} in ${n} rows`).join(', ')}). Give each row its own id.`,
    )
}

async function possiblePairs(engine: Engine, settings: LinkageSettings, rows: number): Promise<number> {
  const all = (rows * (rows - 1)) / 2
  if (settings.linkType !== 'link_only') return all
  const sources = await engine.rows<{ n: number }>(`SELECT count(*) AS n FROM ${RECORDS} GROUP BY link_source`)
  return all - sources.reduce((sum, { n }) => sum + (n * (n - 1)) / 2, 0)
}
