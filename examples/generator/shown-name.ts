import { asciiFold, type Entity } from './entity.ts'
import { inQuota, type Random, randomOf } from './random.ts'
import { ABBREVIATIONS } from './vocabulary.ts'
import type { Slot, World } from './world.ts'

/** A name as somebody typed it, and what they did to it. */
export interface ShownName {
  readonly text: string
  readonly hasTypo: boolean
  readonly isAbbreviated: boolean
}

const TYPO_SHARE = 4
const ABBREVIATED_SHARE = 3

/** The organization's name in one row. The same slot always shows the same name. */
export function shownName(world: World, entity: Entity, slot: Slot): ShownName {
  const random = randomOf(world.seed, 'shown', slot.content)
  const typed = typedName(world, entity, slot.content, random)
  const first = world.firstOrdinal[slot.entity] as number
  let { text, hasTypo } = typed
  if (slot.sheet === 'capture' && slot.content !== first) {
    // A capture row beside another record of its organization is spelt differently, or it would be about that record and no organization row.
    const other = typedName(world, entity, first, randomOf(world.seed, 'shown', first)).text
    hasTypo = true
    do text = mistype(typed.text, random)
    while (text === other)
  }
  return { text: restyle(withSuffix(text, entity.suffix, random), random), hasTypo, isAbbreviated: typed.isAbbreviated }
}

function typedName(world: World, entity: Entity, content: number, random: Random): ShownName {
  const isAbbreviated = inQuota(world.seed, 'abbreviated', content, ABBREVIATED_SHARE)
  const hasTypo = inQuota(world.seed, 'typo', content, TYPO_SHARE)
  const text = isAbbreviated ? abbreviate(entity.name, random) : entity.name
  return { text: hasTypo ? mistype(text, random) : text, hasTypo, isAbbreviated }
}

/** Shortens every word that has a short form; now and then the leading words become initials. */
function abbreviate(name: string, random: Random): string {
  const short = name.replace(/[A-Z][a-z]+/g, (word) => ABBREVIATIONS[word] ?? word)
  const [first = '', ...rest] = short.split(' ')
  return random.chance(0.15) && rest.length > 1 ? `${first.slice(0, 1)}. ${rest.join(' ')}` : short
}

/** One slip of the hand inside a word of at least four letters: a letter dropped, doubled, swapped with its neighbour, or replaced. Never returns the same name. */
function mistype(name: string, random: Random): string {
  const places = [...name.matchAll(/\p{L}(?=\p{L}{3})/gu)].map((match) => match.index + 1)
  if (places.length === 0) return `${name}${name.at(-1)}`
  const at = random.pick(places)
  const here = name[at] as string
  const next = name[at + 1] as string
  const slip = random.below(4)
  if (slip === 0) return name.slice(0, at) + name.slice(at + 1)
  if (slip === 1 || here === next) return name.slice(0, at) + here + name.slice(at)
  if (slip === 2) return name.slice(0, at) + next + here + name.slice(at + 2)
  return name.slice(0, at) + neighbourKey(here) + name.slice(at + 1)
}

const KEYBOARD = 'qwertyuiopasdfghjklzxcvbnm'

function neighbourKey(letter: string): string {
  const at = KEYBOARD.indexOf(letter.toLowerCase())
  return at < 0 ? 'e' : (KEYBOARD[(at + 1) % KEYBOARD.length] as string)
}

const SUFFIX_SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  '(Pty) Ltd': ['(Pty) Ltd', '(PTY) LTD', 'Pty Ltd', '(Pty) Limited', 'PTY. LTD.', ''],
  CC: ['CC', 'cc', 'C.C.', ''],
  NPC: ['NPC', 'npc', ''],
  Inc: ['Inc', 'Inc.', 'INC', ''],
  Limited: ['Limited', 'Ltd', 'LTD.', ''],
}

function withSuffix(name: string, suffix: string, random: Random): string {
  const spelling = random.pick(SUFFIX_SPELLINGS[suffix] ?? [''])
  return spelling === '' ? name : `${name} ${spelling}`
}

/** Differences that mean nothing: case, accents, "&" or "and", spaces, a decorating emoji. */
function restyle(name: string, random: Random): string {
  const style = random.below(20)
  if (style === 0) return name.toUpperCase()
  if (style === 1) return name.toLowerCase()
  if (style === 2) return name.replace(' ', '  ')
  if (style === 3) return `  ${name} `
  if (style === 4) return asciiFold(name)
  if (style <= 7) return name.replace(' & ', ' and ')
  if (style === 8 && random.chance(0.3)) return `${name} ✈️`
  if (style === 9) return name.replace(/a(?=\p{L}*$)/u, 'á')
  return name
}
