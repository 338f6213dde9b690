import { matchGlob } from '../config/match-glob.ts'
import { nameOfLabel } from './attribute-names.ts'
import type {
  Answers,
  DomainDraft,
  DraftDescription,
  DraftEntity,
  DraftSource,
  DraftTable,
  EntityAttribute,
} from './draft.ts'
import { askFor } from './draft-questions.ts'
import { draftTable } from './draft-table.ts'
import { ENTITY_KINDS, isEntityKind } from './entity-kinds.ts'
import { type Existing, mapOnto } from './existing-domain.ts'
import type { ReadingContext } from './guess-column.ts'
import { type CountryGuess, guessCountry } from './guess-country.ts'
import { relateTables } from './relate-tables.ts'
import { type SampledTable, tableName } from './sampled-table.ts'

/** A domain that the tables of some files make, with what was guessed. Pure: the same tables and answers make the same draft. */
export function draftDomain(
  id: string,
  sampled: readonly SampledTable[],
  answers: Answers,
  existing?: Existing,
): DomainDraft {
  const country = countryOf(sampled, answers, existing)
  const reading: ReadingContext = {
    country: country.country,
    dateOrder: answers.dateOrder ?? null,
    decimal: answers.decimal ?? null,
  }
  const drafted = oncePerExport(sampled)
    .map((sample) => draftTable(sample, reading, answers))
    .filter(({ describes }) => describes.length > 0)
  const related = sourcesOf(drafted)
  const matched =
    existing === undefined ? related : related.map((tables) => tables.map((table) => mapOnto(table, existing)))
  const scope = { answers, existing, country: country.country, ids: sourceIds(matched, existing) }
  const sources = matched.map((tables, at) => sourceOf(tables, at, matched, scope))
  const entities = entitiesOf(sources)
  const personal = entities.flatMap((entity) =>
    entity.attributes
      .filter(({ type, pii }) => (pii ?? type.pii(type.options.parse({}))) !== 'none')
      .map(({ name }) => `${entity.id}.${name}`),
  )
  const lawfulBasis = answers.lawfulBasis ?? existing?.lawfulBasis ?? null
  return {
    id,
    title: titleOf(id),
    country: existing?.country ?? country.country,
    countryBecause: country.because,
    lawfulBasis: personal.length === 0 ? null : lawfulBasis,
    personal,
    entities,
    sources,
    questions: askFor({ country, sources, personal, lawfulBasis, answers, isAdded: existing !== undefined }),
    width: Math.max(0, ...sampled.map(({ columns }) => columns.length)),
  }
}

const SURE_COUNTRY = 0.7

function countryOf(sampled: readonly SampledTable[], answers: Answers, existing: Existing | undefined): CountryGuess {
  if (answers.country !== undefined) return { country: answers.country, confidence: 1, because: [] }
  const guess = guessCountry(sampled.flatMap(({ columns }) => columns))
  if (existing === undefined || guess.confidence >= SURE_COUNTRY) return guess
  return { country: existing.country, confidence: 1, because: [] }
}

export const titleOf = (text: string): string => {
  const words = text.replace(/[_-]+/g, ' ').replace(/\s+/g, ' ').trim()
  return words === '' ? text : `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

/** Of exports that differ by the day behind their name, and have the same labels, the first: one table is all of them. */
function oncePerExport(sampled: readonly SampledTable[]): SampledTable[] {
  return sampled.filter(
    (table, at) => table.sheet !== null || !sampled.slice(0, at).some((other) => isSameExport(table, other)),
  )
}

const isSameExport = (left: SampledTable, right: SampledTable): boolean =>
  right.sheet === null &&
  patternOf(left.file) === patternOf(right.file) &&
  left.columns.map(({ label }) => label).join('\0') === right.columns.map(({ label }) => label).join('\0')

/** Tables by source: the sheets of a workbook are one, and so are files whose rows name each other's keys. */
function sourcesOf(tables: readonly DraftTable[]): (readonly DraftTable[])[] {
  const books = [
    ...Map.groupBy(
      tables.filter(({ sample }) => sample.sheet !== null),
      ({ sample }) => sample.file,
    ).values(),
  ]
  const single = tables.filter(({ sample }) => sample.sheet === null)
  const { tables: related, links } = relateTables(single)
  const root = (at: number): number => links.find(({ child }) => child === at)?.parent ?? at
  const files = [...Map.groupBy(related.keys(), root).values()].map((members) =>
    [...members].flatMap((at) => related[at] ?? []),
  )
  const first = (group: readonly DraftTable[]) =>
    tables.findIndex(({ sample }) => sample.file === group[0]?.sample.file)
  return [...books.map((book) => relateTables(book).tables), ...files].sort((a, b) => first(a) - first(b))
}

/** What a person says of a sheet that is about nothing. */
export const NOTHING = 'nothing'
const SURE_SUBJECT = 0.7

/** A sheet beside others that is about nothing in particular: lists to choose from, settings. */
function isAside(table: DraftTable, all: readonly DraftTable[], answers: Answers): boolean {
  const said = answers.entity?.get(tableName(table.sample))
  if (said !== undefined) return said === NOTHING && all.length > 1
  return table.entityConfidence < SURE_SUBJECT && all.some(({ entityConfidence }) => entityConfidence >= SURE_SUBJECT)
}

const STEP = 10

interface SourceScope {
  readonly answers: Answers
  readonly existing: Existing | undefined
  readonly country: string
  readonly ids: readonly string[]
}

function sourceOf(
  tables: readonly DraftTable[],
  at: number,
  all: readonly (readonly DraftTable[])[],
  { answers, existing, country, ids }: SourceScope,
): DraftSource {
  const told = tables.filter((table) => !isAside(table, tables, answers))
  const files = [...new Set(tables.map(({ sample }) => sample.file))]
  const others = new Set(
    all.filter((other) => other !== tables).flatMap((other) => other.map(({ sample }) => sample.file)),
  )
  const pattern = (file: string): string => {
    const wide = patternOf(file)
    return [...others].some((other) => matchGlob(wide, other)) ? file : wide
  }
  const stem = stemOf(files[0] ?? '')
  const several = files.length > 1
  const trusts = existing?.sources.map(({ trust }) => trust)
  return {
    id: ids[at] ?? '',
    title: titleOf(stem).slice(0, 200),
    trust:
      trusts === undefined
        ? STEP * (all.length - at)
        : answers.trust === undefined
          ? lowerTrust(trusts, at)
          : answers.trust - at,
    country: existing === undefined || existing.country === country ? null : country,
    files: files.map(pattern),
    ignoredSheets: tables.filter((table) => !told.includes(table)).flatMap(({ sample }) => sample.sheet ?? []),
    tables: told.map((table) => ({
      ...table,
      files: several ? [pattern(table.sample.file)] : [],
      id: several ? nameOfLabel(stemOf(table.sample.file), 0) : null,
    })),
  }
}

/** An id for each source, after its first file; none twice. */
function sourceIds(all: readonly (readonly DraftTable[])[], existing: Existing | undefined): string[] {
  const taken = new Set(existing?.sources.map(({ id }) => id))
  return all.map((tables) => {
    const id = freeId(idOf(stemOf(tables[0]?.sample.file ?? '')), taken)
    taken.add(id)
    return id
  })
}

/** The next number below those that are taken; above them all where none is left below. */
export function lowerTrust(taken: readonly number[], at: number): number {
  const lowest = Math.min(...taken)
  if (!Number.isFinite(lowest)) return STEP
  return lowest - 1 - at >= 0 ? lowest - 1 - at : Math.max(...taken) + 1 + at
}

export const stemOf = (file: string): string => file.replace(/\.[^.]+$/, '').replace(DATED, '') || file
/** What exports put behind a file's name: a day, a month, a running number. */
const DATED = /[ _.-]*(?:\d{4}[-_.]?\d{2}(?:[-_.]?\d{2})?(?:[T _-]?\d{4,6})?|\(\d+\))$/

/** The file's name; without the day behind it, so that the next export is taken too. */
function patternOf(file: string): string {
  const ending = /\.[^.]+$/.exec(file)?.[0] ?? ''
  const stem = stemOf(file)
  return stem.length >= 3 && `${stem}${ending}` !== file ? `${stem}*${ending}` : file
}

const idOf = (stem: string): string => nameOfLabel(stem, 0).replace(/^column_1$/, 'source')

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : `${wanted}_${n}`
    if (!taken.has(id)) return id
  }
}

/** Every entity that a table describes, with the attributes of all of them. */
function entitiesOf(sources: readonly DraftSource[]): DraftEntity[] {
  const descriptions = sources.flatMap(({ tables }) => tables.flatMap(({ describes }) => describes))
  const byEntity = Map.groupBy(descriptions, ({ entity }) => entity)
  return [...byEntity].map(([id, described]): DraftEntity => {
    // An entity that is there already has a dataset and a prefix; those of a draft are not asked for.
    const { dataset, idPrefix } = isEntityKind(id) ? ENTITY_KINDS[id] : { dataset: id, idPrefix: id.slice(0, 3) }
    return { id, dataset, idPrefix, attributes: attributesOf(described), derived: derivedOf(id, byEntity) }
  })
}

function attributesOf(described: readonly DraftDescription[]): EntityAttribute[] {
  const makers = described.filter(({ role }) => role !== 'part')
  const all = new Map<string, EntityAttribute>()
  for (const { attributes } of described)
    for (const { name, type, keep, required, pii, confidence } of attributes) {
      const known = all.get(name)
      const everywhere =
        required && makers.every((one) => one.attributes.some((other) => other.name === name && other.required))
      all.set(name, {
        name,
        type: known?.type ?? type,
        keep: known?.keep ?? keep,
        required: known?.required ?? everywhere,
        pii: known === undefined ? pii : stronger(known.pii, pii),
        confidence: Math.min(known?.confidence ?? 1, confidence),
      })
    }
  // What names a thing is read first.
  return [...all.values()].sort((a, b) => Number(b.name === 'name') - Number(a.name === 'name'))
}

/** From least to most; null is what the type says. */
const CLASSES: readonly EntityAttribute['pii'][] = ['none', null, 'personal', 'sensitive']
const stronger = (a: EntityAttribute['pii'], b: EntityAttribute['pii']): EntityAttribute['pii'] =>
  CLASSES.indexOf(a) > CLASSES.indexOf(b) ? a : b

/** The person to name first, and what a person's organization is called. */
function derivedOf(id: string, byEntity: ReadonlyMap<string, readonly DraftDescription[]>): DraftEntity['derived'] {
  const attributes = (entity: string) => (byEntity.get(entity) ?? []).flatMap((one) => one.attributes)
  const people = byEntity.get('person') ?? []
  if (id === 'person') {
    const parent = people.find(({ belongsTo }) => belongsTo !== null)?.belongsTo?.entity
    if (parent === undefined || !attributes(parent).some(({ name }) => name === 'name')) return []
    return [{ name: 'organization_name', rule: `{ parent: ${parent}, attribute: name }` }]
  }
  if (!people.some(({ belongsTo }) => belongsTo?.entity === id)) return []
  const theirs = new Set(attributes('person').map(({ name }) => name))
  const shown = [
    ['name', 'name'],
    ['role', 'role'],
    ['email', 'emails'],
    ['phone', 'phones'],
  ].filter(([, name]) => theirs.has(name ?? ''))
  if (shown.length === 0) return []
  const list = shown.map(([suffix, name]) => `${suffix}: ${name}`).join(', ')
  return [{ name: 'contact_primary', rule: `{ primary: person, attributes: { ${list} } }` }]
}
