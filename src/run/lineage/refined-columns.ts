import type { CompiledDomain, Description, MappedAttribute, Reading, SourceTable } from '../../domain/index.ts'
import { partColumns } from '../../refine/record/part-columns.ts'
import { parentKeyColumn, parentNameColumn } from '../../refine/record/refined-columns.ts'
import {
  type ColumnSource,
  columnsOf,
  type DatasetColumns,
  identity,
  influences,
  SourceList,
  transformed,
} from './column-source.ts'

type How = ColumnSource['how']

/** `work/refine/<entity>` ← the typed rows of these tables, by what their mappings say of the entity (`tableRefiner`). */
export function refinedLineage(domain: CompiledDomain, entity: string, tables: readonly string[]): DatasetColumns {
  const list = new SourceList()
  for (const table of tablesOf(domain, tables))
    for (const [at, description] of table.describes.entries())
      if (description.entity === entity) addRecord(list, domain, table, description, at)
  return list.made()
}

/** What decides whether a row is rejected ← the columns of what it describes first. */
export function rejectedLineage(domain: CompiledDomain, tables: readonly string[]): readonly ColumnSource[] {
  const how = transformed('the value that an entity cannot do without')
  return tablesOf(domain, tables).flatMap((table) =>
    firsts(table).flatMap((description) =>
      columnsOf(`work/ingest/${table.id}`)(how, ...requiredOf(description, domain)),
    ),
  )
}

const tablesOf = (domain: CompiledDomain, ids: readonly string[]): SourceTable[] =>
  domain.sources.flatMap(({ tables }) => tables).filter(({ id }) => ids.includes(id))

const makes = ({ role }: Description): boolean => role === 'record' || role === 'unless_known'

/** Descriptions that can be the first that a row speaks of: up to the first that is always spoken of. */
function firsts({ describes }: SourceTable): Description[] {
  const always = describes.findIndex(({ when }) => when === null)
  return always < 0 ? [...describes] : describes.slice(0, always + 1)
}

function addRecord(
  list: SourceList,
  domain: CompiledDomain,
  table: SourceTable,
  description: Description,
  at: number,
): void {
  const from = columnsOf(`work/ingest/${table.id}`)
  const add = (column: string, how: How, ...fields: readonly string[]) => list.add(column, from(how, ...fields))
  const { attributes, key, invalid, belongsTo } = description
  add('_row', identity(), 'row_number')
  add('_row_hash', identity(), 'row_hash')
  addSource(add, table)
  add('_key', transformed('the key in canonical form'), ...key)
  addRecordKey(add, domain, description)
  addRecordId(add, domain, table, at)
  if (invalid !== null) {
    add('_is_invalid', transformed('whether the row marks its values as wrong'), invalid.column)
    add('_invalid', influences('CONDITIONAL', 'which values the row marks as wrong'), invalid.column)
  }
  for (const { entity, key: parentKey, named } of belongsTo) {
    add(parentKeyColumn(entity), transformed('the key in canonical form'), ...(parentKey ?? []))
    if (named !== null && entityOf(domain, entity)?.name != null)
      add(parentNameColumn(entity), transformed('what names by equal letters alone make one'), named)
  }
  const name = entityOf(domain, description.entity)?.name?.name
  for (const mapped of attributes) {
    const { attribute } = mapped
    const direct = readColumns(mapped)
    const what = attribute.type.title.toLowerCase()
    add(attribute.name, transformed(`${what} in canonical form`), ...direct)
    const follow = [
      ...partColumns(attribute).map((part) => [part.name, `a part of the ${what}`] as const),
      ...(attribute.name === name ? [['_name_key', 'what names by equal letters alone make one'] as const] : []),
    ]
    for (const [column, says] of follow) add(column, transformed(says), ...direct)
    if (infers(mapped))
      for (const column of [attribute.name, ...follow.map(([one]) => one)])
        add(column, influences('CONDITIONAL', 'what tells the country'), ...tellers(domain, table, description))
    add('_issues', transformed('what is wrong with the value'), ...remarkedOn(mapped, description, table))
  }
  list.addRows(rowSources(domain, table, description, at))
}

const entityOf = (domain: CompiledDomain, id: string) => domain.entities.find((one) => one.id === id)

type Add = (column: string, how: How, ...fields: readonly string[]) => void

function addSource(add: Add, { sourceColumn }: SourceTable): void {
  if (sourceColumn === null) return
  const named = transformed('the source that the row names')
  for (const column of ['_source', '_record_key', '_record_id']) add(column, named, sourceColumn.column)
  if (Object.keys(sourceColumn.trust).length > 0)
    add('_trust', transformed('how far that source is trusted'), sourceColumn.column)
}

/** The key, else the row's content; a key that is the name as well is never missing. */
function addRecordKey(add: Add, domain: CompiledDomain, description: Description): void {
  add('_record_key', transformed('source, table and key'), ...description.key)
  if (isKeyMissing(description, domain)) add('_record_key', STANDS, 'row_hash')
}

const STANDS = influences('CONDITIONAL', 'stands for the key of a row without one')

function isKeyMissing(description: Description, domain: CompiledDomain): boolean {
  const { key } = description
  const required = makes(description) ? requiredReadings(description, domain) : []
  return !required.some((mapped) => {
    const columns = readColumns(mapped)
    return columns.length > 0 && columns.every((column) => key.includes(column))
  })
}

/** A row's records have the public id of the first that it speaks of. */
function addRecordId(add: Add, domain: CompiledDomain, table: SourceTable, at: number): void {
  for (const description of firsts(table).slice(0, at + 1)) {
    add('_record_id', transformed('source and key'), ...description.key)
    if (isKeyMissing(description, domain)) add('_record_id', STANDS, 'row_hash')
    if (description !== table.describes[at] && description.when !== null)
      add('_record_id', influences('CONDITIONAL', 'what the row speaks of first'), description.when.column)
  }
}

/** Columns that decide whether a row says the thing at all. */
function rowSources(
  domain: CompiledDomain,
  table: SourceTable,
  description: Description,
  at: number,
): readonly ColumnSource[] {
  const from = columnsOf(`work/ingest/${table.id}`)
  const conditions = description.when === null ? [] : [description.when.column]
  const before = firsts(table).filter((one) => one !== description && table.describes.indexOf(one) < at)
  const first = [...before, ...(firsts(table).includes(description) ? [description] : [])]
  const required = [...new Set([...first, description])].flatMap((one) => requiredOf(one, domain))
  // What decides whether one of them is the first, and so whether it may be empty, or rejects the row.
  const whichFirst = at > 0 ? before.flatMap(({ when }) => (when === null ? [] : [when.column])) : []
  return [
    ...from(influences('FILTER', 'rows that speak of it'), ...conditions, ...whichFirst),
    ...from(influences('FILTER', 'rows without what it cannot do without'), ...required),
    ...(at > 0 && mayBeEmpty(description, domain)
      ? from(influences('FILTER', 'rows that say nothing of it'), ...description.attributes.flatMap(readColumns))
      : []),
  ]
}

/** Whether it may say nothing, and so be no record: not where something is required, or always said. */
const mayBeEmpty = (description: Description, domain: CompiledDomain): boolean =>
  requiredOf(description, domain).length === 0 &&
  !description.attributes.some((mapped) => infers(mapped) || mapped.readings.some(alwaysGives(mapped)))

/** Whether its one attribute is all that makes it a record. */
const isAlone = (description: Description, table: SourceTable): boolean =>
  description.attributes.length === 1 && !firsts(table).includes(description)

function requiredReadings(description: Description, domain: CompiledDomain): MappedAttribute[] {
  const required = entityOf(domain, description.entity)?.attributes.filter((one) => one.required) ?? []
  return description.attributes.filter(({ attribute }) => required.some(({ name }) => name === attribute.name))
}

const requiredOf = (description: Description, domain: CompiledDomain): string[] =>
  makes(description) ? requiredReadings(description, domain).flatMap(readColumns) : []

const infers = ({ readings }: MappedAttribute): boolean =>
  readings.some(({ reading, context }) => reading.way === 'infer' && context.country !== '')

/** A constant that is a value of the type. */
const alwaysGives =
  ({ attribute }: MappedAttribute) =>
  ({ reading, context }: MappedAttribute['readings'][number]): boolean => {
    if (reading.way !== 'constant') return false
    const reader = attribute.type.reader(attribute.options, context)
    return reader.split(reading.value).some((text) => reader.normalise(text).value !== null)
  }

/** Readings that are ever asked: all of a list, of one value those up to the first that always has one. */
function asked(mapped: MappedAttribute): MappedAttribute['readings'] {
  const { attribute, readings } = mapped
  const last = readings.findIndex(alwaysGives(mapped))
  return attribute.isList || last < 0 ? readings : readings.slice(0, last + 1)
}

/** The columns that an attribute is read from. */
const readColumns = (mapped: MappedAttribute): string[] => [
  ...new Set(asked(mapped).flatMap(({ reading }) => columnsRead(reading))),
]

function columnsRead(reading: Reading): readonly string[] {
  switch (reading.way) {
    case 'column':
    case 'match':
      return [reading.column]
    case 'join':
      return reading.columns
    case 'parts':
      return Object.values(reading.parts).flat()
    case 'constant':
    case 'infer':
      return []
  }
}

/**
 * Columns whose values may be remarked on in a record that stands. A value that there is no record without, and that is read in one
 * way, is remarked on only where its type repairs it.
 */
function remarkedOn(mapped: MappedAttribute, description: Description, table: SourceTable): string[] {
  const ways = asked(mapped).filter(({ reading }) => reading.way !== 'infer')
  const { attribute } = mapped
  const isNeeded = (attribute.required && makes(description)) || isAlone(description, table)
  if (isNeeded && !attribute.isList && ways.length === 1 && !attribute.type.repairs) return []
  return ways.flatMap(({ reading, quiet }) => (quiet ? [] : columnsRead(reading)))
}

/** Columns of everything in a row that tells a country: attributes that have one as a part, whatever entity's they are. */
function tellers(domain: CompiledDomain, table: SourceTable, own: Description): string[] {
  const telling = new Set(
    domain.entities
      .flatMap(({ attributes }) => attributes)
      .filter(({ type }) => type.parts.some(({ name }) => name === 'country'))
      .map(({ name }) => name),
  )
  return table.describes.flatMap((description) => {
    const { when, attributes } = description
    const columns = attributes.filter(({ attribute }) => telling.has(attribute.name)).flatMap(readColumns)
    return columns.length === 0 ? [] : [...columns, ...(when === null || description === own ? [] : [when.column])]
  })
}
