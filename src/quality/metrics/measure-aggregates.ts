import { sqlName } from '../../engine/sql.ts'
import type { MeasureOptions } from './measure-options.ts'
import { type Metric, metricName } from './metric.ts'
import { samplesFrom, text } from './samples.ts'
import { MAX_SAMPLES, type MetricState, type Sample } from './state.ts'

/** Aggregates in one scan: DuckDB plans a few hundred quickly, and some thousands slowly. */
const SCAN_AGGREGATES = 400

export type Aggregate = Extract<Metric, { kind: 'predicate' | 'counts' | 'numbers' | 'extremes' }>

export const isAggregate = (metric: Metric): metric is Aggregate =>
  metric.kind === 'predicate' || metric.kind === 'counts' || metric.kind === 'numbers' || metric.kind === 'extremes'

function* scans(metrics: readonly Aggregate[]): Generator<Aggregate[]> {
  let group: Aggregate[] = []
  let size = 0
  for (const metric of metrics) {
    const own = metric.kind === 'counts' ? metric.conditions.length : metric.kind === 'numbers' ? 9 : 3
    if (size + own > SCAN_AGGREGATES && group.length > 0) {
      yield group
      group = []
      size = 0
    }
    group.push(metric)
    size += own
  }
  if (group.length > 0) yield group
}

/** Each expression is computed once a row, whoever asks for it. */
class Expressions {
  readonly #names = new Map<string, string>()

  name(expression: string): string {
    const found = this.#names.get(expression) ?? `e${this.#names.size}`
    this.#names.set(expression, found)
    return found
  }

  get selected(): string {
    const list = [...this.#names].map(([expression, name]) => `${expression} AS ${name}`)
    return list.length === 0 ? '1 AS nothing' : list.join(', ')
  }
}

/** Every metric that is an aggregate, in one scan (in several, when there are very many). */
export async function measureAggregates(
  options: MeasureOptions,
  metrics: readonly Aggregate[],
): Promise<[string, MetricState][]> {
  const states: [string, MetricState][] = []
  for (const group of scans(metrics)) states.push(...(await scan(options, group)))
  return states
}

async function scan(options: MeasureOptions, metrics: readonly Aggregate[]): Promise<[string, MetricState][]> {
  const expressions = new Expressions()
  const aggregates = metrics.flatMap((metric, at) => aggregatesOf(metric, `m${at}`, expressions))
  const [row = {}] = await options.engine.rows(
    `SELECT ${['count(*) AS total', ...aggregates].join(', ')} FROM (SELECT ${expressions.selected} FROM ${options.table})`,
  )
  const states: [string, MetricState][] = []
  for (const [at, metric] of metrics.entries()) {
    const state = stateFrom(metric, row, `m${at}`)
    const remembers = metric.kind === 'predicate' && state.kind === 'predicate' && state.failed > 0
    states.push([metricName(metric), remembers ? { ...state, samples: await firstFailing(options, metric) } : state])
  }
  return states
}

const failing = ({ applies, fails }: Extract<Metric, { kind: 'predicate' }>): string =>
  applies === 'true' ? fails : `(${applies}) AND (${fails})`

/**
 * The first failing rows. Asked only where some fail, since most expectations have none to show. Where rows lie in the order of their
 * places, DuckDB stops reading as soon as it has them.
 */
async function firstFailing(
  options: MeasureOptions,
  metric: Extract<Metric, { kind: 'predicate' }>,
): Promise<Sample[]> {
  const shown = metric.shown.map((value, at) => `left(CAST(${value} AS VARCHAR), 200) AS s${at}`)
  const found = await options.engine.rows(
    `SELECT ${[`${options.place} AS place`, ...shown].join(', ')} FROM ${options.table} WHERE ${failing(metric)}
     ORDER BY place LIMIT ${MAX_SAMPLES}`,
  )
  return samplesFrom(found, metric.columns, options)
}

const EMPTINESS = /^(?<column>"(?:[^"]|"")+") IS (?<not>NOT )?NULL$/

/** How many rows a condition is true for. Counting the values of a column costs less than asking each whether it is there. */
function countOf(condition: string, expressions: Expressions): string {
  const { column, not } = EMPTINESS.exec(condition)?.groups ?? {}
  if (column === undefined) return `count_if(${expressions.name(condition)})`
  const filled = `count(${expressions.name(column)})`
  return not === undefined ? `count(*) - ${filled}` : filled
}

function aggregatesOf(metric: Aggregate, m: string, expressions: Expressions): string[] {
  switch (metric.kind) {
    case 'predicate': {
      return [
        ...(metric.applies === 'true' ? [] : [`${countOf(metric.applies, expressions)} AS ${m}_checked`]),
        `${countOf(failing(metric), expressions)} AS ${m}_failed`,
      ]
    }
    case 'counts':
      return metric.conditions.map((condition, at) => `${countOf(condition, expressions)} AS ${m}_${at}`)
    case 'extremes': {
      const value = expressions.name(
        metric.where === 'true' ? metric.value : `CASE WHEN ${metric.where} THEN ${metric.value} END`,
      )
      const shown = (sql: string) =>
        metric.characters === undefined ? `CAST(${sql} AS VARCHAR)` : `left(${sql}, ${metric.characters})`
      return [
        `count(${value}) AS ${m}_n`,
        `${shown(`min(${value})`)} AS ${m}_min`,
        `${shown(`max(${value})`)} AS ${m}_max`,
      ]
    }
    case 'numbers': {
      const raw = sqlName(metric.column)
      const plain =
        metric.where === 'true'
          ? `CAST(${raw} AS DOUBLE)`
          : `(CASE WHEN ${metric.where} THEN CAST(${raw} AS DOUBLE) END)`
      const value = expressions.name(plain)
      const finite = expressions.name(`CASE WHEN isfinite(${plain}) THEN ${plain} END`)
      // Whole units of 1e-9: nearly all fit 64 bits, which are cast many times faster than 128.
      const units = (amount: string, within: string, beyond: string) => {
        const few = expressions.name(
          `CASE WHEN abs(${plain}) < ${within} THEN CAST(round(${amount} * 1e9) AS BIGINT) END`,
        )
        const many = expressions.name(
          `CASE WHEN abs(${plain}) >= ${within} AND abs(${plain}) < ${beyond} THEN TRY_CAST(round(${amount} * 1e9) AS HUGEINT) END`,
        )
        return `(coalesce(sum(${few}), 0)::HUGEINT + coalesce(sum(${many}), 0)::HUGEINT)::VARCHAR`
      }
      return [
        `count(${finite}) AS ${m}_n`,
        `count_if(isnan(${value})) AS ${m}_nan`,
        `count_if(isinf(${value})) AS ${m}_infinite`,
        `count_if(abs(${finite}) >= 1e18) AS ${m}_beyond`,
        `count_if(abs(${finite}) >= 1e9) AS ${m}_wide`,
        `${units(plain, '9e9', '1e18')} AS ${m}_sum`,
        `${units(`${plain} * ${plain}`, '9e4', '1e9')} AS ${m}_squares`,
        `min(${finite}) AS ${m}_min`,
        `max(${finite}) AS ${m}_max`,
      ]
    }
  }
}

type Row = Readonly<Record<string, unknown>>

function stateFrom(metric: Aggregate, row: Row, m: string): MetricState {
  const number = (name: string) => Number(row[`${m}_${name}`] ?? 0)
  switch (metric.kind) {
    case 'predicate':
      return {
        kind: 'predicate',
        checked: metric.applies === 'true' ? Number(row.total) : number('checked'),
        failed: number('failed'),
        samples: [],
      }
    case 'counts':
      return { kind: 'counts', counts: metric.conditions.map((_, at) => number(String(at))) }
    case 'extremes':
      return {
        kind: 'extremes',
        n: number('n'),
        numeric: metric.numeric,
        min: text(row[`${m}_min`]),
        max: text(row[`${m}_max`]),
      }
    case 'numbers':
      return {
        kind: 'numbers',
        n: number('n'),
        nan: number('nan'),
        infinite: number('infinite'),
        beyond: number('beyond'),
        wide: number('wide'),
        sum: String(row[`${m}_sum`]),
        squares: String(row[`${m}_squares`]),
        min: row[`${m}_min`] === null ? null : number('min'),
        max: row[`${m}_max`] === null ? null : number('max'),
      }
  }
}
