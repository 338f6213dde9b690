import type { CompiledDomain, Description, Entity, SourceTable } from '../../domain/index.ts'
import { type AttributeValue, attributeReader } from './attribute-reader.ts'
import { cellsWriter } from './cells-writer.ts'
import { type Draft, isBlank } from './draft.ts'
import { nameKeyOf } from './name-key.ts'
import { keyOfNth } from './one-of-several.ts'
import { parentReader } from './parent-reader.ts'
import { partColumns } from './part-columns.ts'
import { publicId } from './public-id.ts'
import type { Cells } from './read-text.ts'
import { ReadingNotes } from './reading-notes.ts'
import { keyReader } from './record-key.ts'
import type { RowCells } from './row-cells.ts'
import type { RowPlace } from './row-place.ts'
import type { RowSource } from './row-source.ts'
import { invalidTest, whenTest } from './row-tests.ts'

/** Why what a row describes cannot be used. */
export interface Rejection {
  readonly rule: string
  readonly field: string
  readonly value: string | null
  readonly message: string
}

/** What a draft comes to: a record as its table says, one that is no more than part of what it belongs to, nothing, or a fault. */
type DraftUse =
  | { readonly use: 'record' | 'part' | 'nothing' }
  | { readonly use: 'rejected'; readonly rejection: Rejection }

/** Reads what the rows of a table say of one entity. */
interface Describer {
  readonly entity: string
  /** Its place among the things that a row describes. */
  readonly at: number
  readonly speaks: (cells: Cells) => boolean
  readonly read: (cells: Cells) => Draft
  /** Fills in what the row as a whole tells. */
  readonly infer: (draft: Draft, country: () => string | null) => void
  /** What the row says of the others that the same cell names, one draft each: after what the row tells was inferred. */
  readonly further: (cells: Cells, draft: Draft) => readonly FurtherDraft[]
  /** @param isCounted whether the row is counted by it: the first thing that the row describes */
  readonly useOf: (cells: Cells, draft: Draft, isCounted: boolean) => DraftUse
  readonly record: (given: RecordGiven) => { readonly id: string; readonly values: readonly unknown[] }
}

/** One of several that a cell names, behind the first: its draft, or why it makes no record. */
interface FurtherDraft {
  readonly draft: Draft
  readonly rejection: Rejection | null
}

interface RecordGiven {
  readonly cells: Cells
  readonly row: RowPlace
  readonly source: RowSource
  readonly draft: Draft
  readonly use: 'record' | 'part'
  /** Which of the things that the row describes it is; 0 is the one that the row is counted by. */
  readonly part: number
  /** The public id of what the row describes first. */
  readonly rowId: string | null
  /** Which of those that one cell names it is; 0 is the first, which has the row's key. */
  readonly nth: number
}

/**
 * Compiled once a table: whatever depends on the domain is decided before the first row.
 * @param used is told what became of the cells of each row, from `first` on
 */
export function describer(
  domain: CompiledDomain,
  table: SourceTable,
  at: number,
  place: (column: string) => number,
  used: RowCells,
  first: number,
): Describer {
  const description = table.describes[at] as Description
  const entity = domain.entities.find(({ id }) => id === description.entity) as Entity
  const taken = new Set(
    description.attributes.flatMap(({ readings }) => readings.flatMap(({ besides }) => besides?.attribute.name ?? [])),
  )
  const readers = description.attributes.map((mapped) =>
    attributeReader(mapped, place, taken.has(mapped.attribute.name)),
  )
  const saying = new Set(
    description.attributes
      .filter(({ readings }) =>
        readings.some(
          ({ reading: { way }, besides }) => besides === undefined && way !== 'constant' && way !== 'infer',
        ),
      )
      .map(({ attribute }) => attribute.name),
  )
  const isMaking = description.role === 'record' || description.role === 'unless_known'
  const parents = entity.parents.map((parent) => parentReader(domain, table, description, parent, place))
  // Of a list every value is kept already.
  const naming =
    isMaking && entity.name?.isList === false ? readers.find(({ name }) => name === entity.name?.name) : undefined
  const shared = sharedBy(description, naming?.name)
  const inferring = readers.filter(({ infers }) => infers !== null)
  return {
    entity: entity.id,
    at,
    speaks: whenTest(description.when, place),
    read: (cells) => {
      const notes = new ReadingNotes()
      const values = new Map<string, AttributeValue>()
      const said: number[] = []
      let isSaid = false
      const several = naming?.several(cells) ?? null
      const instead = several === null ? undefined : { reading: several.reading, text: several.texts[0] ?? '' }
      for (const [index, reader] of readers.entries()) {
        const { name } = reader
        const before = notes.said
        const own = reader.read(cells, notes, instead)
        reader.used(cells, used, first + index)
        if (several !== null && reader === naming)
          for (const other of several.others) reader.note(other, notes, several.reading)
        values.set(name, withBeside(own, reader.beside?.(cells, instead) ?? null))
        said.push(notes.said - before)
        if (own !== null && saying.has(name)) isSaid = true
      }
      return { values, issues: notes.issues, setAside: notes.setAside, said, isSaid, several }
    },
    infer: (draft, country) => {
      for (const { name, infers } of inferring)
        if ((draft.values.get(name) ?? null) === null) draft.values.set(name, country() ?? infers)
    },
    further: (cells, draft) => {
      const { several } = draft
      if (several === null || naming === undefined) return []
      const at = readers.indexOf(naming)
      return several.texts.slice(1).map((text, nth): FurtherDraft => {
        const notes = new ReadingNotes()
        const instead = { reading: several.reading, text }
        const values = new Map<string, AttributeValue>()
        for (const reader of readers) {
          const value = reader === naming ? naming.note(text, notes, several.reading) : null
          const beside = reader.besideOne?.(cells, instead) ?? null
          values.set(reader.name, shared.has(reader.name) ? (draft.values.get(reader.name) ?? null) : (value ?? beside))
        }
        draft.said[at] = (draft.said[at] ?? 0) + notes.said
        draft.setAside.push(...notes.setAside)
        const own: Draft = { values, issues: notes.issues, setAside: [], said: [], isSaid: true, several: null }
        const rejection = nth + 2 > MOST_OF_A_CELL ? TOO_MANY(naming.name) : lacking(entity, own)
        // A quiet reading counts nothing; whoever makes no record was said all the same.
        if (rejection !== null && notes.said === 0) draft.said[at] = (draft.said[at] ?? 0) + 1
        if (rejection !== null)
          draft.setAside.push({ ...rejection, field: naming.name, code: rejection.rule, raw: text })
        return { draft: own, rejection }
      })
    },
    useOf: (cells, draft, isCounted) => {
      if (!isMaking) return { use: !isCounted && isBlank(draft) ? 'nothing' : 'record' }
      if (!draft.isSaid) {
        if (!isCounted) return { use: 'nothing' }
        if (parents.some(({ key, named }) => key(cells) !== null || named(cells) !== null)) return { use: 'part' }
      }
      const rejection = lacking(entity, draft)
      return rejection === null ? { use: 'record' } : { use: 'rejected', rejection }
    },
    record: recordWriter(
      domain,
      table,
      description,
      entity,
      at,
      place,
      cellsWriter(table, description, entity, used, first),
    ),
  }
}

/** More than these in one cell are a list of another kind. */
const MOST_OF_A_CELL = 50
const TOO_MANY = (field: string): Rejection => ({
  rule: 'further_value',
  field,
  value: null,
  message: `The cell names more than ${MOST_OF_A_CELL}; give each a row of its own.`,
})

/** What a row says beside a value gives way to what it says of the attribute itself; a list takes both. */
function withBeside(own: AttributeValue, beside: AttributeValue): AttributeValue {
  if (beside === null) return own
  if (own === null) return beside
  return Array.isArray(own) && Array.isArray(beside) ? [...new Set([...own, ...beside])] : own
}

/**
 * Attributes whose value holds of everybody whom a cell names: a country, a kind, a day. Numbers and addresses are those of the first, and
 * so is what identifies anybody.
 */
function sharedBy({ attributes }: Description, naming: string | undefined): ReadonlySet<string> {
  return new Set(
    attributes.flatMap(({ attribute, readings }) => {
      const { frequency, exclusive } = attribute.type.evidence(attribute.options)
      const isTold = readings.some(({ besides }) => besides !== undefined)
      const isOfAll = frequency === 'many' && !exclusive && attribute.pii === 'none'
      return isOfAll && !isTold && attribute.name !== naming ? [attribute.name] : []
    }),
  )
}

/** What makes a record that is not there, or not enough of it. */
function lacking(entity: Entity, draft: Draft): Rejection | null {
  const title = entity.title.toLowerCase()
  const missing = entity.attributes.find(({ name, required }) => required && (draft.values.get(name) ?? null) === null)
  if (missing !== undefined) {
    const issue = draft.issues.find(({ field }) => field === missing.name)
    return {
      rule: issue === undefined ? 'required' : issue.code,
      field: missing.name,
      value: issue?.raw ?? null,
      message:
        issue === undefined
          ? `A ${title} must have "${missing.name}", and the row has none. Fill it in, or delete the row.`
          : `${issue.message} Correct it in the source, or delete the row.`,
    }
  }
  if (draft.isSaid) return null
  return {
    rule: 'empty',
    field: entity.name?.name ?? entity.attributes[0]?.name ?? entity.id,
    value: null,
    message: `The row says nothing of a ${title} that can be used. Fill it in, or delete the row.`,
  }
}

/** Writes records in the order of `refinedColumns`. */
function recordWriter(
  domain: CompiledDomain,
  table: SourceTable,
  description: Description,
  entity: Entity,
  at: number,
  place: (column: string) => number,
  cellsOf: (draft: Draft, nth: number) => string | null,
): Describer['record'] {
  const keyOf = keyReader(description.key.map(place))
  const idOf = publicId(domain, table, description, at)
  const isInvalid = invalidTest(description.invalid, place)
  const marked =
    description.invalid?.of ??
    (description.invalid === null ? null : description.attributes.map(({ attribute }) => attribute.name))
  const ties = entity.ties.map((parent) => parentReader(domain, table, description, parent, place))
  const nameKey = entity.name === null ? () => null : nameKeyOf(entity.name)
  const writers = entity.attributes.map((attribute) => ({ name: attribute.name, parts: partColumns(attribute) }))
  const own = at === 0 || description.key.length === 0 ? null : `${entity.id}:`
  const rowKey = at === 0 ? keyOf : keyReader((table.describes[0]?.key ?? []).map(place))
  const same = table.describes.slice(0, at).filter((one) => one.entity === entity.id).length
  const again = same === 0 ? '' : `~${same + 1}`
  return ({ cells, row, source, draft, use, part, rowId, nth }) => {
    const key = keyOf(cells)
    const scope = `${source.id}|${table.keyName}|`
    // Keys are told apart by entity, so what stands in one row may have the row's key, but for a second one of its kind.
    const base =
      own !== null && key !== null ? `${scope}${own}${key}` : `${scope}${rowKey(cells) ?? `#${row.rowHash}`}${again}`
    const recordKey = keyOfNth(base, nth)
    const id = `${rowId ?? idOf(source, key, row)}${nth === 0 ? '' : `+${nth + 1}`}`
    const invalid = isInvalid(cells)
    const values: unknown[] = [
      use === 'part' ? 'part' : description.role,
      source.id,
      table.id,
      row.file,
      row.sheet,
      row.rowNumber,
      row.rowHash,
      part,
      source.trust,
      recordKey,
      id,
      // The key is the first one's: whoever else is named has none.
      nth === 0 ? key : null,
      nameKey(draft.values.get(entity.name?.name ?? '') ?? null),
      nth === 0 && (at === 0 ? table.unique : own !== null),
      description.belongsTo.length > 0,
      invalid,
      description.invalid !== null,
      invalid ? marked : null,
      draft.issues.length === 0 ? null : JSON.stringify(draft.issues),
      cellsOf(draft, nth),
    ]
    for (const tie of ties) values.push(tie.key(cells), tie.named(cells))
    for (const { name, parts } of writers) {
      const value = draft.values.get(name) ?? null
      values.push(value)
      for (const part of parts) values.push(value === null ? null : part.of(value))
    }
    return { id, values }
  }
}
