import type { PiiClass } from '../../contracts/contract.ts'
import { accepted, type Normalised, refused } from '../normalise/normalised.ts'
import type { Evidence } from '../semantic-type.ts'

/** Who gives numbers of a kind, and by what rule. */
export interface IdentifierScheme {
  readonly title: string
  /**
   * Of a text in capitals, without blanks at its ends, that is not blank. `country` is that of the column, upper case, or empty. Total, and
   * idempotent on its own results.
   */
  readonly read: (text: string, country: string) => Normalised<string>
  readonly evidence: Evidence
  readonly pii: PiiClass
  /** Of every value; the check digits are not in it. */
  readonly pattern: RegExp
  readonly example: { readonly value: string; readonly country: string }
}

/** A register gives one to one entity, which has no other, and does not change it. */
export const REGISTERED: Evidence = { frequency: 'one', exclusive: true, stable: true }

export const unchecked = (value: string): Normalised<string> =>
  accepted(value, [
    { code: 'unchecked', message: 'No rule for numbers of its country is known, so its digits were not checked.' },
  ])

export const zerosRestored = (value: string): Normalised<string> =>
  accepted(value, [
    { code: 'leading_zeros_restored', message: 'Zeros in front, which spreadsheets take off, were put back.' },
  ])

export const notOf = (scheme: string, what: string): Normalised<never> =>
  refused(`invalid_${scheme}`, `The text is no ${what}: its length, its form or its check digits are wrong.`)

/** Without the signs that people write between groups of digits. */
export const compact = (text: string): string => text.replace(/[\s.\-–/,:·'’]+/g, '')
