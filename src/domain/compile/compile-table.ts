import type { Contract, LawfulBasis, PiiClass } from '../../contracts/contract.ts'
import { defineContract } from '../../contracts/define-contract.ts'
import { ContractError } from '../../contracts/errors.ts'
import { readContract } from '../../contracts/read-contract.ts'
import { strongerClass } from '../../contracts/stronger-class.ts'
import type { TypeContext, Vocabulary } from '../../types/semantic-type.ts'
import { labelKey } from '../../types/text/label-similarity.ts'
import type { DescriptionDocument, SourceDocument, TableDocument } from '../document/source-document.ts'
import type { Belonging, Description, Entity, SourceColumn, SourceTable, TableReading } from '../domain.ts'
import type { DomainFiles } from '../domain-files.ts'
import { didYouMean } from '../faults-of.ts'
import { withBesides } from './besides.ts'
import { TOLD_DATASETS } from './check-published.ts'
import { columnRoles } from './column-roles.ts'
import { compileMapping, type MappingScope } from './compile-mapping.ts'
import type { Compiler } from './compiler.ts'

/** What a table is compiled in. */
export interface TableScope {
  readonly compiler: Compiler
  readonly files: DomainFiles
  readonly entities: ReadonlyMap<string, Entity>
  readonly vocabularies: ReadonlyMap<string, Vocabulary>
  readonly owner: string
  readonly lawfulBasis: LawfulBasis
  readonly country: string
  readonly dateOrder: TypeContext['dateOrder']
}

/** One table of a source. Its columns are those of its contract, or those that its mappings name. */
export function compileTable(
  scope: TableScope,
  path: readonly PropertyKey[],
  source: SourceDocument,
  document: TableDocument,
): SourceTable {
  const natural = tableId(source, document)
  const id = document.id === undefined && isDataset(scope, natural) ? `${natural}_rows` : natural
  const given = contractFile(scope, path, id)
  const columns = new Columns(scope.compiler, given)
  const country = document.country ?? source.country ?? scope.country
  const dateOrder = document.date_order ?? source.date_order ?? scope.dateOrder
  const mapping: MappingScope = {
    compiler: scope.compiler,
    vocabularies: scope.vocabularies,
    context: { country, ...(dateOrder === undefined ? {} : { dateOrder }) },
    column: (at, label, pii) => columns.use(at, label, pii),
  }
  const describes = document.describes.map((description, at) =>
    compileDescription(scope, mapping, columns, [...path, 'describes', at], description),
  )
  if (!document.ignore && describes.length === 0)
    scope.compiler.fault(path, `The table says nothing of any entity. Add describes, or ignore: true.`)
  const unique = document.unique ?? source.unique
  if (unique && describes[0] !== undefined && describes[0].key.length === 0)
    scope.compiler.fault(
      [...path, 'describes', 0],
      'A unique source is unique by its key. Say which columns are the key.',
    )
  // Every column is named before they are listed.
  const sourceColumn =
    document.source === undefined
      ? null
      : {
          column: columns.use([...path, 'source', 'column'], document.source.column, 'none'),
          trust: document.source.trust,
        }
  return {
    id,
    // Records stay who they are when a dataset is named as their table is.
    keyName: document.was ?? natural,
    source: source.id,
    sheet: document.sheet ?? null,
    files: document.files ?? [],
    reading: readingOf(document),
    roles: columnRoles(describes, sourceColumn?.column ?? null),
    ignore: document.ignore,
    unique,
    country,
    columns: columns.all,
    sourceColumn,
    describes,
    contract: given ?? contractOf(scope, id, source, document, columns, describes),
  }
}

const written = (word: string): string => (word === 'none' ? '' : word === 'tab' ? '\t' : word)

function readingOf({ header_row: headerRow, skip, delimiter, quote, comment, encoding }: TableDocument): TableReading {
  return {
    ...(headerRow === 'auto' ? {} : { headerRow }),
    ...(skip === undefined ? {} : { skip }),
    ...(delimiter === undefined ? {} : { delimiter: written(delimiter) }),
    ...(quote === undefined ? {} : { quote: written(quote) }),
    ...(comment === undefined ? {} : { comment }),
    ...(encoding === undefined ? {} : { encoding }),
  }
}

/** Contracts of tables and of datasets lie side by side, so a table that is not given an id makes room. */
const isDataset = ({ entities }: TableScope, id: string): boolean =>
  TOLD_DATASETS.includes(id) || [...entities.values()].some(({ dataset }) => dataset === id)

/** `crm_customers` of the sheet Customers; the source's own id where it has one table. */
function tableId(source: SourceDocument, table: TableDocument): string {
  if (table.id !== undefined) return table.id
  const id = source.id.replaceAll('-', '_')
  const sheet = table.sheet ?? (source.tables.length === 1 ? '' : `table ${source.tables.indexOf(table) + 1}`)
  const name = labelKey(sheet).replaceAll(' ', '_')
  return name === '' ? id : `${id}_${name}`
}

function contractFile(scope: TableScope, path: readonly PropertyKey[], id: string): Contract | undefined {
  const file = [`contracts/${id}.yaml`, `contracts/${id}.yml`].find((name) => scope.files[name] !== undefined)
  if (file === undefined) return undefined
  try {
    const { contract } = readContract(scope.files[file] as string, file)
    if (contract.id !== id)
      scope.compiler.fault(path, `${file} is the contract "${contract.id}". Name it after the table: "${id}".`)
    return contract
  } catch (error) {
    if (!(error instanceof ContractError)) throw error
    scope.compiler.add([{ file, line: 1, column: 1, path: '', message: error.message }])
    return undefined
  }
}

/** What stands beside a row's columns when it is read. */
const INGESTED: ReadonlySet<string> = new Set(['row_number', 'row_hash', 'extra'])

/** The columns of a table by what mappings call them: by label, by name, by synonym, never by likeness. */
class Columns {
  readonly #compiler: Compiler
  readonly #contract: Contract | undefined
  readonly #made = new Map<string, SourceColumn>()
  /** By `labelKey`. */
  readonly #names = new Map<string, string>()

  constructor(compiler: Compiler, contract: Contract | undefined) {
    this.#compiler = compiler
    this.#contract = contract
  }

  get all(): readonly SourceColumn[] {
    if (this.#contract === undefined) return [...this.#made.values()]
    return this.#contract.fields.map(({ name, label, synonyms, required, pii, description }) => ({
      name,
      label,
      synonyms,
      required,
      pii,
      description,
    }))
  }

  /** Marks a column as one that every row must have. */
  require(name: string): void {
    const column = this.#made.get(name)
    if (column !== undefined) this.#made.set(name, { ...column, required: true })
  }

  use(path: readonly PropertyKey[], label: string, pii: PiiClass): string {
    if (this.#contract !== undefined) return this.#ofContract(this.#contract, path, label)
    const key = labelKey(label)
    const known = this.#made.get(this.#names.get(key) ?? '')
    if (known !== undefined) {
      this.#made.set(known.name, { ...known, pii: strongerClass(known.pii, pii) })
      return known.name
    }
    const name = this.#freeName(key.replaceAll(' ', '_') || 'column')
    this.#names.set(key, name)
    this.#made.set(name, { name, label, synonyms: [], required: false, pii, description: `The column ${label}.` })
    return name
  }

  #ofContract(contract: Contract, path: readonly PropertyKey[], label: string): string {
    const key = labelKey(label)
    const field =
      contract.fields.find((one) => one.label === label || one.name === label) ??
      contract.fields.find((one) => [one.label, one.name, ...one.synonyms].some((known) => labelKey(known) === key))
    if (field !== undefined) return field.name
    const known = contract.fields.map((one) => one.label)
    this.#compiler.fault(path, `The contract ${contract.id} has no column "${label}".${didYouMean(label, known)}`)
    return label
  }

  #freeName(wanted: string): string {
    const plain = wanted.replace(/[^a-z0-9_]/g, '') || 'column'
    const base = /^[a-z]/.test(plain) ? plain : `column_${plain}`
    for (let n = 1; ; n++) {
      const name = n === 1 ? base : `${base}_${n}`
      if (!this.#made.has(name) && !INGESTED.has(name)) return name
    }
  }
}

function compileDescription(
  scope: TableScope,
  mapping: MappingScope,
  columns: Columns,
  path: readonly PropertyKey[],
  document: DescriptionDocument,
): Description {
  const { compiler, entities } = scope
  const entity = entities.get(document.entity)
  if (entity === undefined)
    compiler.fault(
      [...path, 'entity'],
      `There is no entity "${document.entity}".${didYouMean(document.entity, [...entities.keys()])}`,
    )
  const attributes = Object.entries(document.attributes).flatMap(([name, given]) => {
    const at = [...path, 'attributes', name]
    const attribute = entity?.attributes.find((one) => one.name === name && one.besides === null)
    if (attribute !== undefined) return [compileMapping(mapping, at, attribute, given)]
    if (entity?.order.includes(name)) {
      if (entity.derived.some((one) => one.name === name) || entity.attributes.some((one) => one.name === name))
        compiler.fault(at, `"${name}" follows from other attributes, so no source says it. Take the line out.`)
    } else if (entity !== undefined)
      compiler.fault(
        at,
        `"${entity.id}" has no attribute "${name}".${didYouMean(
          name,
          entity.attributes.map((one) => one.name),
        )}`,
      )
    return []
  })
  const column = (label: string, ...at: PropertyKey[]) => columns.use([...path, ...at], label, 'none')
  const key = labels(document.key).map(([label, ...at]) => column(label, 'key', ...at))
  // What else the row describes, or describes sometimes, may be missing from it.
  const [only] =
    key.length === 1 && document.role === 'record' && document.when === undefined && path.at(-1) === 0 ? key : []
  if (only !== undefined) columns.require(only)
  const { when, invalid } = document
  return {
    entity: document.entity,
    role: document.role,
    key,
    called: document.called ?? document.entity,
    belongsTo: Object.entries(document.belongs_to).map(([parent, belongs]): Belonging => {
      const at = [...path, 'belongs_to', parent]
      if (!entities.has(parent))
        compiler.fault(at, `There is no entity "${parent}".${didYouMean(parent, [...entities.keys()])}`)
      else if (parent === document.entity && document.role === 'record')
        compiler.fault(at, `A record of "${parent}" cannot belong to "${parent}". Say role: part, or another entity.`)
      const named = belongs.or_named ?? belongs.named
      if (named !== undefined && entities.get(parent)?.name === null)
        compiler.fault(at, `Nothing names "${parent}". Give it an attribute that does, or say the key alone.`)
      const by =
        named === undefined
          ? null
          : columns.use([...at, belongs.or_named === undefined ? 'named' : 'or_named'], named, 'none')
      const keys = labels(belongs.key).map(([label, ...rest]) => columns.use([...at, 'key', ...rest], label, 'none'))
      return { entity: parent, key: keys.length === 0 ? null : keys, named: by }
    }),
    when:
      when === undefined
        ? null
        : {
            column: column(when.column, 'when', 'column'),
            equals: when.equals === undefined ? null : typeof when.equals === 'string' ? [when.equals] : when.equals,
            is: when.is ?? null,
          },
    invalid:
      invalid === undefined
        ? null
        : typeof invalid === 'string'
          ? { column: column(invalid, 'invalid'), values: null, of: null }
          : {
              column: column(invalid.column, 'invalid', 'column'),
              values: invalid.values ?? null,
              of: invalid.of ?? null,
            },
    attributes: entity === undefined ? attributes : withBesides(entity, attributes),
  }
}

const labels = (given: string | readonly string[] | undefined): readonly (readonly [string, ...PropertyKey[]])[] =>
  given === undefined ? [] : typeof given === 'string' ? [[given]] : given.map((label, at) => [label, at] as const)

/** The contract of a table that has no file: what its mappings say of its columns. */
function contractOf(
  scope: TableScope,
  id: string,
  source: SourceDocument,
  document: TableDocument,
  columns: Columns,
  describes: readonly Description[],
): Contract {
  const title = source.title ?? source.id
  const key = new Set(describes[0]?.key ?? [])
  const personal = columns.all.some(({ pii }) => pii !== 'none')
  return defineContract({
    id,
    version: '1.0.0',
    title: document.sheet === undefined ? title : `${title}: ${document.sheet}`,
    description: `What ${title} says, as domain.yaml maps it.`,
    kind: 'source',
    owner: scope.owner,
    // A domain with personal types and no lawful basis is a fault of its own, told where it can be mended.
    lawfulBasis: personal ? (scope.lawfulBasis === 'none' ? 'legitimate_interest' : scope.lawfulBasis) : 'none',
    ...(personal && scope.lawfulBasis === 'consent' ? { lawfulBasis: 'legitimate_interest' as const } : {}),
    fields: Object.fromEntries(
      columns.all.map((column) => [
        column.name,
        {
          label: column.label,
          required: column.required,
          pii: column.pii,
          primaryKey: key.has(column.name),
          description: column.description,
          example: 'text',
        },
      ]),
    ),
  })
}
