import { mask, type PiiClass } from '../contracts/index.ts'
import { type ColumnDefinition, type Engine, sqlName, sqlText } from '../engine/engine.ts'
import { checkSuite } from './check-suite.ts'
import type { ColumnTypes, Expectation, Measure, Severity } from './expectation.ts'
import { tableRowCountToBeBetween } from './expectations/table-row-count-to-be-between.ts'
import type { Suite } from './parse-suite.ts'
import { percent, rowsOf } from './phrases.ts'

/** What came of one expectation. Plain JSON: it goes into verdicts and documentation as it is. */
export interface ExpectationResult {
  readonly dataset: string
  readonly id: string
  readonly type: string
  readonly columns: readonly string[]
  readonly severity: Severity
  readonly passed: boolean
  /** What is expected, as a sentence. */
  readonly expected: string
  /** What was found, as a sentence. */
  readonly found: string
  readonly mostly: number
  /** Rows the expectation applies to; for the whole table, its rows. */
  readonly checked: number
  readonly failed: number
  /** The value of a table expectation, else null. */
  readonly observed: string | number | null
  /** Up to five failing values, masked by PII class, shortened. */
  readonly examples: readonly string[]
}

export interface EvaluateOptions {
  readonly engine: Engine
  readonly suite: Suite
  readonly parquetPath: string
  /** The dataset's columns. */
  readonly columns: readonly ColumnDefinition[]
  /** PII class by column; a column that is not named is treated as sensitive. */
  readonly pii: Readonly<Record<string, PiiClass>>
  /** What counts as now (ISO 8601 or Date). */
  readonly nominalTime: string | Date
  /** Replaces the floor of the suite's blocking row count, or adds one. */
  readonly minRows?: number
}

const MAX_EXAMPLES = 5
const MAX_EXAMPLE_LENGTH = 80

/**
 * Asks every expectation of a Parquet file in one scan; only keys that prove not to be unique are looked at again.
 * A failing expectation is a value. @throws SuiteError when the suite does not fit the columns, EngineError when the file cannot be read.
 */
export async function evaluateSuite(options: EvaluateOptions): Promise<ExpectationResult[]> {
  const { engine, columns, parquetPath, minRows } = options
  const suite = minRows === undefined ? options.suite : withRowFloor(options.suite, minRows)
  const types: ColumnTypes = new Map(columns.map(({ name, type }) => [name, type]))
  await checkSuite(engine, suite, types)
  const nominalTime = new Date(options.nominalTime)
  const table = `read_parquet(${sqlText(parquetPath)})`
  const measures = suite.expectations.map((expectation) => expectation.measure(types, nominalTime))
  const selected = ['count(*) AS total', ...measures.flatMap((measure, at) => aggregates(measure, `m${at}`))]
  const [scan = {}] = await engine.rows(`SELECT ${selected.join(', ')} FROM ${table}`)
  const results: ExpectationResult[] = []
  for (const [at, expectation] of suite.expectations.entries()) {
    const outcome = await outcomeOf(engine, table, expectation, measures[at] as Measure, scan, `m${at}`, options.pii)
    const { id, type, severity, mostly, sentence: expected } = expectation
    results.push({
      dataset: suite.dataset,
      id,
      type,
      columns: expectation.columns,
      severity,
      mostly,
      expected,
      ...outcome,
    })
  }
  return results
}

/** The suite with another blocking floor under its row count. */
function withRowFloor(suite: Suite, minRows: number): Suite {
  const floor = (parameters: Readonly<Record<string, unknown>>): Expectation =>
    tableRowCountToBeBetween.read({ ...parameters, min_value: minRows })
  const hasFloor = ({ type, severity, parameters }: Expectation): boolean =>
    type === tableRowCountToBeBetween.type && severity === 'error' && parameters.min_value !== undefined
  const expectations = suite.expectations.map((expectation) =>
    hasFloor(expectation) ? floor(expectation.parameters) : expectation,
  )
  const added = suite.expectations.some(hasFloor)
    ? []
    : [floor({ type: tableRowCountToBeBetween.type, id: 'gate.min_rows' })]
  return { ...suite, expectations: [...expectations, ...added] }
}

function aggregates(measure: Measure, name: string): string[] {
  switch (measure.kind) {
    case 'table':
      return [`${measure.value} AS ${name}_value`]
    case 'unique':
      // Distinct hashes prove distinct keys; equal ones are looked at again, so a collision of hashes cannot fail a suite.
      return [
        `count(*) FILTER (WHERE ${measure.applies}) AS ${name}_checked`,
        `count(DISTINCT hash(${measure.key.map(sqlName).join(', ')})) FILTER (WHERE ${measure.applies}) AS ${name}_distinct`,
      ]
    case 'rows': {
      const failing = `(${measure.applies}) AND (${measure.fails})`
      return [
        `count(*) FILTER (WHERE ${measure.applies}) AS ${name}_checked`,
        `count(*) FILTER (WHERE ${failing}) AS ${name}_failed`,
        ...(measure.shown === undefined
          ? []
          : [`min(CAST(${measure.shown} AS VARCHAR), ${MAX_EXAMPLES}) FILTER (WHERE ${failing}) AS ${name}_shown`]),
      ]
    }
  }
}

type Outcome = Pick<ExpectationResult, 'passed' | 'found' | 'checked' | 'failed' | 'observed' | 'examples'>
type Pii = EvaluateOptions['pii']

async function outcomeOf(
  engine: Engine,
  table: string,
  expectation: Expectation,
  measure: Measure,
  scan: Readonly<Record<string, unknown>>,
  name: string,
  pii: Pii,
): Promise<Outcome> {
  if (measure.kind === 'table') {
    const { passed, finding, observed } = measure.judge(scan[`${name}_value`] ?? null)
    return { passed, found: finding, checked: Number(scan.total), failed: 0, observed, examples: [] }
  }
  const checked = Number(scan[`${name}_checked`])
  if (measure.kind === 'rows') {
    const shown = (scan[`${name}_shown`] ?? []) as string[]
    const examples = shown.map((value) => masked([value], expectation.columns, pii))
    return rowOutcome(expectation, checked, Number(scan[`${name}_failed`]), examples)
  }
  if (Number(scan[`${name}_distinct`]) === checked) return rowOutcome(expectation, checked, 0, [])
  const { failed, keys } = await repeatedKeys(engine, table, measure)
  const examples = keys.map((key) => masked(key, measure.key, pii))
  return rowOutcome(expectation, checked, failed, examples)
}

async function repeatedKeys(
  engine: Engine,
  table: string,
  measure: Extract<Measure, { kind: 'unique' }>,
): Promise<{ failed: number; keys: (string | null)[][] }> {
  const key = measure.key.map(sqlName).join(', ')
  const grouped = `SELECT ${key}, count(*) AS repeats FROM ${table} WHERE ${measure.applies} GROUP BY ${key} HAVING count(*) > 1`
  const [sum] = await engine.rows(`SELECT coalesce(sum(repeats), 0)::BIGINT AS failed FROM (${grouped})`)
  const shown = measure.key.map((column, at) => `CAST(${sqlName(column)} AS VARCHAR) AS k${at}`).join(', ')
  const rows = await engine.rows<Record<string, string | null>>(
    `SELECT ${shown} FROM (${grouped}) ORDER BY ALL LIMIT ${MAX_EXAMPLES}`,
  )
  return {
    failed: Number(sum?.failed ?? 0),
    keys: rows.map((row) => measure.key.map((_, at) => row[`k${at}`] ?? null)),
  }
}

function rowOutcome({ mostly }: Expectation, checked: number, failed: number, examples: readonly string[]): Outcome {
  const share = checked === 0 ? 0 : failed / checked
  // `mostly` of all rows must be right; compared in rows, where rounding of the share cannot decide.
  const passed = mostly === 1 ? failed === 0 : checked - failed >= mostly * checked - 1e-9
  const allowed = mostly === 1 ? '' : `; ${percent(1 - mostly)} may`
  const found =
    failed === 0
      ? `All of ${rowsOf(checked)} do.`
      : `${rowsOf(failed)} of ${rowsOf(checked)} (${percent(share)}) ${failed === 1 ? 'does' : 'do'} not${allowed}.`
  return { passed, found, checked, failed, observed: null, examples: failed === 0 ? [] : [...new Set(examples)] }
}

function masked(values: readonly (string | null)[], columns: readonly string[], pii: Pii): string {
  const parts = values.map((value, at) =>
    value === null ? '(empty)' : mask(value, pii[columns[at] ?? ''] ?? 'sensitive'),
  )
  const text = parts.join(' | ')
  return text.length > MAX_EXAMPLE_LENGTH ? `${text.slice(0, MAX_EXAMPLE_LENGTH - 1)}…` : text
}
