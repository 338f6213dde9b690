/** Text measures that DuckDB and Hotpass compute alike, on bytes. */
export type TextMeasure =
  | 'jaro_winkler_similarity'
  | 'jaro_similarity'
  | 'levenshtein'
  | 'damerau_levenshtein'
  | 'jaccard'

/**
 * What two names have in common as sets of words, by what distinguishes them in this file (`WordAlignment`). DuckDB has no such functions:
 * a condition with one is evaluated by Hotpass alone.
 */
export const WORD_MEASURES = [
  'word_likeness',
  'word_containment',
  'word_rarity',
  'word_conflict',
  'word_difference',
] as const
export type WordMeasure = (typeof WORD_MEASURES)[number]

export type Bound = '>=' | '>' | '<=' | '<'

/**
 * A level's condition in a form that is evaluated on pairs of row positions. Operands are SQL expressions over the columns of
 * one row, so each is computed once a row, not once a pair.
 */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  /** A truth about one row of the pair. */
  | { readonly kind: 'flag'; readonly side: Side; readonly operand: string }
  /** `operand IS NULL` of one row. */
  | { readonly kind: 'missing'; readonly side: Side; readonly operand: string }
  | { readonly kind: 'equal'; readonly left: string; readonly right: string }
  | {
      readonly kind: 'text'
      readonly measure: TextMeasure
      readonly left: string
      readonly right: string
      readonly bound: Bound
      readonly limit: number
    }
  | {
      readonly kind: 'words'
      readonly measure: WordMeasure
      readonly left: string
      readonly right: string
      readonly bound: Bound
      readonly limit: number
    }
  /** Size of the intersection of two lists; as a share of their union or of the shorter one. */
  | {
      readonly kind: 'shared'
      readonly of: 'count' | 'union' | 'shorter'
      readonly left: string
      readonly right: string
      readonly bound: Bound
      readonly limit: number
    }
  /** |left − right| of two numbers. */
  | {
      readonly kind: 'difference'
      readonly left: string
      readonly right: string
      readonly bound: Bound
      readonly limit: number
    }

export type Side = 'l' | 'r'
