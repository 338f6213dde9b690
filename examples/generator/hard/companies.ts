import { type Random, randomOf } from '../random.ts'
import {
  ABBREVIATIONS,
  ADJECTIVES,
  INVENTED_WORD_COUNT,
  inventedWord,
  KINDS,
  NOUNS,
  STREETS,
  SURNAMES,
  TOWNS,
} from '../vocabulary.ts'
import { mistyped, secondHand } from './damage.ts'
import type { HardRow } from './hard-row.ts'

export const COMPANY_COLUMNS = [
  'name',
  'registration_number',
  'emails',
  'phones',
  'domain',
  'street',
  'town',
  'province',
] as const

const SUFFIXES = ['(Pty) Ltd', 'Pty Ltd', 'CC', 'NPC', 'Inc', 'Ltd', '', '']
const GREEK: Readonly<Record<string, string>> = {
  a: 'α',
  e: 'ε',
  i: 'ι',
  o: 'ο',
  n: 'ν',
  t: 'τ',
  k: 'κ',
  r: 'ρ',
  s: 'σ',
  m: 'μ',
  l: 'λ',
}

interface Company {
  readonly words: readonly string[]
  readonly number: string
  readonly domain: string | null
  readonly emails: readonly string[]
  readonly phones: readonly string[]
  readonly street: string
  readonly town: string
  readonly province: string
}

const label = (words: readonly string[]): string =>
  words
    .join('')
    .normalize('NFKD')
    .replace(/[^a-z0-9]/gi, '')
    .toLowerCase()
const digits = (random: Random, count: number): string => String(random.below(10 ** count)).padStart(count, '0')

function stem(random: Random): string[] {
  switch (random.below(3)) {
    case 0:
      return [random.pick(ADJECTIVES), random.pick(NOUNS)]
    case 1:
      return [inventedWord(random.below(INVENTED_WORD_COUNT))]
    default:
      return [random.pick(SURNAMES), '&', random.pick(SURNAMES)]
  }
}

/** A company of a group: sisters share the stem, the switchboard, now and then the domain, and yet are other companies. */
function companyOf(
  base: readonly string[],
  kind: string,
  group: { phone: string; domain: string; street: string },
  random: Random,
): Company {
  const place = random.pick(TOWNS)
  const words = [...base, ...kind.split(' ')]
  const own = `${label(words)}.example`
  const domain = random.chance(0.65) ? (random.chance(0.15) ? group.domain : own) : null
  const host = domain ?? random.pick(['freemail.example', 'webmail.example'])
  return {
    words,
    number: `${1990 + random.below(34)}/${digits(random, 6)}/07`,
    domain,
    emails: [
      `${domain ? random.pick(['info', 'ops', 'office']) : label(words).slice(0, 14) + digits(random, 2)}@${host}`,
    ],
    phones: [
      random.chance(0.2) ? group.phone : `+27${random.pick(['11', '12', '21', '31', '41'])}${digits(random, 7)}`,
      `+2782${digits(random, 7)}`,
    ],
    street: random.chance(0.3) ? group.street : `${1 + random.below(300)} ${random.pick(STREETS)}`,
    town: place.name,
    province: place.province,
  }
}

/** Company rows: groups of sister companies, renamed ones, abbreviations, initials, other alphabets, slips, gaps; one to four rows a company. */
export function* hardCompanies(seed: number): Generator<HardRow> {
  let company = 0
  for (let at = 0; ; at++) {
    const random = randomOf(seed, 'group', at)
    const base = stem(random)
    const group = {
      phone: `+2710${digits(random, 7)}`,
      domain: `${label(base)}group.example`,
      street: `${1 + random.below(300)} ${random.pick(STREETS)}`,
    }
    const size = random.pick([1, 1, 1, 1, 1, 2, 3])
    const kinds = new Set(Array.from({ length: size }, () => random.pick(KINDS)))
    for (const kind of kinds) {
      const entity = `C${company++}`
      const found = companyOf(base, kind, group, random)
      const copies = random.chance(0.55) ? 1 : random.pick([2, 2, 2, 3, 3, 4])
      const renamed = random.chance(0.05) ? [...stem(random), ...kind.split(' ')] : found.words
      for (let copy = 0; copy < copies; copy++)
        yield { entity, values: rowOf(found, copy > 0 ? renamed : found.words, copy > 0, random) }
    }
  }
}

function rowOf(company: Company, words: readonly string[], later: boolean, random: Random): (string | null)[] {
  const some = (list: readonly string[], missing: number): string | null => {
    const kept = list.filter(() => !random.chance(missing))
    return kept.length === 0
      ? null
      : kept.map((value) => (later && random.chance(0.03) ? mistyped(value, random) : value)).join('; ')
  }
  return [
    nameOf(words, company.town, later, random),
    secondHand(company.number, random, { missing: 0.5, typo: later ? 0.02 : 0 }),
    some(company.emails, 0.35),
    some(company.phones, 0.4),
    random.chance(0.3) ? null : company.domain,
    secondHand(company.street, random, { missing: 0.25, typo: later ? 0.1 : 0.02 }),
    secondHand(company.town, random, { missing: 0.1, typo: later ? 0.04 : 0.01 }),
    random.chance(0.15) ? null : company.province,
  ]
}

function nameOf(words: readonly string[], town: string, later: boolean, random: Random): string {
  let shown = [...words]
  if (later && random.chance(0.2)) shown = shown.map((word) => ABBREVIATIONS[word] ?? word)
  if (later && random.chance(0.05) && shown.length > 2)
    shown = [`${(shown[0] as string).slice(0, 1)}.`, ...shown.slice(1)]
  if (later && random.chance(0.04) && shown.length > 2) shown = [...shown.slice(1), shown[0] as string]
  if (later && random.chance(0.1)) shown.push(town)
  let name = shown.join(' ')
  if (later && random.chance(0.2)) name = mistyped(name, random)
  if (later && random.chance(0.02)) name = [...name.toLowerCase()].map((letter) => GREEK[letter] ?? letter).join('')
  if (random.chance(0.06)) name = name.toUpperCase()
  if (random.chance(0.02)) name = `${name} ✈️`
  if (random.chance(0.3)) name = name.replace(' & ', ' and ')
  const suffix = random.pick(SUFFIXES)
  return suffix === '' ? name : `${name} ${suffix}`
}
