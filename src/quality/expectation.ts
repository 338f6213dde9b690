import { z } from 'zod'
import type { ColumnType } from '../engine/engine.ts'

export type Severity = 'error' | 'warning'

/** Physical types of the dataset's columns, by name. */
export type ColumnTypes = ReadonlyMap<string, ColumnType>

/** What DuckDB is asked for. Everything is SQL over the columns of one table; predicates never give NULL. */
export type Measure =
  /** Each row that `applies` is right unless it `fails`. `shown` is the value an example shows, absent where there is none. */
  | { readonly kind: 'rows'; readonly applies: string; readonly fails: string; readonly shown?: string }
  /** Rows that `applies` must differ in their `key` columns. */
  | { readonly kind: 'unique'; readonly applies: string; readonly key: readonly string[] }
  /** One value of the whole table. */
  | { readonly kind: 'table'; readonly value: string; readonly judge: (value: unknown) => Judgement }

export interface Judgement {
  readonly passed: boolean
  /** A sentence on what was seen. */
  readonly finding: string
  readonly observed: string | number | null
}

/** One line of a suite, read and checked. */
export interface Expectation {
  readonly type: string
  readonly id: string
  readonly severity: Severity
  /** Share of the applicable rows that must be right, 0…1; 1 for expectations about the whole table. */
  readonly mostly: number
  readonly columns: readonly string[]
  /** What is expected, as a person would say it. */
  readonly sentence: string
  /** RE2 patterns that DuckDB must accept. */
  readonly patterns: readonly string[]
  /** The parameters as written, for an override to start from. */
  readonly parameters: Readonly<Record<string, unknown>>
  /** Why the columns' types do not suit, or undefined. */
  readonly misfit: (types: ColumnTypes) => string | undefined
  /** @param nominalTime what counts as now. */
  readonly measure: (types: ColumnTypes, nominalTime: Date) => Measure
}

/** One kind of expectation: its name in Great Expectations' vocabulary, its parameters, and how to read a line of it. */
export interface ExpectationKind {
  readonly type: string
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
  severity: z.enum(['error', 'warning']).default('error'),
  /** For the reader of the suite. */
  because: z.string().optional(),
}

const byRow = { ...common, mostly: z.number().min(0).max(1).default(1) }

interface Built {
  readonly columns: readonly string[]
  readonly sentence: string
  readonly patterns?: readonly string[]
  readonly misfit?: Expectation['misfit']
  readonly measure: Expectation['measure']
}

/** A kind whose rows are judged one by one, so that it knows `mostly`. */
export function rowKind<S extends z.ZodRawShape>(
  type: string,
  shape: S,
  build: (parameters: z.output<z.ZodObject<S>>) => Built,
): ExpectationKind {
  return kindOf(type, z.strictObject({ ...byRow, ...shape }), z.object(shape), build)
}

/** A kind about the table as a whole. */
export function tableKind<S extends z.ZodRawShape>(
  type: string,
  shape: S,
  build: (parameters: z.output<z.ZodObject<S>>) => Built,
): ExpectationKind {
  return kindOf(type, z.strictObject({ ...common, ...shape }), z.object(shape), build)
}

const shared = z.object(byRow)

function kindOf<T>(
  type: string,
  schema: z.ZodObject,
  own: z.ZodType<T>,
  build: (parameters: T) => Built,
): ExpectationKind {
  return {
    type,
    schema,
    read(parameters) {
      schema.parse(parameters)
      const { id, severity, mostly } = shared.parse({ ...parameters, type })
      const built = build(own.parse(parameters))
      return {
        type,
        id: id ?? [type, ...built.columns].join('.'),
        severity,
        mostly,
        columns: built.columns,
        sentence: built.sentence,
        patterns: built.patterns ?? [],
        parameters,
        misfit: built.misfit ?? (() => undefined),
        measure: built.measure,
      }
    },
  }
}
