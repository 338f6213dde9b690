import { sqlName } from '../../engine/sql.ts'
import { keptTextSql } from '../kept-values.ts'
import { EXACT_DISTINCT, exactState, hashOf, registersQuery, sketchState } from './distinct-sketch.ts'
import type { MeasureOptions } from './measure-options.ts'
import { type Metric, metricName } from './metric.ts'
import { bucketQuery, quantileState } from './quantile-sketch.ts'
import type { MetricState } from './state.ts'

type Counted = Extract<Metric, { kind: 'values' | 'distinct' }>
type Quantiles = Extract<Metric, { kind: 'quantiles' }>
export type ColumnMetric = Counted | Quantiles

export const isColumnMetric = (metric: Metric): metric is ColumnMetric =>
  metric.kind === 'values' || metric.kind === 'distinct' || metric.kind === 'quantiles'

/** DuckDB's estimate is within 5% for two columns in three; a column that it calls twice too large for sure is. */
const MARGIN = 2
/** Queries that are asked as one. */
const AT_ONCE = 50

/**
 * What is said of the values of single columns. A few queries for all columns, since each costs more to plan than a small shard's rows
 * do to read.
 */
export async function measureColumns(
  options: MeasureOptions,
  metrics: readonly ColumnMetric[],
): Promise<[string, MetricState][]> {
  const states: [string, MetricState][] = []
  for (let start = 0; start < metrics.length; start += AT_ONCE) {
    const group = metrics.slice(start, start + AT_ONCE)
    states.push(
      ...(await measureCounted(
        options,
        group.filter((metric) => metric.kind !== 'quantiles'),
      )),
      ...(await measureQuantiles(
        options,
        group.filter((metric) => metric.kind === 'quantiles'),
      )),
    )
  }
  return states
}

async function measureQuantiles(
  options: MeasureOptions,
  metrics: readonly Quantiles[],
): Promise<[string, MetricState][]> {
  const found = await eachOf<Quantiles, { side: number; bucket: number; n: number }>(
    options,
    metrics,
    ({ column, where }) => bucketQuery(sqlName(column), options.table, where),
  )
  return metrics.map((metric) => [metricName(metric), quantileState(found.get(metric) ?? [])])
}

/** The values of columns, or how many there are: columns of few values are counted exactly, the others sketched. */
async function measureCounted(options: MeasureOptions, group: readonly Counted[]): Promise<[string, MetricState][]> {
  const { engine, table } = options
  if (group.length === 0) return []
  const [estimate = {}] = await engine.rows<Record<string, number>>(
    `SELECT ${group
      .flatMap(({ column, where }, at) => {
        const value = where === 'true' ? sqlName(column) : `CASE WHEN ${where} THEN ${sqlName(column)} END`
        return [`approx_count_distinct(${value}) AS d${at}`, `count(${value}) AS n${at}`]
      })
      .join(', ')} FROM ${table}`,
  )
  const most = (metric: Counted) => (metric.kind === 'values' ? metric.most : EXACT_DISTINCT)
  const few = group.filter((metric, at) => Number(estimate[`d${at}`]) <= MARGIN * most(metric))
  const found = await fewValues(options, few, Math.max(...few.map(most)))
  const many = group.filter((metric) => (found.get(metric)?.length ?? most(metric) + 1) > most(metric))
  const registers = await eachOf<Counted, { register: number; least: string }>(
    options,
    many.filter(({ kind }) => kind === 'distinct'),
    ({ column, where }) => registersQuery(sqlName(column), table, where),
  )
  return group.map((metric, at): [string, MetricState] => {
    const rows = found.get(metric) ?? []
    const tooMany = many.includes(metric)
    return [
      metricName(metric),
      metric.kind === 'values'
        ? {
            kind: 'values',
            n: Number(estimate[`n${at}`]),
            most: metric.most,
            counts: tooMany ? null : Object.fromEntries(rows.map(({ value, n }) => [value, n])),
          }
        : tooMany
          ? sketchState(registers.get(metric) ?? [])
          : exactState(rows.map(({ hash }) => hash)),
    ]
  })
}

/** The values of columns of few, each column asked once, whoever asks. */
async function fewValues(
  options: MeasureOptions,
  metrics: readonly Counted[],
  most: number,
): Promise<Map<Counted, { value: string; hash: string; n: number }[]>> {
  const columnOf = ({ column, where }: Counted) => JSON.stringify([column, where])
  const columns = new Map(metrics.map((metric) => [columnOf(metric), metric]))
  const found = await eachOf<Counted, { value: string; hash: string; n: number }>(
    options,
    [...columns.values()],
    ({ column, where }) =>
      `SELECT ${keptTextSql('CAST(v AS VARCHAR)')} AS value, ${hashOf('v')} AS hash, n
       FROM (SELECT ${sqlName(column)} AS v, count(*) AS n FROM ${options.table} WHERE ${where} GROUP BY v)
       WHERE v IS NOT NULL ORDER BY value LIMIT ${most + 1}`,
  )
  return new Map(metrics.map((metric) => [metric, found.get(columns.get(columnOf(metric)) as Counted) ?? []]))
}

/** The rows of each metric's query, all asked as one. */
async function eachOf<M extends ColumnMetric, T>(
  { engine }: MeasureOptions,
  metrics: readonly M[],
  query: (metric: M) => string,
): Promise<Map<M, T[]>> {
  const found = new Map<M, T[]>(metrics.map((metric) => [metric, []]))
  if (metrics.length === 0) return found
  const all = metrics.map((metric, at) => `SELECT ${at} AS metric, * FROM (${query(metric)})`).join(' UNION ALL ')
  for (const row of await engine.rows<T & { metric: number }>(all)) found.get(metrics[row.metric] as M)?.push(row)
  return found
}
