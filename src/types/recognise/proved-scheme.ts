import { type IdentifierSchemeName, identifierSchemes } from '../identifiers/identifier-schemes.ts'

/** A number of value added tax before one of a person: where one rule is both, firms have it too. */
const GIVEN_BY_STATES = ['vat', 'national_id'] as const satisfies readonly IdentifierSchemeName[]
const FEWEST = 5
const SHARE = 0.9
const SHORTEST = 8

/** The number with its last digit raised by one. */
const altered = (number: string): string => number.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10))

/**
 * The scheme whose check digits prove the cells of a column: nearly all are of it in the country, and with another last digit hardly any
 * would be. Null where none does, and where a scheme of the country has no check digits.
 */
export function provedScheme(sample: readonly string[], country: string): 'vat' | 'national_id' | null {
  const numbers = [...new Set(sample.map((cell) => cell.trim().toUpperCase()))].filter(
    (cell) => cell.length >= SHORTEST && cell.length <= 40 && /\d.*\d.*\d/.test(cell),
  )
  const distinct = new Set(sample.map((cell) => cell.trim().toUpperCase())).size
  if (numbers.length < FEWEST || numbers.length < SHARE * distinct) return null
  for (const name of GIVEN_BY_STATES) {
    const { read } = identifierSchemes[name]
    const isProved = (text: string): boolean => {
      const { value, issues } = read(text, country)
      return value !== null && issues.length === 0
    }
    const valid = numbers.filter(isProved)
    if (valid.length < SHARE * distinct) continue
    if (valid.filter((number) => isProved(altered(number))).length <= (1 - SHARE) * valid.length) return name
  }
  return null
}
