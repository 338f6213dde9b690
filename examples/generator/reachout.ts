import { hasNoContact, type KnownPerson, nameCells, peopleKnown } from './attached-people.ts'
import { baseName, type Entity, entityAt } from './entity.ts'
import {
  areaCell,
  type Cell,
  dateCell,
  emailCell,
  emailsCell,
  notAnEmail,
  notAPhone,
  phoneCell,
  remarkCell,
  streetCell,
  townCell,
  twoPhonesCell,
  websiteCell,
} from './mess.ts'
import { type Random, randomOf } from './random.ts'
import { blankRow, repeated, type Sheet, type SheetRow, sideSheet, type Workbook } from './sheet-row.ts'
import { shownName } from './shown-name.ts'
import { AIRCRAFT } from './vocabulary.ts'
import { type Slot, slotsOf, slotsOfSheet, unknownId, type World } from './world.ts'

const ORGANISATION_COLUMNS = [
  'Organisation Name',
  'ID',
  'Reachout Date',
  'Recent_Touch_Ind',
  'Area',
  'Distance',
  'Type',
  'Website',
  'Address',
  'Planes',
  'Description Type',
  'Notes',
  'Open Questions',
]
const CONTACT_COLUMNS = [
  'ID',
  'Organisation Name',
  'Reachout Date',
  'Firstname',
  'Surname',
  'Position',
  'Phone',
  'WhatsApp',
  'Email',
  'Invalid',
  'Unnamed: 10',
]

/** `Reachout Database.xlsx`. */
export function reachoutWorkbook(world: World): Workbook {
  const organization: Sheet = {
    name: 'Organisation',
    columns: ORGANISATION_COLUMNS,
    rows: organisationRows(world),
    isSource: true,
  }
  const contacts: Sheet = { name: 'Contact Info', columns: CONTACT_COLUMNS, rows: contactRows(world), isSource: true }
  const lists = sideSheet(
    'Lists',
    ['Type', 'Invalid'],
    [
      ['Flight School', 'x'],
      ['Charter', null],
    ],
  )
  return { file: 'Reachout Database.xlsx', sheets: [organization, contacts, lists] }
}

const BLANKS_PER_ROW = 3 / 7

/** Organisation rows with padding between and, mostly, after them: three blanks to seven rows. */
function* organisationRows(world: World): Generator<SheetRow> {
  const random = randomOf(world.seed, 'reachout-padding')
  let written = 0
  let blanks = 0
  for (const { slot, id } of slotsOfSheet(world, 'reachout')) {
    yield organisationRow(world, slot, id)
    written += 1
    if (random.chance(0.08)) {
      yield blankRow(padding(ORGANISATION_COLUMNS.length, random))
      blanks += 1
    }
  }
  for (; blanks < written * BLANKS_PER_ROW; blanks += 1) yield blankRow(padding(ORGANISATION_COLUMNS.length, random))
}

/** Formatted but empty cells, a few with a stray space. */
function padding(width: number, random: Random): Cell[] {
  const cells: Cell[] = new Array(width).fill(null)
  if (random.chance(0.1)) cells[2] = ' '
  return cells
}

function organisationRow(world: World, slot: Slot, id: number): SheetRow {
  const entity = entityAt(world, slot.entity)
  const random = randomOf(world.seed, 'reachout', slot.content)
  const cells: Cell[] = [
    slot.kind === 'missing_name' ? null : shownName(world, entity, slot).text,
    slot.kind === 'missing_key' ? null : id,
    dateCell(random),
    random.pick(['Y', 'N', null]),
    areaCell(entity, random),
    random.chance(0.3) ? random.below(900) : null,
    random.chance(0.85) ? entity.category : null,
    websiteCell(entity, random),
    random.chance(0.6) ? `${streetCell(entity, random)} ${townCell(entity, random)}` : null,
    random.chance(0.4) ? `${random.pick(AIRCRAFT)}, ${random.pick(AIRCRAFT)}` : null,
    random.chance(0.4) ? `${entity.category} at ${entity.town.name}` : null,
    slot.kind === 'duplicate_key' ? 'Typed in a second time' : remarkCell(random),
    random.chance(0.1) ? 'Who signs?' : null,
  ]
  return { cells, entity: entity.id, person: '', expected: isSound(slot) ? 'published_or_merged' : 'quarantined' }
}

const isSound = (slot: Slot): boolean => slot.kind === 'own' || slot.kind === 'repeat'

function* contactRows(world: World): Generator<SheetRow> {
  for (const { slot, id } of slotsOfSheet(world, 'reachout', 'reachout-contacts')) {
    if (slot.kind === 'own') yield* contactsOf(world, slot, id)
  }
  yield* orphanContacts(world)
}

/** The contact rows of one organization row, with the ways such rows go wrong. */
function* contactsOf(world: World, slot: Slot, id: number): Generator<SheetRow> {
  const entity = entityAt(world, slot.entity)
  const random = randomOf(world.seed, 'reachout-contacts', slot.content)
  const name = shownName(world, entity, slot).text
  if (hasNoContact(world, slot)) {
    if (random.chance(0.25)) yield contactRow(entity, id, name, nobody(entity), random)
    return
  }
  const isAlone = slotsOf(world, slot.entity).length === 1
  const shownId = isAlone && random.chance(0.06) ? unknownId(world, id) : id
  for (const known of peopleKnown(entity, random)) {
    const row = contactRow(entity, shownId, name, known, random)
    yield row
    const fault = random.next()
    if (fault < 0.02) yield repeated(row)
    else if (fault < 0.04) yield { ...row, cells: row.cells.with(5, 'Was somebody else'), expected: 'quarantined' }
  }
  // Without an ID two records of one organization would give their contacts one key: only the first has such a row.
  if (slot.copy === 0 && random.chance(0.06))
    yield withoutId(contactRow(entity, id, name, peopleKnown(entity, random)[0] as KnownPerson, random))
}

/** A contact row that names a person and nothing to reach them by. */
const nobody = (entity: Entity): KnownPerson => ({
  person: entity.people[0] as KnownPerson['person'],
  email: null,
  mobile: null,
  landline: null,
  isInvalid: false,
})

/** Without an ID a contact still finds its organization by name, as long as one has that name. */
const withoutId = (row: SheetRow): SheetRow => ({ ...row, cells: row.cells.with(0, null) })

function contactRow(entity: Entity, id: number, name: string, known: KnownPerson, random: Random): SheetRow {
  const [firstName, surname] = nameCells(known.person, random)
  const cells: Cell[] = [
    random.chance(0.1) ? String(id) : id,
    name,
    dateCell(random),
    firstName,
    surname,
    random.chance(0.7) ? known.person.role : null,
    phoneOf(known, random),
    known.mobile !== null && random.chance(0.5) ? phoneCell(known.mobile, random) : null,
    emailOf(entity, known, random),
    known.isInvalid ? random.pick(['x', 'Yes', 'TRUE', 'Invalid']) : null,
    random.chance(0.03) ? 'left the company?' : null,
  ]
  return { cells, entity: entity.id, person: known.person.id, expected: 'attached' }
}

function phoneOf(known: KnownPerson, random: Random): Cell {
  const { mobile, landline } = known
  if (mobile !== null && landline !== null) return twoPhonesCell(mobile, landline, random)
  if (landline !== null) return phoneCell(landline, random)
  if (mobile !== null) return phoneCell(mobile, random)
  return known.email !== null && random.chance(0.08) ? notAPhone(random) : null
}

function emailOf(entity: Entity, known: KnownPerson, random: Random): Cell {
  if (known.email === null) return known.mobile !== null && random.chance(0.08) ? notAnEmail(random) : null
  if (entity.domain !== null && random.chance(0.06)) return emailsCell([known.email, `info@${entity.domain}`], random)
  return emailCell(known.email, known.person, random)
}

/** Contacts of organizations that stand nowhere, neither by number nor by name. */
function* orphanContacts(world: World): Generator<SheetRow> {
  const count = Math.max(2, Math.floor(world.entityCount / 80))
  for (let index = 0; index < count; index += 1) {
    const stranger = entityAt(world, world.entityCount + index)
    const random = randomOf(world.seed, 'reachout-orphan', index)
    const known = peopleKnown(stranger, random)[0] as KnownPerson
    const name = `Vanished ${baseName(world.seed, stranger.index)}`
    const row = contactRow(stranger, unknownId(world, 2 * world.entityCount + index), name, known, random)
    yield { ...(index % 2 === 1 ? withoutId(row) : row), expected: 'quarantined' }
  }
}
