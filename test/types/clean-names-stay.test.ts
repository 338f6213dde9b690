import { allFakers } from '@faker-js/faker'
import { expect, test } from 'vitest'
import { typeOf } from './support/read-type.ts'

/** Countries by the language in which names are made up. */
const LOCALES = {
  en_ZA: 'ZA',
  en_US: 'US',
  de: 'DE',
  fr: 'FR',
  es: 'ES',
  pt_BR: 'BR',
  nl: 'NL',
  it: 'IT',
  pl: 'PL',
  tr: 'TR',
  ru: 'RU',
  zh_CN: 'CN',
  ja: 'JP',
  ar: 'SA',
} as const
const EACH = 800
const MOST = 1 / 1000

const person = typeOf('person_name')
const organization = typeOf('organization_name')

/** Clean values that do not come out as they went in. */
function changed(type: typeof person, made: (faker: (typeof allFakers)['en']) => string): string[] {
  return Object.entries(LOCALES).flatMap(([locale, country]) => {
    const faker = allFakers[locale as keyof typeof LOCALES]
    faker.seed(20_251)
    const { split, normalise } = type.reader(country, {})
    return Array.from({ length: EACH }, () => made(faker)).flatMap((text) => {
      const read = split(text).map((part) => normalise(part).value)
      return read.length === 1 && read[0] === text ? [] : [`${text} → ${read.join(' | ')}`]
    })
  })
}

test.each([
  ['people', person, (faker: (typeof allFakers)['en']) => `${faker.person.firstName()} ${faker.person.lastName()}`],
  ['organizations', organization, (faker: (typeof allFakers)['en']) => faker.company.name()],
] as const)(
  'of more than ten thousand clean names of %s in fourteen languages at most one in a thousand changes',
  (_, type, made) => {
    const found = changed(type, made)
    expect(found.length / (Object.keys(LOCALES).length * EACH), found.join('\n')).toBeLessThanOrEqual(MOST)
  },
)
