import { hasNoContact, personKnown, wholeNameCell } from './attached-people.ts'
import { type Entity, entityAt } from './entity.ts'
import { areaCell, type Cell, emailCell, emailsCell, phoneCell, twoPhonesCell, websiteCell } from './mess.ts'
import { type Random, randomOf } from './random.ts'
import { blankRow, type SheetRow, sideSheet, type Workbook } from './sheet-row.ts'
import { shownName } from './shown-name.ts'
import { type Slot, slotsOfSheet, type World } from './world.ts'

const COLUMNS = [
  'Name of Organisation',
  'Province',
  'Status',
  'Website URL',
  'Contact Person',
  'Contact Number',
  'Contact Email Address',
]

/** `SACAA Flight Schools - Refined copy__CLEANED.xlsx`. */
export function sacaaWorkbook(world: World): Workbook {
  return {
    file: 'SACAA Flight Schools - Refined copy__CLEANED.xlsx',
    sheets: [
      { name: 'Cleaned', columns: COLUMNS, rows: cleanedRows(world), isSource: true },
      sideSheet('Issues', ['Row', 'Issue'], [[12, 'Province missing']]),
      sideSheet('Lists', ['Province'], [['Gauteng'], ['Limpopo']]),
    ],
  }
}

function* cleanedRows(world: World): Generator<SheetRow> {
  const random = randomOf(world.seed, 'sacaa-padding')
  for (const { slot } of slotsOfSheet(world, 'sacaa')) {
    yield cleanedRow(world, slot)
    if (random.chance(0.01)) yield blankRow(new Array(COLUMNS.length).fill(null))
  }
}

function cleanedRow(world: World, slot: Slot): SheetRow {
  const entity = entityAt(world, slot.entity)
  const random = randomOf(world.seed, 'sacaa', slot.content)
  // The name is the key here: a repeated key keeps the first row's name.
  const named: Slot =
    slot.kind === 'duplicate_key' ? { ...slot, content: world.firstOrdinal[slot.entity] as number } : slot
  const status = statusOf(slot, random)
  const reach = hasNoContact(world, slot)
    ? { person: null, phone: null, email: null, id: '' }
    : reachOf(world, entity, slot)
  const cells: Cell[] = [
    slot.kind === 'missing_name' ? null : shownName(world, entity, named).text,
    areaCell(entity, random),
    status,
    websiteCell(entity, random),
    reach.person,
    reach.phone,
    reach.email,
  ]
  const isSound = slot.kind === 'own' || slot.kind === 'repeat'
  return { cells, entity: entity.id, person: reach.id, expected: isSound ? 'published_or_merged' : 'quarantined' }
}

function statusOf(slot: Slot, random: Random): string | null {
  if (slot.kind === 'duplicate_key') return 'Seen twice'
  // Without its name a row still holds something, or it would be padding.
  if (slot.kind === 'missing_name') return 'Active'
  return random.pick(['Active', 'Invalid', 'Suspended', 'ACTIVE', null])
}

function reachOf(world: World, entity: Entity, slot: Slot): { person: Cell; phone: Cell; email: Cell; id: string } {
  const random = randomOf(world.seed, 'sacaa-reach', slot.content)
  const { person, email, mobile, landline } = personKnown(world, entity, slot)
  const numbers = [mobile, landline].filter((number) => number !== null)
  const [first, second] = numbers
  const several =
    email !== null && entity.domain !== null && random.chance(0.3)
      ? emailsCell([email, `info@${entity.domain}`], random)
      : null
  return {
    id: person.id,
    person: random.chance(0.9) ? wholeNameCell(person, random) : null,
    phone:
      first === undefined
        ? null
        : second === undefined
          ? phoneCell(first, random)
          : twoPhonesCell(first, second, random),
    email: several ?? (email === null ? null : emailCell(email, person, random)),
  }
}
