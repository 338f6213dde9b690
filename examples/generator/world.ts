import { hash32, inQuota, randomOf, shuffledIndex } from './random.ts'

/** The four sheets in which an organization row can stand. */
export type OrganizationSheet = 'reachout' | 'contact' | 'sacaa' | 'capture'

/** `own`: an ordinary row. The others are the mess that the accounting must class. */
export type SlotKind = 'own' | 'repeat' | 'duplicate_key' | 'missing_key' | 'missing_name'

/** One organization row before it is written: which organization, in which sheet, in what state. */
export interface Slot {
  readonly entity: number
  readonly sheet: OrganizationSheet
  readonly kind: SlotKind
  /** Which of the organization's records in this sheet; `repeat` and `duplicate_key` carry the copy they repeat. */
  readonly copy: number
  /** Running number over all organization rows; quotas count on it. */
  readonly ordinal: number
  /** Ordinal whose content the row shows (differs from `ordinal` only for repeats). */
  readonly content: number
}

/** Everything about a generated landing zone that is not computed on the fly: a few bytes per organization. */
export interface World {
  readonly seed: number
  readonly rows: number
  readonly entityCount: number
  /** Ordinal of the first row of each organization. */
  readonly firstOrdinal: Uint32Array
}

const MAX_ROWS = 2_000_000

/** Lays out exactly `rows` organization rows. Throws RangeError when `rows` is not an integer in 1…2,000,000. */
export function planWorld(rows: number, seed: number): World {
  if (!Number.isInteger(rows) || rows < 1 || rows > MAX_ROWS) {
    throw new RangeError(`--rows is ${rows}; give a whole number from 1 to ${MAX_ROWS}.`)
  }
  if (!Number.isInteger(seed)) throw new RangeError(`--seed is ${seed}; give a whole number.`)
  const firstOrdinal = new Uint32Array(rows)
  let entityCount = 0
  for (let ordinal = 0; ordinal < rows; entityCount += 1) {
    firstOrdinal[entityCount] = ordinal
    ordinal += shapeOf(seed, entityCount).length
  }
  return { seed, rows, entityCount, firstOrdinal: firstOrdinal.slice(0, entityCount) }
}

/** The rows of one organization, in the order of their ordinals; the last organization is cut to the number of rows asked for. */
export function slotsOf(world: World, entity: number): readonly Slot[] {
  const first = world.firstOrdinal[entity] as number
  const slots: Slot[] = []
  const copies = { reachout: 0, contact: 0, sacaa: 0, capture: 0 }
  for (const { sheet, kind } of shapeOf(world.seed, entity)) {
    const ordinal = first + slots.length
    if (ordinal >= world.rows) break
    const repeats = kind === 'repeat' || kind === 'duplicate_key'
    const copy = repeats ? 0 : copies[sheet]++
    slots.push({ entity, sheet, kind, copy, ordinal, content: kind === 'repeat' ? first : ordinal })
  }
  return slots
}

const PAIRS: readonly (readonly OrganizationSheet[])[] = [
  ['reachout', 'contact'],
  ['reachout', 'contact'],
  ['contact', 'sacaa'],
  ['reachout', 'sacaa'],
  ['reachout', 'sacaa'],
  ['reachout', 'reachout'],
  ['contact', 'contact'],
  ['reachout', 'capture'],
  ['reachout', 'contact'],
]
const TRIPLES: readonly (readonly OrganizationSheet[])[] = [
  ['reachout', 'contact', 'sacaa'],
  ['contact', 'reachout', 'sacaa'],
  ['sacaa', 'reachout', 'contact'],
  ['reachout', 'contact', 'reachout'],
]
const SINGLES: readonly OrganizationSheet[] = [
  'reachout',
  'reachout',
  'reachout',
  'contact',
  'contact',
  'sacaa',
  'capture',
]

function shapeOf(seed: number, entity: number): { sheet: OrganizationSheet; kind: SlotKind }[] {
  const random = randomOf(seed, 'shape', entity)
  const sheets = sheetsOf(seed, entity, random.next())
  const shape = sheets.map((sheet): { sheet: OrganizationSheet; kind: SlotKind } => ({ sheet, kind: 'own' }))
  const extra = extraKind(seed, entity)
  const first = sheets[0] as OrganizationSheet
  if (extra !== undefined)
    shape.push({ sheet: first, kind: extra === 'missing_key' && isKeyedByName(first) ? 'missing_name' : extra })
  return shape
}

function sheetsOf(seed: number, entity: number, draw: number): readonly OrganizationSheet[] {
  const choose = <T>(list: readonly T[]): T => list[Math.floor(draw * list.length)] as T
  // Of twenty organizations seven stand once, seven twice and six three times: close to half of all rows repeat another.
  if (inQuota(seed, 'size', entity, 7)) return [choose(SINGLES)]
  if (inQuota(seed, 'size', entity, 14)) return choose(PAIRS)
  return choose(TRIPLES)
}

/** SACAA and the capture sheet have no number: the name is the key. */
export const isKeyedByName = (sheet: OrganizationSheet): boolean => sheet === 'sacaa' || sheet === 'capture'

const EXTRAS: readonly SlotKind[] = ['repeat', 'duplicate_key', 'missing_key', 'missing_name']

function extraKind(seed: number, entity: number): SlotKind | undefined {
  if (!inQuota(seed, 'extra', entity, 2)) return undefined
  return EXTRAS[(entity + hash32(seed, 'extra', Math.floor(entity / 20))) % EXTRAS.length]
}

/** An organization row and the number its sheet knows it by. */
export interface NumberedSlot {
  readonly slot: Slot
  readonly id: number
}

/**
 * The organization rows of one sheet in that sheet's own shuffled order. Another `order` name gives another order of the same rows,
 * with the same ids: sheets that refer to these rows use it, so that nothing lines up by position.
 */
export function* slotsOfSheet(world: World, sheet: OrganizationSheet, order?: string): Generator<NumberedSlot> {
  const size = world.entityCount
  for (let step = 0; step < size; step += 1) {
    const place = order === undefined ? step : shuffledIndex(world.seed, order, step, size)
    const entity = shuffledIndex(world.seed, sheet, place, size)
    for (const slot of slotsOf(world, entity)) {
      if (slot.sheet === sheet) yield { slot, id: slot.copy * size + place + 1 }
    }
  }
}

/** A number that no row of the sheet carries. */
export const unknownId = (world: World, index: number): number => 10 * world.entityCount + index + 1000
