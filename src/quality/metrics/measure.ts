import { join } from 'node:path'
import { mask, type PiiClass } from '../../contracts/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { sqlName, sqlText } from '../../engine/sql.ts'
import { EXACT_DISTINCT, exactState, hashesQuery, registersQuery, sketchState } from './distinct-sketch.ts'
import { type Metric, metricName } from './metric.ts'
import { bucketQuery, quantileState } from './quantile-sketch.ts'
import { MAX_SAMPLES, MAX_VALUES, type MetricState, type Place, type Sample, type StateOf } from './state.ts'

export interface MeasureOptions {
  readonly engine: Engine
  /** SQL of the rows: a table, or `read_parquet(…)`. */
  readonly table: string
  readonly metrics: readonly Metric[]
  /** SQL that says where a row is: its row number, or its key as text. Unique in the shard; never personal. */
  readonly place: string
  /** The sheet that the shard is part of; absent for published datasets. */
  readonly origin?: { readonly file: string; readonly sheet: string }
  /** PII class by column; a column that is not named is treated as sensitive. */
  readonly pii: Readonly<Record<string, PiiClass>>
  /** A folder for key files. */
  readonly folder: string
}

/** What a shard says to every metric that was asked, by the metric's name. */
export type ShardStates = Readonly<Record<string, MetricState>>

/** Aggregates in one scan: DuckDB plans a few hundred quickly, and some thousands slowly. */
const SCAN_AGGREGATES = 400
const MAX_SHOWN = 80

/**
 * Computes the states of one shard: everything that is an aggregate in one scan, the others in one query each.
 * @throws EngineError when the rows cannot be read.
 */
export async function measureShard(options: MeasureOptions): Promise<ShardStates> {
  const unique = [...new Map(options.metrics.map((metric) => [metricName(metric), metric])).values()]
  const states: Record<string, MetricState> = {}
  for (const group of scans(unique.filter(isAggregate)))
    for (const [name, state] of await scan(options, group)) states[name] = state
  for (const metric of unique) if (!isAggregate(metric)) states[metricName(metric)] = await ask(options, metric)
  return states
}

type Aggregate = Extract<Metric, { kind: 'predicate' | 'counts' | 'numbers' | 'extremes' }>

const isAggregate = (metric: Metric): metric is Aggregate =>
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
      return [
        `count(${value}) AS ${m}_n`,
        `CAST(min(${value}) AS VARCHAR) AS ${m}_min`,
        `CAST(max(${value}) AS VARCHAR) AS ${m}_max`,
      ]
    }
    case 'numbers': {
      const raw = sqlName(metric.column)
      const value = expressions.name(
        metric.where === 'true'
          ? `CAST(${raw} AS DOUBLE)`
          : `CASE WHEN ${metric.where} THEN CAST(${raw} AS DOUBLE) END`,
      )
      const finite = `isfinite(${value})`
      return [
        `count_if(${finite}) AS ${m}_n`,
        `count_if(isnan(${value})) AS ${m}_nan`,
        `count_if(isinf(${value})) AS ${m}_infinite`,
        `count_if(${finite} AND abs(${value}) >= 1e18) AS ${m}_beyond`,
        `count_if(${finite} AND abs(${value}) >= 1e9) AS ${m}_wide`,
        `coalesce(sum(TRY_CAST(round(${value} * 1e9) AS HUGEINT)) FILTER (WHERE ${finite} AND abs(${value}) < 1e18), 0)::VARCHAR AS ${m}_sum`,
        `coalesce(sum(TRY_CAST(round(${value} * ${value} * 1e9) AS HUGEINT)) FILTER (WHERE ${finite} AND abs(${value}) < 1e9), 0)::VARCHAR AS ${m}_squares`,
        `min(${value}) FILTER (WHERE ${finite}) AS ${m}_min`,
        `max(${value}) FILTER (WHERE ${finite}) AS ${m}_max`,
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

const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

function samplesFrom(found: unknown, columns: readonly string[], { origin, pii }: MeasureOptions): Sample[] {
  if (!Array.isArray(found)) return []
  return (found as Row[]).map(({ place, ...shown }) => ({
    ...origin,
    at: scalar(place),
    shown: Object.keys(shown).length === 0 ? null : masked(Object.values(shown).map(text), columns, pii),
  }))
}

/** Values next to one another, each masked by its column's class, shortened. */
function masked(values: readonly (string | null)[], columns: readonly string[], pii: MeasureOptions['pii']): string {
  const joined = values
    .map((value, at) => (value === null ? '(empty)' : mask(value, pii[columns[at] ?? ''] ?? 'sensitive')))
    .join(' | ')
  return joined.length > MAX_SHOWN ? `${joined.slice(0, MAX_SHOWN - 1)}…` : joined
}

const scalar = (value: unknown): number | string =>
  typeof value === 'bigint' || typeof value === 'number' ? Number(value) : String(value)

async function ask(options: MeasureOptions, metric: Exclude<Metric, Aggregate>): Promise<MetricState> {
  const { engine, table } = options
  const where = metric.where
  switch (metric.kind) {
    case 'values': {
      const column = sqlName(metric.column)
      const rows = await engine.rows<{ value: string; n: number }>(
        `SELECT CAST(${column} AS VARCHAR) AS value, count(*) AS n FROM ${table} WHERE (${where}) AND ${column} IS NOT NULL
         GROUP BY ALL ORDER BY value LIMIT ${MAX_VALUES + 1}`,
      )
      if (rows.length <= MAX_VALUES)
        return {
          kind: 'values',
          n: rows.reduce((sum, { n }) => sum + n, 0),
          counts: Object.fromEntries(rows.map(({ value, n }) => [value, n])),
        }
      const [counted] = await engine.rows<{ n: number }>(`SELECT count(${column}) AS n FROM ${table} WHERE ${where}`)
      return { kind: 'values', n: counted?.n ?? 0, counts: null }
    }
    case 'quantiles':
      return quantileState(await engine.rows(bucketQuery(sqlName(metric.column), table, where)))
    case 'distinct': {
      const column = sqlName(metric.column)
      const hashes = await engine.rows<{ hash: string }>(hashesQuery(column, table, where))
      if (hashes.length <= EXACT_DISTINCT) return exactState(hashes.map(({ hash }) => hash))
      return sketchState(await engine.rows(registersQuery(column, table, where)))
    }
    case 'keys':
      return writeKeys(options, metric)
    case 'order':
      return measureOrder(options, metric)
  }
}

/** A key as one text: the lengths keep `a|b` and `ab|` apart, and an empty part is none of length 0. */
export const keyText = (columns: readonly string[]): string =>
  columns.length === 1
    ? `CAST(${sqlName(columns[0] as string)} AS VARCHAR)`
    : columns
        .map((column) => {
          const part = `CAST(${sqlName(column)} AS VARCHAR)`
          return `CASE WHEN ${sqlName(column)} IS NULL THEN '-' ELSE length(${part}) || ':' || ${part} END`
        })
        .join(' || ')

/** Computing the hash once and cutting it is six times as fast as asking DuckDB for its halves. */
const LOW_HALF = '18446744073709551615::UHUGEINT'

async function writeKeys(
  { engine, table, place, folder }: MeasureOptions,
  metric: Extract<Metric, { kind: 'keys' }>,
): Promise<StateOf<'keys'>> {
  const path = join(folder, `${metricName(metric)}.parquet`)
  const filled = metric.columns.map((column) => `${sqlName(column)} IS NOT NULL`).join(' OR ')
  await engine.writeParquet(
    `SELECT (h >> 64)::UBIGINT AS hi, (h & ${LOW_HALF})::UBIGINT AS lo, place
     FROM (SELECT md5_number(${keyText(metric.columns)}) AS h, ${place} AS place FROM ${table} WHERE (${metric.where}) AND (${filled}))
     ORDER BY hi, lo`,
    path,
  )
  const [counted] = await engine.rows<{ n: number }>(`SELECT count(*) AS n FROM read_parquet(${sqlText(path)})`)
  return { kind: 'keys', n: counted?.n ?? 0, files: [path] }
}

async function measureOrder(
  { engine, table, place, origin, pii }: MeasureOptions,
  { column, direction, strictly, where }: Extract<Metric, { kind: 'order' }>,
): Promise<StateOf<'order'>> {
  const wrong = direction === 'increasing' ? (strictly ? '<=' : '<') : strictly ? '>=' : '>'
  const [row] = await engine.rows<Row>(
    `SELECT count(*) AS n, count_if(v ${wrong} before) AS failed, arg_min(v, place) AS first, arg_max(v, place) AS last,
       min(place) AS least, max(place) AS most,
       min({'place': place, 's0': left(CAST(v AS VARCHAR), 200)}, ${MAX_SAMPLES}) FILTER (WHERE v ${wrong} before) AS samples
     FROM (SELECT v, place, lag(v) OVER (ORDER BY place) AS before
           FROM (SELECT ${sqlName(column)} AS v, ${place} AS place FROM ${table} WHERE (${where}) AND ${sqlName(column)} IS NOT NULL))`,
  )
  const n = Number(row?.n ?? 0)
  if (row === undefined || n === 0) return { kind: 'order', n: 0, failed: 0, samples: [], segments: [] }
  const at = (value: unknown): Place => ({ ...origin, at: scalar(value) })
  return {
    kind: 'order',
    n,
    failed: Number(row.failed),
    samples: samplesFrom(row.samples, [column], { origin, pii } as MeasureOptions),
    segments: [{ from: at(row.least), to: at(row.most), first: scalar(row.first), last: scalar(row.last) }],
  }
}
