import type { Attribute, CompiledDomain, Description, Entity, SourceTable } from '../../domain/index.ts'
import type { TypeContext, TypePart } from '../../types/index.ts'
import { foldWords } from '../../types/text/fold-text.ts'
import { type AttributeReader, type AttributeValue, attributeReader, type ValueIssue } from './attribute-reader.ts'
import { partColumns } from './part-columns.ts'
import type { Cells } from './read-text.ts'
import { keyReader } from './record-key.ts'
import { refinedColumns } from './refined-columns.ts'
import { invalidTest, whenTest } from './row-tests.ts'

/** Where a row stands. */
export interface RowPlace {
  readonly file: string
  readonly sheet: string
  readonly rowNumber: number
  readonly rowHash: string
}

/** One row of an entity's refined table: values in the order of `refinedColumns`. */
export interface RefinedRecord {
  readonly entity: string
  readonly values: readonly unknown[]
}

export interface RefinedRowOutcome {
  readonly records: readonly RefinedRecord[]
  readonly issues: readonly ValueIssue[]
  /** Why the first thing that the row describes cannot be used; its row goes to quarantine, and nothing of it is published. */
  readonly rejected: {
    readonly rule: string
    readonly field: string
    readonly value: string | null
    readonly message: string
  } | null
}

/** Refines the rows of one table: cells in, a record for each thing that a row describes out. */
export interface TableRefiner {
  /** Names of the table's columns, in the order in which cells are given. */
  readonly columns: readonly string[]
  readonly refine: (cells: Cells, place: RowPlace) => RefinedRowOutcome
}

interface Draft {
  readonly values: Map<string, AttributeValue>
  readonly issues: ValueIssue[]
}

/** Compiled once a table: whatever depends on the domain is decided before the first row. */
export function tableRefiner(domain: CompiledDomain, table: SourceTable): TableRefiner {
  const columns = table.columns.map(({ name }) => name)
  const places = new Map(columns.map((name, at) => [name, at]))
  const place = (column: string): number => places.get(column) ?? -1
  const sourceOf = sourceReader(domain, table, place)
  const personal = new Set(table.columns.filter(({ pii }) => pii !== 'none').map(({ name }) => name))
  const describers = table.describes.map((description, at) => {
    const entity = domain.entities.find(({ id }) => id === description.entity) as Entity
    return describer(domain, table, description, { entity, at, place, personal })
  })
  return {
    columns,
    refine: (cells, row) => {
      const source = sourceOf(cells)
      const spoken = describers.filter(({ speaks }) => speaks(cells))
      const drafts = spoken.map(({ read }) => read(cells))
      for (const [index, { infer }] of spoken.entries()) infer(drafts, index)
      const records: RefinedRecord[] = []
      let rejected: RefinedRowOutcome['rejected'] = null
      let rowId: string | null = null
      for (const [index, { missing, record, entity }] of spoken.entries()) {
        const draft = drafts[index] as Draft
        const fault = missing(draft)
        if (fault !== null) {
          // The row is counted by what it describes first; what else it says goes with it.
          if (index === 0) {
            rejected = fault
            break
          }
          continue
        }
        if (index > 0 && isEmpty(draft)) continue
        const made = record(cells, row, source, draft, rowId)
        rowId ??= made.id
        records.push({ entity, values: made.values })
      }
      return { records: rejected === null ? records : [], issues: drafts.flatMap(({ issues }) => issues), rejected }
    },
  }
}

const isEmpty = ({ values }: Draft): boolean => {
  for (const value of values.values()) if (value !== null) return false
  return true
}

interface RowSource {
  readonly id: string
  readonly trust: number
}

/** The source of a row: the table's own, or the one that a column names. */
function sourceReader(
  domain: CompiledDomain,
  table: SourceTable,
  place: (column: string) => number,
): (cells: Cells) => RowSource {
  const own = domain.sources.find(({ id }) => id === table.source)
  const fixed: RowSource = { id: own?.keyName ?? table.source, trust: own?.trust ?? 0 }
  if (table.sourceColumn === null) return () => fixed
  const at = place(table.sourceColumn.column)
  const trust = new Map(Object.entries(table.sourceColumn.trust).map(([name, rank]) => [foldWords(name, '_'), rank]))
  const known = new Map<string, RowSource>()
  return (cells) => {
    const cell = cells[at] ?? null
    if (cell === null) return fixed
    let source = known.get(cell)
    if (source === undefined) {
      const name = foldWords(cell, '_') || 'blank'
      source = { id: `${fixed.id}_${name}`, trust: trust.get(name) ?? fixed.trust }
      known.set(cell, source)
    }
    return source
  }
}

interface Describer {
  readonly entity: string
  readonly speaks: (cells: Cells) => boolean
  readonly read: (cells: Cells) => Draft
  /** Fills in what follows from everything that the row says. */
  readonly infer: (drafts: readonly Draft[], own: number) => void
  readonly missing: (draft: Draft) => RefinedRowOutcome['rejected']
  readonly record: (
    cells: Cells,
    row: RowPlace,
    source: RowSource,
    draft: Draft,
    rowId: string | null,
  ) => { readonly id: string; readonly values: readonly unknown[] }
}

interface DescriberScope {
  readonly entity: Entity
  readonly at: number
  readonly place: (column: string) => number
  readonly personal: ReadonlySet<string>
}

function describer(
  domain: CompiledDomain,
  table: SourceTable,
  description: Description,
  { entity, at, place, personal }: DescriberScope,
): Describer {
  const readers = description.attributes.map((mapped) => attributeReader(mapped, place))
  const keyOf = keyReader(description.key.map(place))
  const idOf = publicId(domain, table, description, at, personal)
  const isInvalid = invalidTest(description.invalid, place)
  const marked = description.invalid === null ? null : (description.invalid.of ?? readers.map(({ name }) => name))
  const parents = entity.ties.map((parent) => parentReader(domain, table, description, parent, place))
  const nameKey = entity.name === null ? () => null : nameKeyOf(entity.name)
  const writers = entity.attributes.map((attribute) => ({ name: attribute.name, parts: partColumns(attribute) }))
  const required = entity.attributes.filter((attribute) => attribute.required)
  const makes = description.role === 'record' || description.role === 'unless_known'
  const fixed = [description.role, table.id] as const
  const own = at === 0 || description.key.length === 0 ? null : `${entity.id}:`
  const rowKey = at === 0 ? keyOf : keyReader((table.describes[0]?.key ?? []).map(place))
  const same = table.describes.slice(0, at).filter((one) => one.entity === entity.id).length
  const again = same === 0 ? '' : `~${same + 1}`
  return {
    entity: entity.id,
    speaks: whenTest(description.when, place),
    read: (cells) => {
      const issues: ValueIssue[] = []
      const values = new Map<string, AttributeValue>()
      for (const { name, read } of readers) values.set(name, read(cells, issues))
      return { values, issues }
    },
    infer: inference(domain, readers, entity),
    missing: (draft) => {
      if (!makes) return null
      const lacking = required.find(({ name }) => (draft.values.get(name) ?? null) === null)
      if (lacking === undefined) return null
      const issue = draft.issues.find(({ field }) => field === lacking.name)
      return {
        rule: issue === undefined ? 'required' : issue.code,
        field: lacking.name,
        value: issue?.raw ?? null,
        message:
          issue === undefined
            ? `A ${entity.title.toLowerCase()} must have "${lacking.name}", and the row has none. Fill it in, or delete the row.`
            : `${issue.message} Correct it in the source, or delete the row.`,
      }
    },
    record: (cells, row, source, draft, rowId) => {
      const key = keyOf(cells)
      const scope = `${source.id}|${table.keyName}|`
      // Keys are told apart by entity, so what stands in one row may have the row's key, but for a second one of its kind.
      const recordKey =
        own !== null && key !== null ? `${scope}${own}${key}` : `${scope}${rowKey(cells) ?? `#${row.rowHash}`}${again}`
      const id = rowId ?? idOf(source, key, row)
      const invalid = isInvalid(cells)
      const values: unknown[] = [
        fixed[0],
        source.id,
        fixed[1],
        row.file,
        row.sheet,
        row.rowNumber,
        row.rowHash,
        at,
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
      for (const parent of parents) {
        values.push(parent.key(cells), parent.named(cells))
      }
      for (const { name, parts } of writers) {
        const value = draft.values.get(name) ?? null
        values.push(value)
        for (const part of parts) values.push(value === null ? null : part.of(value))
      }
      return { id, values }
    },
  }
}

/** How a record is called in public: `crm:12`; a key that is missing or made of personal values as a hash. */
function publicId(
  domain: CompiledDomain,
  table: SourceTable,
  description: Description,
  at: number,
  personal: ReadonlySet<string>,
): (source: RowSource, key: string | null, row: RowPlace) => string {
  const source = domain.sources.find(({ id }) => id === table.source)
  const first = source?.tables.find(({ describes }) => describes.some(({ role }) => role === 'record'))
  const isFirst = at === 0 && (first === undefined || first.id === table.id)
  const hashes = description.key.length === 0 || description.key.some((name) => personal.has(name))
  const { called } = description
  return (of, key, row) => {
    if (key === null || hashes) return `${of.id}:${called}-${row.rowHash.slice(0, 12)}`
    return isFirst ? `${of.id}:${key}` : `${of.id}:${called}:${key}`
  }
}

/** What names by equal letters alone make one: the type's own key where it has one. */
function nameKeyOf(attribute: Attribute): (value: AttributeValue) => string | null {
  const key: TypePart | undefined = attribute.type.parts.find(({ name }) => name === 'key')
  return (value) => {
    if (value === null || Array.isArray(value)) return null
    const own = key?.of(value as string, attribute.context)
    return typeof own === 'string' ? own : foldWords(String(value), '')
  }
}

/** What a row belongs to, by key and by name. */
function parentReader(
  domain: CompiledDomain,
  table: SourceTable,
  description: Description,
  parent: string,
  place: (column: string) => number,
): { readonly key: (cells: Cells) => string | null; readonly named: (cells: Cells) => string | null } {
  const nothing = () => null
  const belonging = description.belongsTo.find(({ entity }) => entity === parent)
  const named = domain.entities.find(({ id }) => id === parent)?.name ?? null
  const column = belonging?.named ?? null
  return {
    key: belonging?.key == null ? nothing : keyReader(belonging.key.map(place)),
    named: named === null || column === null ? nothing : parentName(named, table.country, place(column)),
  }
}

function parentName(name: Attribute, country: string, at: number): (cells: Cells) => string | null {
  const reader = name.type.reader(name.options, { country })
  const keyOf = nameKeyOf(name)
  return (cells) => {
    const cell = cells[at] ?? null
    return cell === null ? null : keyOf(reader.normalise(cell).value)
  }
}

/** Attributes of the row that tell a country, the most telling type first; the default where none does. */
function inference(domain: CompiledDomain, readers: readonly AttributeReader[], entity: Entity): Describer['infer'] {
  const inferring = readers.filter(({ infers }) => infers !== null)
  if (inferring.length === 0) return () => undefined
  const tellers = domain.entities
    .flatMap(({ attributes }) => attributes)
    .flatMap((attribute) => {
      const part = attribute.type.parts.find(({ name }) => name === 'country')
      return part === undefined
        ? []
        : [{ name: attribute.name, type: attribute.type.id, context: attribute.context, part }]
    })
    .sort((a, b) => telling(a.type) - telling(b.type))
  return (drafts, own) => {
    const draft = drafts[own] as Draft
    for (const { name, infers } of inferring) {
      if ((draft.values.get(name) ?? null) !== null) continue
      draft.values.set(name, told(tellers, drafts) ?? infers)
    }
    void entity
  }
}

const TELLING: readonly string[] = ['region', 'phone', 'address']
const telling = (type: string): number => (TELLING.indexOf(type) + TELLING.length + 1) % (TELLING.length + 1)

function told(
  tellers: readonly { readonly name: string; readonly context: TypeContext; readonly part: TypePart }[],
  drafts: readonly Draft[],
): string | null {
  for (const { name, part, context } of tellers)
    for (const { values } of drafts) {
      const value = values.get(name) ?? null
      for (const one of Array.isArray(value) ? (value as readonly string[]) : value === null ? [] : [value as string]) {
        const country = part.of(one, context)
        if (typeof country === 'string') return country
      }
    }
  return null
}

/** The columns of what a table's rows become, by entity. */
export const columnsByEntity = (domain: CompiledDomain) =>
  new Map(domain.entities.map((entity) => [entity.id, refinedColumns(entity)]))
