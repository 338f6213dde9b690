import { columnsOfReading } from '../../domain/columns-read.ts'
import type { CompiledDomain, Description, MappedAttribute, SourceTable } from '../../domain/index.ts'
import { partColumns } from '../../refine/record/part-columns.ts'
import { parentKeyColumn, parentNameColumn } from '../../refine/record/refined-columns.ts'
import {
  type ColumnSource,
  columnsOf,
  type DatasetColumns,
  identity,
  influences,
  masked,
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
  return tablesOf(domain, tables).flatMap((table) => {
    const from = columnsOf(`work/ingest/${table.id}`)
    return firsts(table).flatMap((description) => [
      ...from(how, ...requiredOf(description, domain)),
      ...(rejectsEmpty(description, domain)
        ? from(influences('CONDITIONAL', 'whether the row says anything'), ...decidesEmptiness(description, []))
        : []),
      ...(description.when === null
        ? []
        : from(influences('CONDITIONAL', 'whether the row is about anything'), description.when.column)),
    ])
  })
}

/**
 * `work/refine/set-aside` ← the columns of which a value may be set aside in a row that is not rejected, and what decides which rows
 * those are.
 */
export function setAsideLineage(domain: CompiledDomain, tables: readonly string[]): DatasetColumns {
  const list = new SourceList()
  const how = masked(transformed('the value that is not used, masked'))
  for (const table of tablesOf(domain, tables)) {
    const from = columnsOf(`work/ingest/${table.id}`)
    list.add('row_number', from(identity(), 'row_number'))
    list.add('row_hash', from(identity(), 'row_hash'))
    for (const [at, description] of table.describes.entries()) {
      const { attributes, when } = description
      for (const mapped of attributes) list.add('value', from(how, ...asideColumns(mapped, description, at)))
      if (mayGoUnused(description, domain, at)) list.add('value', from(how, ...attributes.flatMap(readColumns)))
      if (when !== null) list.add('value', from(influences('CONDITIONAL', 'whether the row speaks of it'), when.column))
    }
    list.addRows(
      firsts(table).flatMap((description) => [
        ...from(influences('FILTER', 'rows without what they cannot do without'), ...requiredOf(description, domain)),
        ...(rejectsEmpty(description, domain)
          ? from(influences('FILTER', 'rows that say nothing'), ...decidesEmptiness(description, []))
          : []),
        ...(description.when === null
          ? []
          : from(influences('FILTER', 'rows that are about nothing'), description.when.column)),
      ]),
    )
  }
  return list.made()
}

/** Columns whose values may be set aside. Where a row without a value is rejected, the one way of having it leaves none to set aside. */
function asideColumns(mapped: MappedAttribute, description: Description, at: number): string[] {
  const { attribute } = mapped
  const ways = asked(mapped).filter(
    ({ reading: { way }, besides }) => besides === undefined && way !== 'infer' && way !== 'constant',
  )
  const rejects =
    at === 0 &&
    makes(description) &&
    description.belongsTo.length === 0 &&
    (attribute.required || description.attributes.filter(isRead).length === 1)
  return ways.flatMap(({ reading, quiet, context }) => {
    const { splits, takesAny } = attribute.type.reader(attribute.options, context)
    const isFurther = splits && !attribute.isList
    const isRefused = !takesAny && !(rejects && ways.length === 1)
    const isPart = attribute.type.repairs
    return !quiet && (isFurther || isRefused || isPart) ? columnsOfReading(reading) : []
  })
}

/** Whether what a row says of it may make no record, beside the one that the row is counted by. */
const mayGoUnused = (description: Description, domain: CompiledDomain, at: number): boolean =>
  at > 0 && requiredOf(description, domain).length > 0 && description.attributes.filter(isRead).length > 1

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
  addRecordKey(add, domain, table, at)
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
        add(column, influences('CONDITIONAL', 'what tells the country'), ...tellers(table, description, mapped))
    add('_issues', transformed('what is wrong with the value'), ...remarkedOn(mapped, description, table))
    if (!isOneCell(mapped)) add('_cells', transformed('how many cells gave the value'), ...direct)
  }
  if (firsts(table).includes(description)) addFirst(add, domain, table, description, at)
  list.addRows(rowSources(domain, table, description, at))
}

/** Whether a value of it never comes from several cells, or from none where a cell may give it. */
function isOneCell(mapped: MappedAttribute): boolean {
  const columns = readColumns(mapped)
  if (columns.length === 0) return true
  if (infers(mapped) || asked(mapped).some(alwaysGives(mapped))) return false
  return mapped.attribute.isList
    ? columns.length === 1
    : mapped.readings.every(({ reading }) => columnsOfReading(reading).length <= 1)
}

/** What a row is counted by: which of the things it is, and whether it is more than a part of what it belongs to. */
function addFirst(add: Add, domain: CompiledDomain, table: SourceTable, description: Description, at: number): void {
  const how = influences('CONDITIONAL', 'what the row speaks of first')
  const before = firsts(table).slice(0, at)
  if (at > 0) add('_part', how, ...before.flatMap(({ when }) => (when === null ? [] : [when.column])))
  if (!makes(description) || description.belongsTo.length === 0) return
  // Where something is required, a record that lacks it is a part or rejected.
  const required = requiredOf(description, domain)
  const says = required.length > 0 ? required : description.attributes.flatMap(readColumns)
  add('_role', transformed('a record, or no more than a part'), ...says)
}

/** Columns of which one cell may name several things, each a record of its own. */
function namedInCells(description: Description, domain: CompiledDomain): string[] {
  const name = entityOf(domain, description.entity)?.name ?? null
  if (!makes(description) || name === null || name.isList) return []
  return description.attributes
    .filter(({ attribute }) => attribute.name === name.name)
    .flatMap((mapped) =>
      asked(mapped)
        .filter(({ reading: { way }, context }) => way !== 'constant' && name.type.reader(name.options, context).splits)
        .flatMap(({ reading }) => columnsOfReading(reading)),
    )
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

/** The key, else that of the row, else its content; a key that is the name as well is never missing. */
function addRecordKey(add: Add, domain: CompiledDomain, table: SourceTable, at: number): void {
  const said = transformed('source, table and key')
  const description = table.describes[at] as Description
  const row = table.describes[0] as Description
  add('_record_key', said, ...description.key)
  if (at > 0 && !isKeyMissing(description, domain)) return
  add('_record_key', said, ...row.key)
  if (isKeyMissing(row, domain)) add('_record_key', STANDS, 'row_hash')
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
  const personal = new Set(table.columns.filter(({ pii }) => pii !== 'none').map(({ name }) => name))
  for (const description of firsts(table).slice(0, at + 1)) {
    // A key made of personal values is shown as the row's content.
    const isShown = !description.key.some((name) => personal.has(name))
    if (isShown) add('_record_id', transformed('source and key'), ...description.key)
    if (!isShown || isKeyMissing(description, domain)) add('_record_id', STANDS, 'row_hash')
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
    ...from(influences('FILTER', 'each that a cell names'), ...namedInCells(description, domain)),
    ...(at > 0 && mayBeEmpty(description, domain)
      ? from(influences('FILTER', 'rows that say nothing of it'), ...description.attributes.flatMap(readColumns))
      : []),
    // One that is counted first and says nothing rejects its row, unless it is tied to something.
    ...from(
      influences('FILTER', 'rows that say nothing'),
      ...first
        .filter((one) => rejectsEmpty(one, domain))
        .flatMap((one) => decidesEmptiness(one, one === description ? [] : requiredOf(description, domain))),
    ),
  ]
}

/**
 * Whether it may say nothing, and so be no record. What makes an entity says something when a cell does: not where it cannot do without
 * such a value, or one always stands in for it. What makes none says something with a constant and an inferred country as well.
 */
const mayBeEmpty = (description: Description, domain: CompiledDomain): boolean =>
  makes(description)
    ? requiredOf(description, domain).length === 0 &&
      !description.attributes.some(
        (mapped) => readColumns(mapped).length > 0 && mapped.readings.some(alwaysGives(mapped)),
      )
    : requiredOf(description, domain).length === 0 &&
      !description.attributes.some((mapped) => infers(mapped) || mapped.readings.some(alwaysGives(mapped)))

/** Whether saying nothing decides what becomes of its row: it is rejected, or part of what it is tied to. */
const rejectsEmpty = (description: Description, domain: CompiledDomain): boolean =>
  makes(description) && (mayBeEmpty(description, domain) || description.belongsTo.length > 0)

/** What decides whether it says anything: its cells, and what ties it where it says nothing. */
const decidesEmptiness = ({ attributes, belongsTo, entity }: Description, there: readonly string[]): string[] => [
  ...new Set([
    ...attributes.flatMap(readColumns),
    ...belongsTo
      .filter((one) => one.entity !== entity)
      // A name that is there ties it whatever its key.
      .flatMap(({ key, named }) =>
        named !== null && there.includes(named) ? [named] : [...(key ?? []), ...(named === null ? [] : [named])],
      ),
  ]),
]

/** Whether one attribute is all that makes it a record: what makes an entity is none by a constant or an inferred country alone. */
const isAlone = (description: Description, table: SourceTable): boolean =>
  !firsts(table).includes(description) &&
  (makes(description) ? description.attributes.filter(isRead) : description.attributes).length === 1

const isRead = ({ readings }: MappedAttribute): boolean =>
  readings.some(({ reading: { way }, besides }) => besides === undefined && way !== 'constant' && way !== 'infer')

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
  ...new Set(asked(mapped).flatMap(({ reading }) => columnsOfReading(reading))),
]

/**
 * Columns whose values may be remarked on in a record that stands. A value that there is no record without, and that is read in one
 * way, is remarked on only where its type repairs it.
 */
function remarkedOn(mapped: MappedAttribute, description: Description, table: SourceTable): string[] {
  const ways = asked(mapped).filter(({ reading, besides }) => besides === undefined && reading.way !== 'infer')
  const { attribute } = mapped
  // What is counted first and belongs to something stands as a part without it.
  const mayBePart = description.belongsTo.length > 0 && firsts(table).includes(description)
  const isNeeded = (attribute.required && makes(description) && !mayBePart) || isAlone(description, table)
  if (isNeeded && !attribute.isList && ways.length === 1 && !attribute.type.repairs) return []
  return ways.flatMap(({ reading, quiet }) => (quiet ? [] : columnsOfReading(reading)))
}

/** Columns of everything else in a row that tells a country, whatever entity's attribute it is. */
function tellers(table: SourceTable, own: Description, inferred: MappedAttribute): string[] {
  return table.describes.flatMap((description) => {
    const { when, attributes } = description
    const columns = attributes
      .filter((mapped) => mapped !== inferred && mapped.attribute.type.tellsCountry !== null)
      .flatMap(readColumns)
    return columns.length === 0 ? [] : [...columns, ...(when === null || description === own ? [] : [when.column])]
  })
}
