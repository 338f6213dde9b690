/**
 * One answer of a comparison, in Splink's terms: a condition of DuckDB's SQL over `"<column>_l"` and `"<column>_r"`. `m` and `u` are
 * where estimation starts (chance of this answer among pairs that are one entity, and among pairs that are not).
 */
export interface ComparisonLevel {
  readonly label: string
  readonly sql: string
  /** The answer where one side has no value: says nothing. */
  readonly isNull?: true
  readonly m?: number
  readonly u?: number
  /** The column whose value's own frequency counts in place of the level's: an equal rare name says more. */
  readonly termFrequency?: string
  /** A pair that answers so is no link by itself, however much else agrees: a person is asked. */
  readonly isHeld?: true
  /** Two that agree so are often two all the same, as people of one name are: alone it is no link. */
  readonly isCommon?: true
  /** Held, unless both have the same of something of which an entity has one all its life. */
  readonly isDoubted?: true
  /** Held, and no entity takes in both, not even by way of others: what one of them says, the other cannot. */
  readonly isApart?: true
}

/** What brings two records together: equal `l.` and `r.` columns, lists compared element by element. */
export interface BlockingRule {
  readonly sql: string
  readonly explode: readonly string[]
}
