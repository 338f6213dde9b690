import type { Attribute, CompiledDomain, Description, Entity, SourceTable } from '../../domain/index.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import { type AttributeValue, attributeReader } from '../../refine/record/attribute-reader.ts'
import { ReadingNotes } from '../../refine/record/reading-notes.ts'
import { whenTest } from '../../refine/record/row-tests.ts'

/** What a row says of one person, by what the types know of its values. */
export interface SaidOfPerson {
  readonly name: string | null
  /** What identifies: addresses, numbers, codes, canonical. */
  readonly values: readonly string[]
  /** What does so together with the name only: a day of birth. */
  readonly beside: readonly string[]
  /** Names of what the person belongs to. */
  readonly organizations: readonly string[]
  /** The person's own part of a cell that names several; null where the cell names one. */
  readonly written: string | null
}

/** A source row, as an erasure sees it. */
interface RowPeople {
  readonly people: readonly SaidOfPerson[]
  /** Whether the first of them is what the row is there for: the row goes when that person does. */
  readonly isAboutPerson: boolean
  /** Names of things that are nobody. */
  readonly organizations: readonly string[]
}
export type RowFields = Readonly<Record<string, string | null>>
export type PeopleReader = (fields: RowFields) => RowPeople

const isPersonal = ({ pii }: Attribute): boolean => pii !== 'none'

/** What a personal attribute says of who it is: an address or number of theirs, or what counts with the name only. */
function tells({ pii, type, options }: Attribute): 'alone' | 'beside' | 'nothing' {
  if (pii === 'none') return 'nothing'
  const { frequency, exclusive, stable } = type.evidence(options)
  // What everybody has one of for life, such as a day of birth, is shared by chance; a code that was given is not.
  const given = type.verify !== null || (stable && !exclusive)
  if (frequency === 'one' || (frequency === 'few' && given)) return 'alone'
  return frequency === 'few' || (exclusive && stable) ? 'beside' : 'nothing'
}

/** Attributes whose value is one person's, or few people's. */
export const identifying = (entity: Entity): readonly Attribute[] =>
  entity.attributes.filter((attribute) => attribute !== entity.name && tells(attribute) === 'alone')

/** Attributes whose values identify together with the name only: a day of birth, where somebody lives. */
export const beside = (entity: Entity): readonly Attribute[] =>
  entity.attributes.filter((attribute) => attribute !== entity.name && tells(attribute) === 'beside')

/** Whether its records are people: their name is personal, or nothing names them and something personal identifies them. */
export const isPerson = (entity: Entity): boolean =>
  entity.name === null ? identifying(entity).length > 0 : isPersonal(entity.name)

const textsOf = (value: AttributeValue | undefined): readonly string[] =>
  value === null || value === undefined ? [] : Array.isArray(value) ? (value as readonly string[]) : [String(value)]

/** Reads the people of a table's rows with what Refine reads them with. Made once a table. */
export function peopleReader(domain: CompiledDomain, table: SourceTable): PeopleReader {
  const names = table.columns.map(({ name }) => name)
  const place = (column: string): number => names.indexOf(column)
  const described = table.describes.map((description) => describedReader(domain, description, place))
  return (fields) => {
    const cells = names.map((name) => fields[name] ?? null)
    const spoken = described.flatMap((read) => read(cells))
    const things = spoken.flatMap(({ isPerson: is, said }) => (is ? [] : (said.name ?? [])))
    const people = spoken.flatMap(({ isPerson: is, said }) =>
      is ? [{ ...said, organizations: [...said.organizations, ...things] }] : [],
    )
    const owners = spoken.flatMap(({ said }) => said.organizations)
    return { people, isAboutPerson: spoken[0]?.isPerson === true, organizations: [...things, ...owners] }
  }
}

type DescribedReader = (
  cells: readonly (string | null)[],
) => readonly { readonly isPerson: boolean; readonly said: SaidOfPerson }[]

function describedReader(
  domain: CompiledDomain,
  description: Description,
  place: (column: string) => number,
): DescribedReader {
  const entity = domain.entities.find(({ id }) => id === description.entity) as Entity
  const speaks = whenTest(description.when, place)
  const readers = description.attributes.map((mapped) => attributeReader(mapped, place))
  const naming = entity.name?.isList === false ? readers.find(({ name }) => name === entity.name?.name) : undefined
  const owners = description.belongsTo.flatMap(({ named }) => (named === null ? [] : [place(named)]))
  const [own, also] = [new Set(identifying(entity)), new Set(beside(entity))]
  const called = (attributes: ReadonlySet<Attribute>) => new Set([...attributes].map(({ name }) => name))
  const [values, together] = [called(own), called(also)]
  return (cells) => {
    if (!speaks(cells)) return []
    const notes = new ReadingNotes()
    const several = naming?.several(cells) ?? null
    const [first = null, ...further] = several?.texts ?? []
    const instead = several === null || first === null ? undefined : { reading: several.reading, text: first }
    const read = new Map(readers.map((reader) => [reader.name, reader.read(cells, notes, instead)]))
    const all = (wanted: ReadonlySet<string>) =>
      [...read].flatMap(([name, value]) => (wanted.has(name) ? textsOf(value) : []))
    const organizations = owners.flatMap((at) => cells[at] ?? [])
    // Numbers and addresses of the row are those of the first whom it names.
    const others = further.map((written) => ({
      name: several === null ? null : (textsOf(naming?.note(written, notes, several.reading))[0] ?? null),
      ...{ values: [], beside: [], organizations, written },
    }))
    const name = textsOf(read.get(entity.name?.name ?? ''))[0] ?? null
    const said = { name, values: all(values), beside: all(together), organizations, written: first }
    return [said, ...others].map((one) => ({ isPerson: isPerson(entity), said: one }))
  }
}

const readers = new WeakMap<SourceTable, PeopleReader>()

/** The reader of a table, by its id. */
export function readerOf(domain: PinnedDomain, id: string): PeopleReader {
  const table = domain.table(id)
  const reader = readers.get(table) ?? peopleReader(domain.compiled, table)
  readers.set(table, reader)
  return reader
}

/** How an identifying value is looked for in texts. */
export const kindOf = (value: string): 'email' | 'phone' | 'number' =>
  value.includes('@') ? 'email' : /^\+\d{6,15}$/.test(value) ? 'phone' : 'number'
