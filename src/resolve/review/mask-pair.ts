import type { PiiClass } from '../../contracts/index.ts'
import { mask } from '../../contracts/mask.ts'
import type { ReviewPair } from './review-pair.ts'

/** Fields of refined records that speak of a person; every other field is about the organization. */
const PERSONAL = /(^|_)(emails?|phones?|person|people|first_name|last_name|family_name|given_name|name_keys?)(_|$)/

/** The class of a field that records are compared by. */
const fieldClass = (field: string, subject: ReviewPair['subject']): PiiClass =>
  PERSONAL.test(field) || (subject === 'people' && /name/.test(field)) ? 'personal' : 'none'

/** A value as it may be shown; the parts of a list, joined by `; `, each for themselves. */
export const maskField = (field: string, value: string, subject: ReviewPair['subject']): string =>
  value
    .split('; ')
    .map((part) => mask(part, fieldClass(field, subject)))
    .join('; ')

/** The pair with the personal values of both records masked. */
export function maskPair(pair: ReviewPair): ReviewPair {
  const masked = (values: ReviewPair['left']) =>
    Object.fromEntries(
      Object.entries(values).map(([field, value]) => [
        field,
        value === null ? null : maskField(field, value, pair.subject),
      ]),
    )
  return { ...pair, left: masked(pair.left), right: masked(pair.right) }
}
