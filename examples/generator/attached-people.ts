import type { Entity, Person } from './entity.ts'
import { inQuota, type Random, randomOf } from './random.ts'
import { isKeyedByName, type Slot, type World } from './world.ts'

/** How one person stands in one source: which of their details that source knows. */
export interface KnownPerson {
  readonly person: Person
  readonly email: string | null
  readonly mobile: string | null
  /** A line shared with colleagues or, on an airfield, with neighbours. */
  readonly landline: string | null
  readonly isInvalid: boolean
}

const NO_CONTACT_SHARE = 7

/** Whether this organization row has neither e-mail nor phone, on itself or attached. */
export function hasNoContact(world: World, slot: Slot): boolean {
  const isUnreachable = slot.kind === 'missing_key' || (slot.kind === 'missing_name' && !isKeyedByName(slot.sheet))
  return isUnreachable || inQuota(world.seed, 'no-contact', contactOrdinal(world, slot), NO_CONTACT_SHARE)
}

/** Whether the row shows the switchboard number of its airfield. */
export const showsSwitchboard = (world: World, entity: Entity, slot: Slot): boolean =>
  entity.switchboard !== null && !hasNoContact(world, slot)

/** A numbered record that repeats another's key shares that record's contacts. */
function contactOrdinal(world: World, slot: Slot): number {
  const sharesKey = slot.kind === 'repeat' || (slot.kind === 'duplicate_key' && !isKeyedByName(slot.sheet))
  return sharesKey ? (world.firstOrdinal[slot.entity] as number) : slot.content
}

/**
 * The people this row's source knows, at least one; each with an e-mail or a mobile of their own, so that no two contact rows share a key by accident.
 * The first also knows the switchboard, where there is one.
 */
export function peopleKnown(entity: Entity, random: Random): readonly KnownPerson[] {
  const skipped = random.chance(0.4) ? random.below(entity.people.length) : -1
  const present = entity.people.filter((_, at) => entity.people.length === 1 || at !== skipped)
  return present.map((person, at) => {
    const knowsEmail = random.chance(0.75)
    const knowsMobile = !knowsEmail || random.chance(0.65)
    const shared = at === 0 ? (entity.switchboard ?? (random.chance(0.4) ? entity.landline : null)) : null
    return {
      person,
      email: knowsEmail ? person.email : null,
      mobile: knowsMobile ? person.mobile : null,
      landline: shared,
      isInvalid: random.chance(0.08),
    }
  })
}

/** The one person of a row that has room for one. */
export function personKnown(world: World, entity: Entity, slot: Slot): KnownPerson {
  return peopleKnown(entity, randomOf(world.seed, 'one-person', slot.content))[0] as KnownPerson
}

/** First name and surname as two cells, sometimes with a title, an initial, shouting, or everything in one cell. */
export function nameCells(person: Person, random: Random): readonly [string | null, string | null] {
  switch (random.below(12)) {
    case 0:
      return [`${random.pick(['Mr', 'Ms', 'Capt.', 'Dr'])} ${person.firstName}`, person.surname]
    case 1:
      return [`${person.firstName.slice(0, 1)}.`, person.surname]
    case 2:
      return [person.firstName.toUpperCase(), person.surname.toUpperCase()]
    case 3:
      return [`${person.firstName} ${person.surname}`, null]
    case 4:
      return [person.firstName.toLowerCase(), ` ${person.surname}`]
    default:
      return [person.firstName, person.surname]
  }
}

/** A whole name in one cell, sometimes surname first. */
export const wholeNameCell = (person: Person, random: Random): string =>
  random.chance(0.15) ? `${person.surname}, ${person.firstName}` : `${person.firstName} ${person.surname}`
