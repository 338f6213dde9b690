import type { Condition } from '../conditions/condition.ts'

/** One answer of a comparison. */
export interface Level {
  readonly label: string
  readonly sql: string
  readonly isNull: boolean
  readonly isElse: boolean
  /** −1 for the null level; else from the number of levels − 1 (most alike) down to 0. */
  readonly gamma: number
  readonly m: number | undefined
  readonly u: number | undefined
  readonly fixM: boolean
  readonly fixU: boolean
  readonly termFrequency: TermFrequency | undefined
}

export interface TermFrequency {
  readonly column: string
  readonly weight: number
  readonly minimumU: number
  readonly ownBase: boolean
}

/** One aspect in which two records are compared, by ordered levels. */
export interface Comparison {
  readonly name: string
  readonly gammaColumn: string
  readonly levels: readonly Level[]
  /** Levels that are not null levels: gammas 0 … `answers` − 1. */
  readonly answers: number
  readonly columns: readonly string[]
  /** One a level when all of them can be evaluated on row positions (ELSE is undefined); else undefined: the engine evaluates SQL. */
  readonly conditions: readonly (Condition | undefined)[] | undefined
}
