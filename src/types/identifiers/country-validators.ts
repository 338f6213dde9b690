import { stdnum } from 'stdnum'

/** The compact form of a number that a country's own rule accepts, or null. */
export type CountryValidator = (text: string) => string | null

const LONGEST = 40

/** Kinds of number of each country, as `CC: kind kind`, by the names that the library gives them. */
export function countryValidators(kinds: string): ReadonlyMap<string, CountryValidator> {
  return new Map(
    kinds
      .trim()
      .split(/\s*,\s*/)
      .map((entry) => {
        const [country = '', names = ''] = entry.split(':')
        const validators = names
          .trim()
          .split(' ')
          .flatMap((name) => stdnum[country]?.[name] ?? [])
        if (validators.length !== names.trim().split(' ').length)
          throw new Error(`stdnum has not all of ${entry}: give the names that its index has for ${country}.`)
        return [country, validatorOf(validators)]
      }),
  )
}

function validatorOf(
  validators: readonly { validate(value: string): { isValid: boolean; compact?: string } }[],
): CountryValidator {
  return (text) => {
    if (text === '' || text.length > LONGEST || !/^[\x21-\x7e]+$/.test(text)) return null
    for (const validator of validators) {
      try {
        const { isValid, compact } = validator.validate(text)
        if (isValid && compact) return compact
      } catch {
        // Some of its rules trip over texts that are far from any number: those are none.
      }
    }
    return null
  }
}
