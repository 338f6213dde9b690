import { labelKey } from '../types/text/label-similarity.ts'
import { AttributeNames, nameOfLabel } from './attribute-names.ts'
import type { DraftAttribute, DraftDescription, DraftTable } from './draft.ts'
import { isEntityKind, LISTS, RESERVED } from './entity-kinds.ts'
import { stemOf } from './file-patterns.ts'
import { isUnique } from './guess-key.ts'
import type { SampledColumn } from './sampled-table.ts'

/** A table whose rows belong to those of another by its key. */
export interface TableLink {
  readonly child: number
  readonly parent: number
}

/** The share of a column's values that must stand in the key of another table. */
const CONTAINED = 0.8

/** Tables of one source, those that name the key of another belonging to it. */
export function relateTables(tables: readonly DraftTable[]): {
  readonly tables: readonly DraftTable[]
  readonly links: readonly TableLink[]
} {
  const links: TableLink[] = []
  const related = tables.map((table, child) => {
    for (const [parent, other] of tables.entries()) {
      const [description] = other.describes
      if (parent === child || description === undefined || description.key === null) continue
      if (links.some((link) => link.parent === child || link.child === parent)) continue
      const column = foreignKey(table, other, description.key)
      if (column === undefined) continue
      links.push({ child, parent })
      return saysManyThings(table, description.entity, column)
        ? ofItsOwn(table, description.entity, column)
        : belongingTo(table, description.entity, column)
    }
    return table
  })
  const parents = new Set(links.map(({ parent }) => parent))
  return {
    // What others belong to is about something, whatever it is.
    tables: related.map((table, at) => (parents.has(at) ? { ...table, entityConfidence: 1 } : table)),
    links,
  }
}

function foreignKey(child: DraftTable, parent: DraftTable, key: string): string | undefined {
  const known = columnOf(parent, key)
  if (known === undefined) return undefined
  const values = new Set(known.cells.filter((cell) => cell !== null))
  const called = labelKey(key)
  return child.sample.columns.find((column) => {
    const label = labelKey(column.label)
    if (column.filled < 2 || (label !== called && !label.endsWith(` ${called}`))) return false
    const filled = column.cells.filter((cell) => cell !== null && cell !== '0')
    if (filled.filter((cell) => cell !== null && values.has(cell)).length < CONTAINED * filled.length) return false
    // Numbers of rows are alike in all lists: a key of its own is another's only where both say the same of it.
    return !isUnique(column, child.sample.rows) || sameNames(child, column, parent, known)
  })?.label
}

const columnOf = ({ sample }: DraftTable, label: string): SampledColumn | undefined =>
  sample.columns.find((column) => column.label === label)

/** Whether rows of one key have one name in both tables; also where one of them has no name at all. */
function sameNames(child: DraftTable, ours: SampledColumn, parent: DraftTable, theirs: SampledColumn): boolean {
  const nameIn = (table: DraftTable): SampledColumn | undefined => {
    const label = table.describes[0]?.attributes.find(({ name }) => name === 'name')?.guesses[0]?.column.label
    return label === undefined ? undefined : columnOf(table, label)
  }
  const [own, other] = [nameIn(child), nameIn(parent)]
  if (own === undefined || other === undefined || child.describes[0]?.entity === 'item')
    return labelKey(ours.label) !== 'id'
  const named = new Map(theirs.cells.map((key, row) => [key, other.cells[row]]))
  const same = ours.cells.filter((key, row) => {
    const [mine, known] = [own.cells[row] ?? '', named.get(key) ?? '']
    return labelKey(mine) === labelKey(known)
  })
  return same.length >= 0.6 * ours.cells.length
}

/** The share of rows with a parent of their own, from which a second one is an exception: a firm with two addresses. */
const MOSTLY_ONE = 0.75

/**
 * Whether several rows of one parent each say something else: loans of a member, deliveries to a customer. As parts all but one of their
 * values would be lost. People of an organization are things of their own anyway.
 */
function saysManyThings(table: DraftTable, parent: string, key: string): boolean {
  const isOfPeople = table.describes.some(({ entity }) => entity === 'person')
  if (isOfPeople && parent !== 'person') return false
  const ours = columnOf(table, key)
  if (ours === undefined || ours.distinct > MOSTLY_ONE * ours.filled) return false
  const keys = ours.cells
  const told = table.describes.flatMap(({ attributes }) => attributes).filter(({ type }) => !LISTS.has(type.id))
  const columns = told
    .flatMap(({ guesses }) => guesses.map(({ column }) => column))
    .filter(({ label }) => label !== key)
  return columns.some(({ cells }) => {
    const first = new Map<string, string>()
    return cells.some((cell, row) => {
      const of = keys[row] ?? null
      if (of === null || cell === null) return false
      const known = first.get(of)
      if (known === undefined) first.set(of, cell)
      return known !== undefined && known !== cell
    })
  })
}

/** The table as things of its own that belong to those of another. */
function ofItsOwn(table: DraftTable, entity: string, key: string): DraftTable {
  const [main] = table.describes
  if (main === undefined) return table
  const own = table.keyChoices.find((label) => label !== key) ?? null
  const stands = ({ mapping: { from } }: DraftAttribute) =>
    !(Array.isArray(from) && from.length === 1 && from[0] === key)
  const attributes = table.describes
    .flatMap((one) => one.attributes)
    .filter(stands)
    .map(ofThePart)
  const called = nameOfLabel(table.sample.sheet ?? stemOf(table.sample.file), table.sample.columns.length)
  const isTaken = called === entity || isEntityKind(called) || RESERVED.includes(`${called}_id`)
  const id = isTaken ? `${called}_entry` : called
  const described: DraftDescription = {
    entity: id,
    role: 'record',
    key: own,
    belongsTo: { entity, key, named: null },
    attributes: namedOnce(attributes),
  }
  return { ...table, describes: [described], unique: own !== null, entityConfidence: 1 }
}

/** Attributes of two descriptions of one row may have one name. */
function namedOnce(attributes: readonly DraftAttribute[]): DraftAttribute[] {
  const names = new AttributeNames(RESERVED)
  return attributes.map((attribute) => ({ ...attribute, name: names.take(attribute.name) }))
}

/** The table with what its rows belong to: people of it, or parts of it. */
function belongingTo(table: DraftTable, entity: string, key: string): DraftTable {
  const people = table.describes.find((one) => one.entity === 'person')
  const holder = table.describes.find((one) => one.entity !== 'person')
  const isKey = ({ mapping: { from } }: DraftAttribute) => Array.isArray(from) && from.length === 1 && from[0] === key
  if (people !== undefined && entity === 'person') return table
  // What names the whole in its parts is how it is found where their key is not.
  const named = people !== undefined || holder?.entity === entity ? (labelOfName(holder) ?? null) : null
  const belongsTo = { entity, key, named }
  const rest = (holder?.attributes ?? []).filter((one) => !isKey(one) && (named === null || one.name !== 'name'))
  const described: DraftDescription[] = []
  if (people !== undefined)
    described.push({
      ...people,
      key: people.key === key ? null : people.key,
      belongsTo,
      attributes: people.attributes.filter((one) => !isKey(one)),
    })
  if (rest.length > 0) described.push({ entity, role: 'part', key: null, belongsTo, attributes: rest.map(ofThePart) })
  return described.length === 0 ? table : { ...table, describes: described, unique: false, entityConfidence: 1 }
}

/** What names a part is no name of the whole. */
function ofThePart(attribute: DraftAttribute): DraftAttribute {
  const [guess] = attribute.guesses
  if (attribute.name !== 'name' || guess === undefined) return attribute
  return { ...attribute, name: nameOfLabel(guess.column.label, guess.column.index), required: false }
}

const labelOfName = (description: DraftDescription | undefined): string | undefined =>
  description?.attributes.find(({ name }) => name === 'name')?.guesses[0]?.column.label
