import {
  hasNoContact,
  type KnownPerson,
  nameCells,
  peopleKnown,
  personKnown,
  wholeNameCell,
} from './attached-people.ts'
import { baseName, type Entity, entityAt } from './entity.ts'
import {
  type Cell,
  dateCell,
  emailCell,
  notAPhone,
  otherTown,
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
import { type Slot, slotsOfSheet, unknownId, type World } from './world.ts'

const COMPANY_COLUMNS = [
  'C_ID',
  'Company',
  'QuickNooks_Name',
  'Last_Order_Date',
  'Category',
  'Strat',
  'Priority',
  'Status',
  'LoadDate',
  'Checked',
  'Website',
]
const CONTACT_COLUMNS = [
  'C_ID',
  'Company',
  'Status',
  'FirstName',
  'Surname',
  'Position',
  'Cellnumber',
  'Email',
  'Landline',
]
const ADDRESS_COLUMNS = ['C_ID', 'Company', 'Type', 'Airport', 'Unnamed: 4']
const CAPTURE_COLUMNS = [
  'Unnamed: 0',
  'School',
  'Contact person (role)',
  'Phone',
  'Email',
  'Addresses',
  'Planes',
  'Website',
  'Description',
  'Type',
]

/** `Contact Database.xlsx`. */
export function contactWorkbook(world: World): Workbook {
  const source = (name: string, columns: readonly string[], rows: Iterable<SheetRow>): Sheet => ({
    name,
    columns,
    rows,
    isSource: true,
  })
  return {
    file: 'Contact Database.xlsx',
    sheets: [
      sideSheet(
        'Admin',
        ['Setting', 'Value'],
        [
          ['Owner', 'Office'],
          ['Next C_ID', 99999],
        ],
      ),
      source('Company_Cat', COMPANY_COLUMNS, companyRows(world)),
      source('Company_Contacts', CONTACT_COLUMNS, contactRows(world)),
      source('Company_Addresses', ADDRESS_COLUMNS, addressRows(world)),
      sideSheet(
        'Company_Notes',
        ['C_ID', 'Note'],
        [
          [1, 'Prefers e-mail'],
          [2, '=1+1'],
        ],
      ),
      source('10-10-25 Capture', CAPTURE_COLUMNS, captureRows(world)),
    ],
  }
}

const isSound = (slot: Slot): boolean => slot.kind === 'own' || slot.kind === 'repeat'

function* companyRows(world: World): Generator<SheetRow> {
  const random = randomOf(world.seed, 'company-padding')
  for (const { slot, id } of slotsOfSheet(world, 'contact')) {
    yield companyRow(world, slot, id)
    if (random.chance(0.01)) yield blankRow(new Array(COMPANY_COLUMNS.length).fill(null))
  }
}

function companyRow(world: World, slot: Slot, id: number): SheetRow {
  const entity = entityAt(world, slot.entity)
  const random = randomOf(world.seed, 'company', slot.content)
  const cells: Cell[] = [
    slot.kind === 'missing_key' ? null : id,
    slot.kind === 'missing_name' ? null : shownName(world, entity, slot).text,
    slot.kind === 'duplicate_key' ? 'typed in a second time' : random.chance(0.2) ? entity.name.toUpperCase() : null,
    dateCell(random),
    random.chance(0.85) ? entity.category : null,
    random.pick(['A', 'B', 'C', null]),
    random.pick(['High', 'Medium', 'low', 'HIGH', null, 0]),
    random.pick(['Active', 'Prospect', 'Dormant', 'active ', 'Imminent', '0', null]),
    dateCell(random),
    random.pick(['Y', null]),
    websiteCell(entity, random),
  ]
  return { cells, entity: entity.id, person: '', expected: isSound(slot) ? 'published_or_merged' : 'quarantined' }
}

function* contactRows(world: World): Generator<SheetRow> {
  for (const { slot, id } of slotsOfSheet(world, 'contact', 'company-contacts')) {
    if (slot.kind === 'own' && !hasNoContact(world, slot)) yield* contactsOf(world, slot, id)
  }
  yield* orphanContacts(world)
}

/** The contact rows of one company, with the ways such rows go wrong. */
function* contactsOf(world: World, slot: Slot, id: number): Generator<SheetRow> {
  const entity = entityAt(world, slot.entity)
  const random = randomOf(world.seed, 'company-contacts', slot.content)
  const company = shownName(world, entity, slot).text
  for (const known of peopleKnown(entity, random)) {
    const row = contactRow(entity, id, company, known, random)
    yield row
    const fault = random.next()
    if (fault < 0.02) yield repeated(row)
    else if (fault < 0.04) yield { ...row, cells: row.cells.with(5, 'Was somebody else'), expected: 'quarantined' }
    else if (fault < 0.05) yield { ...row, cells: row.cells.with(1, null).with(6, 110), expected: 'quarantined' }
  }
}

function contactRow(entity: Entity, id: number, company: string, known: KnownPerson, random: Random): SheetRow {
  const [firstName, surname] = nameCells(known.person, random)
  const cells: Cell[] = [
    random.chance(0.1) ? String(id) : id,
    company,
    random.pick(['Active', 'Prospect', 'High', 'Low', 0, null]),
    firstName,
    surname,
    random.chance(0.6) ? known.person.role : null,
    known.mobile !== null ? phoneCell(known.mobile, random) : random.chance(0.05) ? notAPhone(random) : null,
    known.email !== null ? emailCell(known.email, known.person, random) : null,
    known.landline !== null ? phoneCell(known.landline, random) : null,
  ]
  return { cells, entity: entity.id, person: known.person.id, expected: 'attached' }
}

function* orphanContacts(world: World): Generator<SheetRow> {
  const count = Math.max(1, Math.floor(world.entityCount / 80))
  for (let index = 0; index < count; index += 1) {
    const stranger = entityAt(world, 2 * world.entityCount + index)
    const random = randomOf(world.seed, 'company-orphan', index)
    const known = peopleKnown(stranger, random)[0] as KnownPerson
    const company = `Vanished ${baseName(world.seed, stranger.index)}`
    yield { ...contactRow(stranger, unknownId(world, index), company, known, random), expected: 'quarantined' }
  }
}

function* addressRows(world: World): Generator<SheetRow> {
  for (const { slot, id } of slotsOfSheet(world, 'contact', 'company-addresses')) {
    if (slot.kind !== 'own') continue
    const entity = entityAt(world, slot.entity)
    const random = randomOf(world.seed, 'company-addresses', slot.content)
    const company = shownName(world, entity, slot).text
    if (!random.chance(0.6)) continue
    const row = addressRow(entity, id, company, 'Physical', random)
    yield row
    const fault = random.next()
    if (fault < 0.03) yield repeated(row)
    else if (fault < 0.06)
      yield { ...row, cells: row.cells.with(3, 'Another hangar, Second Street'), expected: 'quarantined' }
    if (random.chance(0.2)) yield addressRow(entity, id, company, 'Postal', random)
  }
  const stranger = entityAt(world, 3 * world.entityCount)
  const random = randomOf(world.seed, 'address-orphan')
  const name = `Vanished ${baseName(world.seed, stranger.index)}`
  yield { ...addressRow(stranger, unknownId(world, 7), name, 'Physical', random), expected: 'quarantined' }
}

function addressRow(entity: Entity, id: number, company: string, type: string, random: Random): SheetRow {
  const line = type === 'Postal' ? `PO Box ${100 + (entity.index % 900)}` : streetCell(entity, random)
  const cells: Cell[] = [id, company, type, line, townCell(entity, random)]
  return { cells, entity: entity.id, person: '', expected: 'attached' }
}

/** Schools captured by hand: those a company row already names are about that company, the rest are organizations of their own. */
function* captureRows(world: World): Generator<SheetRow> {
  let line = 0
  for (const { slot } of slotsOfSheet(world, 'capture')) {
    // A byte-equal repeat repeats the line number too.
    if (slot.kind !== 'repeat') line += 1
    yield captureRow(world, slot, line, isSound(slot) ? 'published_or_merged' : 'quarantined')
  }
  for (const { slot } of slotsOfSheet(world, 'contact', 'capture')) {
    const isCaptured = slot.kind === 'own' && slot.copy === 0 && !hasNoContact(world, slot)
    if (!isCaptured || !randomOf(world.seed, 'captured', slot.content).chance(0.12)) continue
    line += 1
    yield captureRow(world, slot, line, 'attached')
  }
}

function captureRow(world: World, slot: Slot, line: number, expected: SheetRow['expected']): SheetRow {
  const entity = entityAt(world, slot.entity)
  const random = randomOf(world.seed, 'capture', slot.content)
  // The name is the key here: a repeated key keeps the first row's name.
  const named: Slot =
    slot.kind === 'duplicate_key' ? { ...slot, content: world.firstOrdinal[slot.entity] as number } : slot
  const known = personKnown(world, entity, slot)
  const isReachable = !hasNoContact(world, slot)
  const cells: Cell[] = [
    line,
    slot.kind === 'missing_name' ? null : shownName(world, entity, named).text,
    isReachable ? `${wholeNameCell(known.person, random)} (${known.person.role})` : null,
    isReachable ? capturePhone(known, random) : null,
    isReachable && known.email !== null ? emailCell(known.email, known.person, random) : null,
    `${streetCell(entity, random)} ${random.chance(0.95) ? townCell(entity, random) : otherTown(random)}`,
    `${random.pick(AIRCRAFT)}; ${random.pick(AIRCRAFT)}`,
    websiteCell(entity, random),
    slot.kind === 'duplicate_key' ? 'captured a second time' : remarkCell(random),
    entity.category,
  ]
  return { cells, entity: entity.id, person: isReachable ? known.person.id : '', expected }
}

function capturePhone(known: KnownPerson, random: Random): Cell {
  if (known.mobile !== null && known.landline !== null) return twoPhonesCell(known.mobile, known.landline, random)
  const number = known.landline ?? known.mobile
  return number === null ? null : phoneCell(number, random)
}
