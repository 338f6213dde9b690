import { agreeOnTypes } from './agree-on-types.ts'
import { asMapped } from './as-mapped.ts'
import type { Answers, DomainDraft, DraftTable } from './draft.ts'
import { entitiesOf } from './draft-entities.ts'
import { askFor } from './draft-questions.ts'
import { type SourceScope, sourceIds, sourceOf, titleOf, trustsFor } from './draft-source.ts'
import { draftTable } from './draft-table.ts'
import { type Existing, kindOf, mapOnto } from './existing-domain.ts'
import { oncePerExport } from './file-patterns.ts'
import type { ReadingContext } from './guess-column.ts'
import { type CountryGuess, guessCountry } from './guess-country.ts'
import { relateTables } from './relate-tables.ts'
import { type SampledTable, type SkippedTable, tableName } from './sampled-table.ts'

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
  const guessed = oncePerExport(sampled).map((sample) =>
    existing === undefined ? draftTable(sample, reading, answers) : tableOfKnown(sample, reading, answers, existing),
  )
  const drafted = guessed.filter(({ describes }) => describes.length > 0)
  const related = sourcesOf(drafted)
  const matched =
    existing === undefined
      ? related
      : related.map((tables) => tables.map((table) => asMapped(mapOnto(table, existing), existing, answers)))
  const agreed = agreeOnTypes(matched, existing)
  const scope: SourceScope = {
    answers,
    existing,
    country: country.country,
    ids: sourceIds(agreed, existing),
    names: [...new Set(sampled.map(({ file }) => file))],
    trusts: trustsFor(agreed.length, answers, existing),
  }
  const sources = agreed.map((tables, at) => sourceOf(tables, at, agreed, scope))
  const entities = entitiesOf(sources, country.country)
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
    unread: guessed.filter(({ describes }) => describes.length === 0).map(unreadTable),
    width: Math.max(0, ...sampled.map(({ columns }) => columns.length)),
  }
}

/** Under this it may be about something else. */
const SURE_ENTITY = 0.7

/** A table of an added file: what it is about is one of the things that are there, where nothing in it says and most of its columns fit. */
function tableOfKnown(sample: SampledTable, reading: ReadingContext, answers: Answers, existing: Existing): DraftTable {
  const guessed = draftTable(sample, reading, answers)
  const name = tableName(sample)
  if (answers.entity?.has(name) || guessed.entityConfidence >= SURE_ENTITY) return guessed
  const fitting = existing.entities.flatMap((entity) => {
    const { id, attributes } = entity
    const kind = kindOf(entity)
    if (kind === undefined) return []
    const table = draftTable(sample, reading, { ...answers, entity: new Map([[name, kind]]) })
    const [main] = mapOnto(table, existing).describes
    const known = new Set(attributes.map((attribute) => attribute.name))
    const found = main?.entity !== id ? 0 : main.attributes.filter((attribute) => known.has(attribute.name)).length
    return found * 2 > (main?.attributes.length ?? 0) ? [{ table, found }] : []
  })
  const [best] = fitting.sort((a, b) => b.found - a.found)
  return best === undefined ? guessed : { ...best.table, entityConfidence: SURE_ENTITY }
}

/** A table of which a run could read nothing. */
const unreadTable = ({ sample: { file, sheet }, leftOut }: DraftTable): SkippedTable => ({
  file,
  sheet,
  why: `None of its columns can be read: ${leftOut.map(({ label, why }) => `"${label}", ${why}`).join('; ')}.`,
})

const SURE_COUNTRY = 0.7

function countryOf(sampled: readonly SampledTable[], answers: Answers, existing: Existing | undefined): CountryGuess {
  if (answers.country !== undefined) return { country: answers.country, confidence: 1, because: [] }
  const guess = guessCountry(sampled.flatMap(({ columns }) => columns))
  if (existing === undefined || guess.confidence >= SURE_COUNTRY) return guess
  return { country: existing.country, confidence: 1, because: [] }
}

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
