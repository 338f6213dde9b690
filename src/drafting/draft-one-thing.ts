import { compileDomain } from '../domain/compile/compile-domain.ts'
import { faultLine } from '../domain/fault.ts'
import type { CompiledDomain, SourceTable } from '../domain/index.ts'
import { nameOfLabel } from './attribute-names.ts'
import type {
  Answers,
  DomainDraft,
  DraftAttribute,
  DraftDescription,
  DraftEntity,
  DraftTable,
  MappedTo,
} from './draft.ts'
import { draftDomain } from './draft-domain.ts'
import { NO_KEY } from './draft-table.ts'
import { existingDomain } from './existing-domain.ts'
import { extendDomain } from './extend-domain.ts'
import { stemOf } from './file-patterns.ts'
import { typeNamed } from './guess-column.ts'
import { renderDomain } from './render-domain.ts'
import { type SampledTable, tableName } from './sampled-table.ts'

/** A table as far as it was told, and how its rows are read. */
export interface TableOfThing {
  readonly drafted: DraftTable
  readonly table: SourceTable
  /** The column by which its rows are known; null: none has a value of its own in every row. */
  readonly idColumn: string | null
}

/** A domain in memory of one entity: every row of the tables is one of it. */
export interface OneThing {
  readonly domain: CompiledDomain
  /** What a row is: `person`, `organization` … */
  readonly entity: string
  /** In the order of the samples. */
  readonly tables: readonly TableOfThing[]
  /** The draft of the first table: country, and what nothing settles. */
  readonly first: DomainDraft
}

/** Nothing of it is published: whoever publishes says why that may be done. */
const NOT_PUBLISHED = 'legitimate_interest'

/**
 * One entity that rows of all tables are, each row one of it: what `init` drafts of the first table, and what `add` makes of the others.
 * @param mapped what columns of a table give, said over what is guessed; by file, once the first table is known
 */
export function draftOneThing(
  [first, ...others]: readonly [SampledTable, ...SampledTable[]],
  answers: Answers,
  mapped: (file: string, drafted: DraftTable) => ReadonlyMap<string, MappedTo> = () => new Map(),
): OneThing {
  const said: Answers = { ...answers, isOneThing: true, lawfulBasis: NOT_PUBLISHED }
  const id = nameOfLabel(stemOf(first.file), 0).slice(0, 60)
  const isAlone = others.length === 0
  const drafts = [asRecords(draftDomain(id, [first], said), said, isAlone)]
  const [{ draft, main }] = drafts as [DraftedRecords]
  let text = renderDomain(draft)
  for (const table of others) {
    const existing = existingDomain(compiled(text))
    const told: Answers = {
      ...said,
      entity: new Map([[tableName(table), main.describes[0]?.entity ?? '']]),
      mapped: mapped(table.file, main),
    }
    const added = asRecords(draftDomain(id, [table], told, existing), said, isAlone)
    drafts.push(added)
    text = extendDomain(text, added.draft, existing)
  }
  const domain = compiled(text)
  const tables = drafts.map((one, at): TableOfThing => {
    const table = domain.sources[at]?.tables[0]
    if (table === undefined) throw new Error(`the draft has no source ${at + 1}`)
    return { drafted: one.main, table, idColumn: one.idColumn }
  })
  return { domain, entity: main.describes[0]?.entity ?? '', tables, first: draft }
}

interface DraftedRecords {
  readonly draft: DomainDraft
  readonly main: DraftTable
  readonly idColumn: string | null
}

/**
 * No row is turned away for what it lacks, none is known to be another by its key, and a file is itself alone and not those that are called
 * alike. What only numbers the rows of the one file there is, is no evidence of anything.
 */
function asRecords(draft: DomainDraft, { key }: Answers, isAlone: boolean): DraftedRecords {
  const [source] = draft.sources
  const [table] = source?.tables ?? []
  const [described] = table?.describes ?? []
  if (source === undefined || table === undefined || described === undefined)
    throw new Error('a draft without an entity: nothing could be read')
  const asked = key?.get(tableName(table.sample))
  const choices = [described.key ?? [], table.keyChoices].flat()
  const idColumn =
    asked === undefined ? (choices.find((label) => numbers(described, label)) ?? null) : asked === NO_KEY ? null : asked
  const asText = (attribute: DraftAttribute): DraftAttribute =>
    isAlone && idColumn !== null && attribute.type.id === 'identifier' && isFrom(attribute, idColumn)
      ? { ...attribute, type: typeNamed('text') }
      : attribute
  const names = new Set(described.attributes.filter((one) => asText(one) !== one).map(({ name }) => name))
  const main = {
    ...table,
    unique: false,
    files: [],
    describes: [{ ...described, key: null, attributes: described.attributes.map(asText) }],
  }
  return {
    idColumn,
    main,
    draft: {
      ...draft,
      entities: draft.entities.map((entity) => ({
        ...entity,
        // What it is called by is told, since nothing is required that would show it.
        ...namedBy(entity),
        attributes: entity.attributes.map((attribute) => ({
          ...attribute,
          required: false,
          ...(names.has(attribute.name) ? { type: typeNamed('text') } : {}),
        })),
      })),
      sources: [{ ...source, files: [table.sample.file], tables: [{ ...main, id: table.id }] }],
    },
  }
}

const namedBy = ({ attributes }: DraftEntity): Pick<DraftEntity, 'namedBy'> => {
  const name = attributes.find(({ required, type, keep }) => required && keep !== 'distinct' && NAMES.has(type.id))
  return name === undefined ? {} : { namedBy: name.name }
}
const NAMES = new Set(['organization_name', 'person_name', 'text'])

/** Types of what numbers rows: a mailbox of which none comes twice is evidence all the same, and so are a postcode and a telephone. */
const NUMBERING = new Set(['identifier', 'number', 'text', 'category'])
const REACHING = new Set(['phone', 'postcode'])

const isFrom = ({ mapping: { from } }: DraftAttribute, label: string): boolean =>
  Array.isArray(from) && from.length === 1 && from[0] === label

const numbers = ({ attributes }: DraftDescription, label: string): boolean =>
  attributes.some(
    (attribute) =>
      NUMBERING.has(attribute.type.id) &&
      isFrom(attribute, label) &&
      !attribute.guesses.some(({ type }) => REACHING.has(type.id)),
  )

/** @throws Error: a draft that does not compile is a fault of this program */
function compiled(text: string): CompiledDomain {
  const outcome = compileDomain({ 'domain.yaml': text })
  if (outcome.outcome === 'faulty')
    throw new Error(`The draft does not hold together; please report it:\n${outcome.faults.map(faultLine).join('\n')}`)
  return outcome.domain
}
