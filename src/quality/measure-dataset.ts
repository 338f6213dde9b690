import type { ColumnType } from '../engine/column-types.ts'
import type { ColumnMetrics, DatasetMetrics } from './dataset-metrics.ts'
import type { DatasetShape } from './judge-suite.ts'
import { toldMetrics } from './kept-values.ts'
import { distinctCount } from './metrics/distinct-sketch.ts'
import type { ShardStates } from './metrics/measure.ts'
import { type Metric, metricName } from './metrics/metric.ts'
import { quantileValues } from './metrics/quantile-sketch.ts'
import { distinct, filled, firstTexts, numbers, quantiles, rows, values } from './metrics/requests.ts'
import type { StateOf } from './metrics/state.ts'
import { numberFacts } from './number-findings.ts'

/** Columns of more different values have no shares. */
const MAX_SHARES = 50
const MAX_TEXT = 100
const ORDERED_TEXTS: ReadonlySet<ColumnType> = new Set(['string', 'date', 'timestamptz'])
const QUANTILES = [0.25, 0.5, 0.75] as const

/** What a shard is asked so that the dataset can be told in numbers. Personal columns are counted only: no value of theirs is kept. */
export function datasetRequests(shape: DatasetShape): Metric[] {
  const asked: Metric[] = [rows('true')]
  for (const [name, type] of shape.types) {
    asked.push(filled(name, 'true'), distinct(name, 'true'))
    if (shape.pii[name] !== 'none') continue
    if (type === 'long' || type === 'double') asked.push(numbers(name, 'true'), quantiles(name, 'true'))
    if (ORDERED_TEXTS.has(type)) asked.push(firstTexts(name, type, MAX_TEXT))
    if (type !== 'double' && type !== 'list<string>') asked.push(values(name, 'true', MAX_SHARES))
  }
  return asked
}

/** A dataset in numbers from its merged states, for its version's metrics, lineage and history. No personal data stands in it. */
export function datasetMetrics(shape: DatasetShape, states: ShardStates): DatasetMetrics {
  const find = <M extends Metric>(metric: M) => states[metricName(metric)] as StateOf<M['kind']> | undefined
  const total = find(rows('true'))?.counts[0] ?? 0
  const columns: Record<string, ColumnMetrics> = {}
  for (const [name, type] of shape.types) {
    const present = find(filled(name, 'true'))?.counts[0] ?? 0
    const open = shape.pii[name] === 'none'
    const sketch = find(distinct(name, 'true'))
    const counted = sketch === undefined ? null : distinctCount(sketch)
    const number = open ? find(numbers(name, 'true')) : undefined
    const facts = number === undefined ? undefined : numberFacts(number)
    const ends = open ? find(firstTexts(name, type, MAX_TEXT)) : undefined
    const buckets = open ? find(quantiles(name, 'true')) : undefined
    columns[name] = {
      type,
      nulls: total - present,
      distinct: counted === null ? null : Math.min(counted.count, present),
      distinctError: counted === null ? null : counted.error,
      min: ends?.min ?? number?.min ?? null,
      max: ends?.max ?? number?.max ?? null,
      sum: facts?.sum ?? null,
      mean: facts?.mean ?? null,
      quantiles: buckets === undefined || buckets.n === 0 ? null : named(quantileValues(buckets, QUANTILES)),
      shares: open ? sharesOf(find(values(name, 'true', MAX_SHARES))) : null,
    }
  }
  return toldMetrics({ rows: total, columns })
}

const named = (found: readonly (number | null)[]): Record<string, number> =>
  Object.fromEntries(QUANTILES.map((quantile, at) => [String(quantile), found[at] ?? 0]))

function sharesOf(state: StateOf<'values'> | undefined): Record<string, number> | null {
  if (state === undefined || state.counts === null || state.n === 0) return null
  const { n: all } = state
  return Object.fromEntries(Object.entries(state.counts).map(([value, n]) => [value.slice(0, MAX_TEXT), n / all]))
}
