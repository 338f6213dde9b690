import { inQuota, randomOf, shuffledIndex } from './random.ts'
import {
  ADJECTIVES,
  CATEGORIES,
  FIRST_NAMES,
  GENERATION_WORDS,
  INVENTED_WORD_COUNT,
  inventedWord,
  KINDS,
  LOOK_ALIKE_MARKS,
  NOUNS,
  ROLES,
  SURNAMES,
  TOWNS,
  type Town,
} from './vocabulary.ts'
import type { World } from './world.ts'

/** An invented person of an organization. Phones are nine national digits. */
export interface Person {
  readonly id: string
  readonly firstName: string
  readonly surname: string
  readonly role: string
  readonly mobile: string
  readonly email: string
}

/** A true organization, before anyone typed it wrong. */
export interface Entity {
  readonly index: number
  readonly id: string
  /** Without legal suffix. */
  readonly name: string
  readonly suffix: string
  readonly town: Town
  readonly category: string
  /** Own domain, or null for those on free mail. */
  readonly domain: string | null
  /** Nine national digits. */
  readonly landline: string
  /** The shared number of the airfield it sits on, when it has no line of its own. */
  readonly switchboard: string | null
  readonly isLookAlike: boolean
  readonly people: readonly Person[]
}

const SUFFIXES = ['(Pty) Ltd', '(Pty) Ltd', '(Pty) Ltd', 'CC', 'NPC', 'Inc', 'Limited', '', ''] as const
const FREE_MAIL = ['freemail.example', 'webmail.example'] as const
const MOBILE_PREFIXES = ['82', '83', '72', '73', '84', '76', '71', '79', '60', '61', '74', '78'] as const
const NUMBERS_PER_PREFIX = 10_000_000
const MEMBERS_PER_SWITCHBOARD = 12
const PEOPLE_PER_ENTITY = 4

/** The nth organization of a world; pure, so any sheet can ask for it at any time instead of keeping all of them. */
export function entityAt(world: World, index: number): Entity {
  const { seed } = world
  const random = randomOf(seed, 'entity', index)
  const town = random.pick(TOWNS)
  const isLookAlike = looksLikeNeighbour(seed, index)
  const plain = isLookAlike ? lookAlikeName(seed, index) : baseName(seed, index)
  const name = random.chance(0.2) ? `${plain} ${town.name}` : plain
  const domain = random.chance(0.7) ? `${domainLabel(name)}.example` : null
  const size = 1 + random.below(PEOPLE_PER_ENTITY - 1)
  return {
    index,
    id: `E${String(index + 1).padStart(7, '0')}`,
    name,
    suffix: random.pick(SUFFIXES),
    town,
    category: random.pick(CATEGORIES),
    domain,
    landline: localNumber(town.dialling, shuffledIndex(seed, 'landline', index, NUMBERS_PER_PREFIX)),
    switchboard: inQuota(seed, 'switchboard', index, 4) ? switchboardNumber(world, random.next()) : null,
    isLookAlike,
    people: Array.from({ length: size }, (_, member) => personAt(seed, index, member, domain)),
  }
}

function personAt(seed: number, entity: number, member: number, domain: string | null): Person {
  const random = randomOf(seed, 'person', entity, member)
  const number = entity * PEOPLE_PER_ENTITY + member
  const firstName = random.pick(FIRST_NAMES)
  const surname = random.pick(SURNAMES)
  const local = `${asciiFold(firstName)}.${asciiFold(surname)}`.toLowerCase()
  const isOnOwnDomain = domain !== null && random.chance(0.8)
  return {
    id: `P${String(entity + 1).padStart(7, '0')}-${member + 1}`,
    firstName,
    surname,
    role: random.pick(ROLES),
    mobile: localNumber(
      MOBILE_PREFIXES[number % MOBILE_PREFIXES.length] as string,
      shuffledIndex(seed, 'mobile', number % NUMBERS_PER_PREFIX, NUMBERS_PER_PREFIX),
    ),
    email: isOnOwnDomain
      ? `${local}${member > 0 ? member + 1 : ''}@${domain}`
      : `${local}${number}@${random.pick(FREE_MAIL)}`,
  }
}

/** A quarter of all names each: two English words, one invented word, two families, an invented word and a noun. All differ. */
export function baseName(seed: number, index: number): string {
  const form = index % 4
  const sizes = [
    ADJECTIVES.length * NOUNS.length,
    INVENTED_WORD_COUNT,
    SURNAMES.length * (SURNAMES.length - 1),
    INVENTED_WORD_COUNT * NOUNS.length,
  ]
  const space = (sizes[form] as number) * KINDS.length
  const turn = Math.floor(index / 4)
  const place = shuffledIndex(seed, `name${form}`, turn % space, space)
  const kind = KINDS[place % KINDS.length] as string
  const stem = stemOf(form, Math.floor(place / KINDS.length))
  const generation = Math.floor(turn / space)
  const name = `${stem} ${kind}`
  if (generation === 0) return name
  const word = GENERATION_WORDS[generation - 1]
  if (word === undefined)
    throw new RangeError(`The vocabulary has no name for organization ${index}; ask for fewer rows.`)
  return `${word} ${name}`
}

function stemOf(form: number, code: number): string {
  if (form === 0) return `${ADJECTIVES[code % ADJECTIVES.length]} ${NOUNS[Math.floor(code / ADJECTIVES.length)]}`
  if (form === 1) return inventedWord(code)
  if (form === 3) return `${inventedWord(code % INVENTED_WORD_COUNT)} ${NOUNS[Math.floor(code / INVENTED_WORD_COUNT)]}`
  const left = code % SURNAMES.length
  const step = 1 + Math.floor(code / SURNAMES.length)
  return `${SURNAMES[left]} & ${SURNAMES[(left + step) % SURNAMES.length]}`
}

function looksLikeNeighbour(seed: number, index: number): boolean {
  return index > 0 && inQuota(seed, 'look-alike', index, 3) && !inQuota(seed, 'look-alike', index - 1, 3)
}

function lookAlikeName(seed: number, index: number): string {
  const neighbour = baseName(seed, index - 1)
  const random = randomOf(seed, 'look-alike', index)
  const mark = random.pick(LOOK_ALIKE_MARKS)
  return random.chance(0.3) ? `New ${neighbour}` : `${neighbour} ${mark}`
}

function switchboardNumber(world: World, draw: number): string {
  const count = Math.max(1, Math.floor((world.entityCount * 0.2) / MEMBERS_PER_SWITCHBOARD))
  const index = Math.floor(draw * count)
  const town = TOWNS[index % TOWNS.length] as Town
  // Land lines of organizations never begin with this digit pair, so a switchboard is nobody's own line.
  return `${town.dialling}99${String(index).padStart(5, '0')}`
}

function localNumber(prefix: string, index: number): string {
  const digits = String(index % NUMBERS_PER_PREFIX).padStart(7, '0')
  return `${prefix}${digits.replace(/^99/, '89')}`
}

const domainLabel = (name: string): string =>
  asciiFold(name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '')
    .slice(0, 60)

/** Letters without their accents. */
export const asciiFold = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '')
