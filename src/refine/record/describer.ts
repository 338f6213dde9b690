import type { CompiledDomain, Description, Entity, SourceTable } from '../../domain/index.ts'
import { type AttributeValue, attributeReader } from './attribute-reader.ts'
import { type Draft, isBlank } from './draft.ts'
import { nameKeyOf } from './name-key.ts'
import { parentReader } from './parent-reader.ts'
import { partColumns } from './part-columns.ts'
import { publicId } from './public-id.ts'
import type { Cells } from './read-text.ts'
import { ReadingNotes } from './reading-notes.ts'
import { keyReader } from './record-key.ts'
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
  /** @param isCounted whether the row is counted by it: the first thing that the row describes */
  readonly useOf: (cells: Cells, draft: Draft, isCounted: boolean) => DraftUse
  readonly record: (given: RecordGiven) => { readonly id: string; readonly values: readonly unknown[] }
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
}

/** Compiled once a table: whatever depends on the domain is decided before the first row. */
export function describer(
  domain: CompiledDomain,
  table: SourceTable,
  at: number,
  place: (column: string) => number,
): Describer {
  const description = table.describes[at] as Description
  const entity = domain.entities.find(({ id }) => id === description.entity) as Entity
  const readers = description.attributes.map((mapped) => attributeReader(mapped, place))
  const saying = new Set(
    description.attributes
      .filter(({ readings }) => readings.some(({ reading: { way } }) => way !== 'constant' && way !== 'infer'))
      .map(({ attribute }) => attribute.name),
  )
  const isMaking = description.role === 'record' || description.role === 'unless_known'
  const parents = entity.parents.map((parent) => parentReader(domain, table, description, parent, place))
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
      for (const { name, read } of readers) {
        const before = notes.said
        const value = read(cells, notes)
        values.set(name, value)
        said.push(notes.said - before)
        if (value !== null && saying.has(name)) isSaid = true
      }
      return { values, issues: notes.issues, setAside: notes.setAside, said, isSaid }
    },
    infer: (draft, country) => {
      for (const { name, infers } of inferring)
        if ((draft.values.get(name) ?? null) === null) draft.values.set(name, country() ?? infers)
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
    record: recordWriter(domain, table, description, entity, at, place),
  }
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
  return ({ cells, row, source, draft, use, part, rowId }) => {
    const key = keyOf(cells)
    const scope = `${source.id}|${table.keyName}|`
    // Keys are told apart by entity, so what stands in one row may have the row's key, but for a second one of its kind.
    const recordKey =
      own !== null && key !== null ? `${scope}${own}${key}` : `${scope}${rowKey(cells) ?? `#${row.rowHash}`}${again}`
    const id = rowId ?? idOf(source, key, row)
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
      key,
      nameKey(draft.values.get(entity.name?.name ?? '') ?? null),
      at === 0 ? table.unique : own !== null,
      description.belongsTo.length > 0,
      invalid,
      description.invalid !== null,
      invalid ? marked : null,
      draft.issues.length === 0 ? null : JSON.stringify(draft.issues),
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
