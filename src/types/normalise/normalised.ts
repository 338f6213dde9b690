/** A remark about a value: a stable code for counting, and a sentence for people. */
export interface Issue {
  /** snake_case. */
  readonly code: string
  readonly message: string
  /**
   * What the value does not tell: that a text without one only stands for nothing, or that a text with one has a part that is not used, or
   * that is said besides and used where an attribute takes it. Otherwise a text without a value cannot be used, and one with a value is
   * used whole.
   */
  readonly effect?: 'says_nothing' | 'drops_part' | 'tells_beside'
}

/** What a text says besides its value, by the names that its type gives: the role beside a name, the extension of a number. */
export type Beside = Readonly<Record<string, string>>

/** A value in canonical form, or null when the raw text has none; issues say what was repaired or why not. */
export interface Normalised<T> {
  readonly value: T | null
  readonly issues: readonly Issue[]
  readonly beside?: Beside
}

export interface NormaliseContext {
  /** ISO 3166-1 alpha-2, any case: the default for phones and provinces. */
  readonly country: string
  /** The order in which the source writes numeric dates. */
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd'
}

export type Normaliser<T> = (raw: string | null, context: NormaliseContext) => Normalised<T>

const NO_ISSUES: readonly Issue[] = []

export const accepted = <T>(value: T, issues: readonly Issue[] = NO_ISSUES): Normalised<T> => ({ value, issues })

/** The same, with what the text says besides when it says anything. */
export const besides = <T>(normalised: Normalised<T>, beside: Beside): Normalised<T> =>
  Object.keys(beside).length === 0 ? normalised : { ...normalised, beside }

export const refused = (code: string, message: string): Normalised<never> => ({
  value: null,
  issues: [{ code, message }],
})

/** A text that only stands for nothing: there is no value, and none was meant. */
export const saidNothing = (code: string, message: string): Normalised<never> => ({
  value: null,
  issues: [{ code, message, effect: 'says_nothing' }],
})

/** A blank cell: no value and nothing to remark. */
export const absent: Normalised<never> = { value: null, issues: NO_ISSUES }
