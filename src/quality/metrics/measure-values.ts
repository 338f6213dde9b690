import { sqlName } from '../../engine/sql.ts'
import { EXACT_DISTINCT, exactState, hashesQuery, registersQuery, sketchState } from './distinct-sketch.ts'
import type { MeasureOptions } from './measure.ts'
import { type Metric, metricName } from './metric.ts'
import { MAX_VALUES, type MetricState } from './state.ts'

export type ColumnMetric = Extract<Metric, { kind: 'values' | 'distinct' }>

export const isColumnMetric = (metric: Metric): metric is ColumnMetric =>
  metric.kind === 'values' || metric.kind === 'distinct'

/** DuckDB's estimate is within 5% for two columns in three; a column that it calls twice too large for sure is. */
const MARGIN = 2
/** Queries that are asked as one. */
const AT_ONCE = 50

/**
 * The values of columns, or how many there are: columns of few values are counted exactly, the others sketched. Three queries for all
 * columns, since each costs more to plan than a small shard's rows do to read.
 */
export async function measureValues(
  options: MeasureOptions,
  metrics: readonly ColumnMetric[],
): Promise<[string, MetricState][]> {
  const { engine, table } = options
  const states: [string, MetricState][] = []
  for (let start = 0; start < metrics.length; start += AT_ONCE) {
    const group = metrics.slice(start, start + AT_ONCE)
    const [estimate = {}] = await engine.rows<Record<string, number>>(
      `SELECT ${group
        .flatMap(({ column, where }, at) => {
          const value = where === 'true' ? sqlName(column) : `CASE WHEN ${where} THEN ${sqlName(column)} END`
          return [`approx_count_distinct(${value}) AS d${at}`, `count(${value}) AS n${at}`]
        })
        .join(', ')} FROM ${table}`,
    )
    const most = (metric: ColumnMetric) => (metric.kind === 'values' ? MAX_VALUES : EXACT_DISTINCT)
    const few = group.filter((metric, at) => Number(estimate[`d${at}`]) <= MARGIN * most(metric))
    const found = await eachOf<{ value: string; n: number }>(options, few, (metric) =>
      metric.kind === 'values'
        ? valuesQuery(metric, table)
        : `SELECT hash AS value, 1 AS n FROM (${hashesQuery(sqlName(metric.column), table, metric.where)})`,
    )
    const many = group.filter((metric) => (found.get(metric)?.length ?? most(metric) + 1) > most(metric))
    const registers = await eachOf<{ register: number; least: string }>(
      options,
      many.filter(({ kind }) => kind === 'distinct'),
      ({ column, where }) => registersQuery(sqlName(column), table, where),
    )
    for (const [at, metric] of group.entries()) {
      const rows = found.get(metric) ?? []
      const tooMany = many.includes(metric)
      states.push([
        metricName(metric),
        metric.kind === 'values'
          ? {
              kind: 'values',
              n: Number(estimate[`n${at}`]),
              counts: tooMany ? null : Object.fromEntries(rows.map(({ value, n }) => [value, n])),
            }
          : tooMany
            ? sketchState(registers.get(metric) ?? [])
            : exactState(rows.map(({ value }) => value)),
      ])
    }
  }
  return states
}

const valuesQuery = ({ column, where }: ColumnMetric, table: string): string =>
  `SELECT CAST(${sqlName(column)} AS VARCHAR) AS value, count(*) AS n FROM ${table}
   WHERE (${where}) AND ${sqlName(column)} IS NOT NULL GROUP BY ALL ORDER BY value LIMIT ${MAX_VALUES + 1}`

/** The rows of each metric's query, all asked as one. */
async function eachOf<T>(
  { engine }: MeasureOptions,
  metrics: readonly ColumnMetric[],
  query: (metric: ColumnMetric) => string,
): Promise<Map<ColumnMetric, T[]>> {
  const found = new Map<ColumnMetric, T[]>(metrics.map((metric) => [metric, []]))
  if (metrics.length === 0) return found
  const all = metrics.map((metric, at) => `SELECT ${at} AS metric, * FROM (${query(metric)})`).join(' UNION ALL ')
  for (const row of await engine.rows<T & { metric: number }>(all))
    found.get(metrics[row.metric] as ColumnMetric)?.push(row)
  return found
}
