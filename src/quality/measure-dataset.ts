import type { Contract } from '../contracts/index.ts'
import type { Engine } from '../engine/engine.ts'
import { sqlName } from '../engine/sql.ts'
import type { ColumnMetrics, DatasetMetrics } from './dataset-metrics.ts'
import { measureShard } from './metrics/measure.ts'
import { metricName } from './metrics/metric.ts'
import { quantileValues } from './metrics/quantile-sketch.ts'
import { filled, numbers, quantiles, values } from './metrics/requests.ts'
import type { StateOf } from './metrics/state.ts'
import { numberFacts } from './number-findings.ts'

/** Columns of more different values have no shares. */
const MAX_SHARES = 50
const QUANTILES = [0.25, 0.5, 0.75] as const

/**
 * A published dataset in numbers, for its version's metrics, lineage and history. Personal columns have counts only: no value of theirs
 * is kept.
 * @param table SQL of its rows.
 */
export async function measureDataset(options: {
  readonly engine: Engine
  readonly table: string
  readonly contract: Contract
  readonly folder: string
}): Promise<DatasetMetrics> {
  const { engine, table, contract, folder } = options
  const open = contract.fields.filter(({ pii }) => pii === 'none')
  const numeric = open.filter(({ type }) => type === 'long' || type === 'double')
  const ends = open.filter(({ type }) => type === 'string')
  const selected = [
    'count(*) AS n',
    ...contract.fields.map(({ name }, at) => `approx_count_distinct(${sqlName(name)}) AS d${at}`),
    ...ends.flatMap(({ name }, at) => [
      `left(min(${sqlName(name)}), 100) AS a${at}`,
      `left(max(${sqlName(name)}), 100) AS z${at}`,
    ]),
  ]
  const [scan = {}] = await engine.rows(`SELECT ${selected.join(', ')} FROM ${table}`)
  const distinctOf = (name: string) =>
    Number(scan[`d${contract.fields.findIndex((field) => field.name === name)}`] ?? 0)
  const few = open.filter(({ name, type }) => type !== 'double' && distinctOf(name) <= 1.2 * MAX_SHARES)
  const states = await measureShard({
    engine,
    table,
    folder,
    pii: {},
    place: '0',
    metrics: [
      ...contract.fields.map(({ name }) => filled(name, 'true')),
      ...numeric.flatMap(({ name }) => [numbers(name, 'true'), quantiles(name, 'true')]),
      ...few.map(({ name }) => values(name, 'true')),
    ],
  })
  const rows = Number(scan.n ?? 0)
  const columns: Record<string, ColumnMetrics> = {}
  for (const { name, type, pii } of contract.fields) {
    const present = (states[metricName(filled(name, 'true'))] as StateOf<'counts'>).counts[0] ?? 0
    // DuckDB's own sketch: within 5% for two in three columns, and never more than what is there.
    const distinct = Math.min(distinctOf(name), present)
    const number = states[metricName(numbers(name, 'true'))] as StateOf<'numbers'> | undefined
    const facts = number === undefined ? undefined : numberFacts(number)
    const sketch = states[metricName(quantiles(name, 'true'))] as StateOf<'quantiles'> | undefined
    const shares = states[metricName(values(name, 'true'))] as StateOf<'values'> | undefined
    const end = ends.findIndex((field) => field.name === name)
    columns[name] = {
      type,
      nulls: rows - present,
      distinct,
      distinctError: Math.ceil(distinct * 0.05),
      min: pii !== 'none' ? null : end >= 0 ? ((scan[`a${end}`] as string | null) ?? null) : (number?.min ?? null),
      max: pii !== 'none' ? null : end >= 0 ? ((scan[`z${end}`] as string | null) ?? null) : (number?.max ?? null),
      sum: facts?.sum ?? null,
      mean: facts?.mean ?? null,
      quantiles: sketch === undefined || sketch.n === 0 ? null : named(quantileValues(sketch, QUANTILES)),
      shares: sharesOf(shares),
    }
  }
  return { rows, columns }
}

const named = (found: readonly (number | null)[]): Record<string, number> =>
  Object.fromEntries(QUANTILES.map((quantile, at) => [String(quantile), found[at] ?? 0]))

function sharesOf(state: StateOf<'values'> | undefined): Record<string, number> | null {
  if (state === undefined || state.counts === null || state.n === 0) return null
  const counts = Object.entries(state.counts)
  if (counts.length > MAX_SHARES) return null
  return Object.fromEntries(counts.map(([value, n]) => [value.slice(0, 100), n / state.n]))
}
