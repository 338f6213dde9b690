import type { Entity, Person } from './entity.ts'
import type { Random } from './random.ts'
import { PROVINCE_SPELLINGS, REMARKS, STREETS, TOWNS } from './vocabulary.ts'

/** One spreadsheet cell. `date` is an Excel serial shown with a date format. */
export type Cell = string | number | null | { readonly date: number }

/** A South African number of nine national digits in one of the ways people (and Excel) write it. */
export function phoneCell(national: string, random: Random): Cell {
  const [area, middle, end] = [national.slice(0, 2), national.slice(2, 5), national.slice(5)]
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2:
      return Number(national)
    case 3:
      return Number(`27${national}`)
    case 4:
      return `+27 ${area} ${middle} ${end}`
    case 5:
      return `+27${national}`
    case 6:
      return `0027${national}`
    case 7:
      return `(0${area}) ${middle}-${end}`
    case 8:
      return `+27 (0)${area} ${middle} ${end}`
    case 9:
      return `0${area}-${middle}-${end}`
    default:
      return `0${area} ${middle} ${end}`
  }
}

/** Two numbers in one cell. */
export function twoPhonesCell(first: string, second: string, random: Random): string {
  return `0${first.slice(0, 2)} ${first.slice(2)}${random.pick([' / ', '; ', ' or ', ', '])}0${second.slice(0, 2)} ${second.slice(2)}`
}

const NOT_A_PHONE = ['n/a', '112', 'ask reception', '082 123 45', '-'] as const
export const notAPhone = (random: Random): string => random.pick(NOT_A_PHONE)

const NOT_AN_EMAIL = ['n/a', 'info at office dot example', 'none', '@', 'see website'] as const
export const notAnEmail = (random: Random): string => random.pick(NOT_AN_EMAIL)

/** An address as it stands in a cell: case, a trailing dot, mailto, a display name, stray spaces. */
export function emailCell(email: string, person: Person, random: Random): string {
  switch (random.below(14)) {
    case 0:
      return email.toUpperCase()
    case 1:
      return `${email}.`
    case 2:
      return `mailto:${email}`
    case 3:
      return `${person.firstName} ${person.surname} <${email}>`
    case 4:
      return ` ${email} `
    default:
      return email
  }
}

/** Several addresses in a cell. */
export const emailsCell = (emails: readonly string[], random: Random): string =>
  emails.join(random.pick(['; ', ',', ' / ', ' | ']))

const FIRST_DAY = 45000
const DAYS = 900

/** A day in the ways the real sheets hold it: a date cell, a bare serial, text in two orders, or nothing usable. */
export function dateCell(random: Random): Cell {
  const serial = FIRST_DAY + random.below(DAYS)
  const iso = new Date((serial - 25569) * 86_400_000).toISOString().slice(0, 10)
  const [year, month, day] = iso.split('-') as [string, string, string]
  switch (random.below(12)) {
    case 0:
    case 1:
    case 2:
    case 3:
      return { date: serial }
    case 4:
    case 5:
      return serial
    case 6:
    case 7:
      return `${day}/${month}/${year}`
    case 8:
      return iso
    case 9:
      return random.pick(['31/02/2024', 'last week', '2024', '13/13/2024'])
    default:
      return null
  }
}

/** The province column: a spelling of the province, or the town, or something else. */
export function areaCell(entity: Entity, random: Random): string | null {
  const draw = random.next()
  if (draw < 0.25) return entity.town.name
  if (draw < 0.3) return random.pick(['Unknown', 'Nowhere in particular', 'SA', 'various'])
  if (draw < 0.36) return null
  if (draw < 0.65) return random.pick(PROVINCE_SPELLINGS[entity.town.province] ?? [entity.town.province])
  return entity.town.province
}

export function websiteCell(entity: Entity, random: Random): string | null {
  if (entity.domain === null) return random.chance(0.1) ? random.pick(['n/a', 'facebook', 'www']) : null
  const draw = random.below(9)
  if (draw === 0) return null
  if (draw === 1) return `HTTP://WWW.${entity.domain.toUpperCase()}/`
  if (draw === 2) return `https://${entity.domain}/about/?ref=1#top`
  if (draw === 3) return `info@${entity.domain}`
  if (draw < 6) return `www.${entity.domain}`
  return draw === 6 ? entity.domain : `https://www.${entity.domain}`
}

export function streetCell(entity: Entity, random: Random): string {
  const hangar = 1 + (entity.index % 180)
  return `${random.pick(['Hangar', 'Unit', 'No.'])} ${hangar}, ${random.pick(STREETS)}${random.chance(0.2) ? ',' : ''}`
}

export const townCell = (entity: Entity, random: Random): string =>
  random.chance(0.5) ? `${entity.town.name}, ${entity.town.postcode}` : entity.town.name

/** A note, now and then one that a spreadsheet would run or a screen would trip over. */
export const remarkCell = (random: Random): string | null => (random.chance(0.45) ? random.pick(REMARKS) : null)

export const otherTown = (random: Random): string => random.pick(TOWNS).name
