import { z } from 'zod'
import type { NoteCode, PiiClass } from '../contracts/index.ts'
import type { ColumnTypes, DatasetMetrics, HistoryPoint } from './dataset-metrics.ts'
import { listMisfit } from './list-columns.ts'
import type { Metric } from './metrics/metric.ts'
import type { MetricState, Place, Sample, StateOf } from './metrics/state.ts'
import type { Outcome } from './outcome.ts'
import { percent, rowsOf } from './phrases.ts'
import { type RowCondition, rowConditionSchema } from './row-condition.ts'

/** What a failing expectation means for the publication: it blocks, it warns, or it is only told. */
export type Severity = 'error' | 'warning' | 'info'

/** What an expectation knows when it says what it needs. */
export interface AskContext {
  readonly types: ColumnTypes
  /** Columns of the other datasets of the run; undefined for one that is not part of it. */
  readonly otherTypes: (dataset: string) => ColumnTypes | undefined
  readonly pii: (column: string) => PiiClass
  /** What counts as now. */
  readonly nominalTime: Date
  /** SQL of the row condition; `true` without one. */
  readonly where: string
}

/** A metric of this dataset or of another one of the run. */
export interface Asked {
  readonly dataset?: string
  readonly metric: Metric
}

/** Kind of what a reader noticed of a table → how often: rows, cells, columns. What is not there was not noticed. */
export type NoteCounts = Readonly<Partial<Record<NoteCode, number>>>

/** What an expectation knows when it judges. */
export interface JudgeContext extends AskContext {
  readonly mostly: number
  /** The merged state of a metric that was asked for. */
  readonly state: <K extends Metric['kind']>(
    metric: Metric & { kind: K },
    dataset?: string,
  ) => StateOf<K & MetricState['kind']>
  /** Rows whose key stands in several rows. */
  readonly repeatedKeys: (keys: Metric & { kind: 'keys' }) => Promise<RowFindings>
  /** Rows whose key does not stand among another dataset's. */
  readonly missingKeys: (
    keys: Metric & { kind: 'keys' },
    other: Metric & { kind: 'keys' },
    dataset: string,
  ) => Promise<RowFindings>
  /** This dataset in numbers; null where they are not taken. */
  readonly current: DatasetMetrics | null
  /** Earlier versions, oldest first. */
  readonly history: readonly HistoryPoint[]
  /** How often its reader noticed what; null for what no reader read. */
  readonly notes: NoteCounts | null
}

export interface RowFindings {
  readonly checked: number
  readonly failed: number
  readonly places: readonly Place[]
}

export interface Finding {
  readonly outcome: Outcome
  /** A sentence on what was seen. */
  readonly found: string
  readonly checked: number
  readonly failed: number
  readonly observed: string | number | null
  /** How far `observed` may be off; null where it is exact. */
  readonly error: number | null
  readonly samples: readonly Sample[]
  /** Values of earlier versions, oldest first; null where there are none to compare with. */
  readonly series: readonly number[] | null
}

/** One line of a suite, read and checked. */
export interface Expectation {
  readonly type: string
  readonly id: string
  readonly severity: Severity
  readonly owner: string | null
  readonly because: string | null
  /** Share of the applicable rows that must be right, 0…1; 1 for expectations about the whole table. */
  readonly mostly: number
  readonly columns: readonly string[]
  readonly rowCondition: RowCondition | null
  /** What is expected, as a person would say it. */
  readonly sentence: string
  /** Why it cannot be asked of this dataset, or undefined. */
  readonly misfit: (context: AskContext) => string | undefined
  /** SQL that DuckDB must accept, and what it is called in a message. */
  readonly probes: readonly { readonly sql: string; readonly what: string }[]
  readonly asks: (context: AskContext) => readonly Asked[]
  readonly judge: (context: JudgeContext) => Finding | Promise<Finding>
  /** The parameters as written. */
  readonly parameters: Readonly<Record<string, unknown>>
}

/** One kind of expectation: its name in Great Expectations' vocabulary, its parameters, and how to read a line of it. */
export interface ExpectationKind {
  readonly type: string
  /** What it expects, in one sentence, for the reference. */
  readonly summary: string
  /** Whether rows are judged one by one, so that it knows `mostly` and samples. */
  readonly byRow: boolean
  readonly schema: z.ZodObject
  /** @throws z.ZodError for parameters that do not fit `schema`. */
  readonly read: (parameters: Readonly<Record<string, unknown>>) => Expectation
}

const common = {
  type: z.string(),
  id: z
    .string()
    .regex(/^[A-Za-z0-9_.-]{1,120}$/, 'an id has letters, digits, dots, dashes and underscores')
    .optional(),
  severity: z.enum(['error', 'warning', 'info']).default('error'),
  owner: z.string().min(1).max(120).optional(),
  /** For the reader of the suite. */
  because: z.string().optional(),
}

const shared = z.object({
  ...common,
  mostly: z.number().min(0).max(1).default(1),
  row_condition: rowConditionSchema.optional(),
})

/** What a kind makes of its parameters. */
interface Built extends Pick<Expectation, 'columns' | 'sentence'>, Partial<Pick<Expectation, 'misfit' | 'probes'>> {}

/** What a row must fulfil: SQL without NULL. `shown` are expressions whose values an example shows, of `columns`, in that order. */
export interface RowTest {
  readonly applies: string
  readonly fails: string
  readonly shown: readonly string[]
}

interface BuiltRows extends Built {
  readonly test: (context: AskContext) => RowTest
}

interface BuiltAggregate extends Built, Pick<Expectation, 'asks' | 'judge'> {}

/** A kind whose rows are judged one by one. */
export function rowKind<S extends z.ZodRawShape>(
  type: string,
  summary: string,
  shape: S,
  build: (parameters: z.output<z.ZodObject<S>>) => BuiltRows,
): ExpectationKind {
  return kindOf(type, summary, shape, true, true, (parameters) => {
    const built = build(parameters)
    const metric = (context: AskContext) => {
      const { applies, fails, shown } = built.test(context)
      return {
        kind: 'predicate',
        applies: conjunction(context.where, applies),
        fails,
        shown,
        columns: built.columns,
      } as const
    }
    return {
      ...built,
      asks: (context) => [{ metric: metric(context) }],
      judge: (context) => {
        const { checked, failed, samples } = context.state(metric(context))
        return judgeRows(context.mostly, checked, failed, samples)
      },
    }
  })
}

/** A kind that looks at keys of rows, so that it knows `mostly` and places but needs more than one row to judge. */
export function keyKind<S extends z.ZodRawShape>(
  type: string,
  summary: string,
  shape: S,
  build: (parameters: z.output<z.ZodObject<S>>) => BuiltAggregate,
): ExpectationKind {
  return kindOf(type, summary, shape, true, true, build)
}

/** A kind about a column as a whole; rows may be filtered before. */
export function aggregateKind<S extends z.ZodRawShape>(
  type: string,
  summary: string,
  shape: S,
  build: (parameters: z.output<z.ZodObject<S>>) => BuiltAggregate,
): ExpectationKind {
  return kindOf(type, summary, shape, false, true, build)
}

/** A kind about the table itself, where filtering rows has no meaning. */
export function tableKind<S extends z.ZodRawShape>(
  type: string,
  summary: string,
  shape: S,
  build: (parameters: z.output<z.ZodObject<S>>) => BuiltAggregate,
): ExpectationKind {
  return kindOf(type, summary, shape, false, false, build)
}

function kindOf<S extends z.ZodRawShape>(
  type: string,
  summary: string,
  shape: S,
  byRow: boolean,
  filters: boolean,
  build: (parameters: z.output<z.ZodObject<S>>) => BuiltAggregate,
): ExpectationKind {
  const own = z.object(shape)
  const { mostly, row_condition } = shared.shape
  const schema = z.strictObject({
    ...common,
    ...(byRow ? { mostly } : {}),
    ...(filters ? { row_condition } : {}),
    ...shape,
  })
  return {
    type,
    summary,
    byRow,
    schema,
    read(parameters) {
      schema.parse(parameters)
      const line = shared.parse({ ...parameters, type })
      const built = build(own.parse(parameters))
      return {
        type,
        id: line.id ?? [type, ...built.columns].join('.'),
        severity: line.severity,
        owner: line.owner ?? null,
        because: line.because ?? null,
        mostly: line.mostly,
        columns: built.columns,
        rowCondition: line.row_condition ?? null,
        sentence:
          line.row_condition === undefined ? built.sentence : `Where ${line.row_condition.text}: ${built.sentence}`,
        misfit: (context) => listMisfit(type, built.columns, context.types) ?? built.misfit?.(context),
        probes: built.probes ?? [],
        asks: built.asks,
        judge: built.judge,
        parameters,
      }
    },
  }
}

export const conjunction = (left: string, right: string): string =>
  left === 'true' ? right : right === 'true' ? left : `(${left}) AND (${right})`

/** Rows against `mostly`. Compared in rows, where rounding of a share cannot decide. */
export function judgeRows(mostly: number, checked: number, failed: number, samples: readonly Sample[]): Finding {
  const passed = mostly === 1 ? failed === 0 : checked - failed >= mostly * checked - 1e-9
  const allowed = mostly === 1 ? '' : `; ${percent(1 - mostly)} may`
  const found =
    failed === 0
      ? `All of ${rowsOf(checked)} do.`
      : `${rowsOf(failed)} of ${rowsOf(checked)} (${percent(failed / checked)}) ${failed === 1 ? 'does' : 'do'} not${allowed}.`
  return {
    outcome: passed ? 'passed' : 'failed',
    found,
    checked,
    failed,
    observed: null,
    error: null,
    samples,
    series: null,
  }
}

/** A finding about the whole. */
export const whole = (
  outcome: Outcome | boolean,
  found: string,
  observed: string | number | null,
  more: Partial<Finding> = {},
): Finding => ({
  outcome: typeof outcome === 'string' ? outcome : outcome ? 'passed' : 'failed',
  found,
  checked: 0,
  failed: 0,
  observed,
  error: null,
  samples: [],
  series: null,
  ...more,
})
