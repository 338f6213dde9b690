import { globsMeet } from '../config/globs-meet.ts'
import { labelKey } from '../types/text/label-similarity.ts'
import { AttributeNames, nameOfLabel } from './attribute-names.ts'
import type { Answers, DraftSource, DraftTable } from './draft.ts'
import { ENTITY_KINDS } from './entity-kinds.ts'
import type { Existing } from './existing-domain.ts'
import { patternOf, stemOf } from './file-patterns.ts'
import { tableName } from './sampled-table.ts'

export const titleOf = (text: string): string => {
  const words = text.replace(/[_-]+/g, ' ').replace(/\s+/g, ' ').trim()
  return words === '' ? text : `${words.charAt(0).toUpperCase()}${words.slice(1)}`
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

/** What the sources of one draft share. */
export interface SourceScope {
  readonly answers: Answers
  readonly existing: Existing | undefined
  readonly country: string
  readonly ids: readonly string[]
  /** Of all the files that are drafted. */
  readonly names: readonly string[]
  readonly trusts: readonly number[]
}

export function sourceOf(
  tables: readonly DraftTable[],
  at: number,
  all: readonly (readonly DraftTable[])[],
  { answers, existing, country, ids, names, trusts }: SourceScope,
): DraftSource {
  const told = tables.filter((table) => !isAside(table, tables, answers))
  const files = [...new Set(tables.map(({ sample }) => sample.file))]
  const others = [
    ...all.filter((other) => other !== tables).flatMap((other) => other.map(({ sample }) => patternOf(sample.file))),
    ...(existing?.sources.flatMap((source) => source.files) ?? []),
  ]
  // A pattern that another source's files may fit as well would take them: then the names alone.
  const theirs = new Set(
    all.filter((other) => other !== tables).flatMap((other) => other.map(({ sample }) => sample.file)),
  )
  const patterns = (file: string): readonly string[] => {
    const wide = patternOf(file)
    if (others.every((other) => globsMeet(wide, other) === undefined)) return [wide]
    return names.filter((name) => patternOf(name) === wide && !theirs.has(name))
  }
  const stem = stemOf(files[0] ?? '')
  const several = files.length > 1
  const id = ids[at] ?? ''
  // Things that are named after a table have a dataset of that name.
  const things = all.flatMap((other) => other.flatMap(({ describes }) => describes.map(({ entity }) => entity)))
  const taken = new AttributeNames([...datasets(existing), ...things])
  const tableIds = told.map(({ sample }) =>
    taken.take(nameOfLabel(several ? stemOf(sample.file) : `${id} ${sample.sheet ?? ''}`, 0)),
  )
  return {
    id,
    title: titleOf(stem).slice(0, 200).trim() || id,
    trust: trusts[at] ?? 0,
    country: existing === undefined || existing.country === country ? null : country,
    files: files.flatMap(patterns),
    ignoredSheets: tables.filter((table) => !told.includes(table)).flatMap(({ sample }) => sample.sheet ?? []),
    tables: told.map((table, index) => ({
      ...table,
      files: several ? patterns(table.sample.file) : [],
      id: several || needsId(id, table, told) ? (tableIds[index] ?? null) : null,
    })),
  }
}

/** What is published: a source's table cannot be called so. */
const datasets = (existing: Existing | undefined): string[] => [
  ...Object.values(ENTITY_KINDS).map(({ dataset }) => dataset),
  ...(existing?.entities.map(({ dataset }) => dataset) ?? []),
  'entity_links',
  'entity_changes',
]

/** An id for each source, after its first file; none twice. */
export function sourceIds(all: readonly (readonly DraftTable[])[], existing: Existing | undefined): string[] {
  const taken = new Set([...(existing?.sources.map(({ id }) => id) ?? []), ...datasets(existing)])
  return all.map((tables) => {
    const id = freeId(idOf(stemOf(tables[0]?.sample.file ?? '')), taken)
    taken.add(id)
    return id
  })
}

/** Whether the id that follows from its sheet is another table's, or cannot be one. */
function needsId(source: string, { sample }: DraftTable, tables: readonly DraftTable[]): boolean {
  if (sample.sheet === null) return false
  const key = labelKey(sample.sheet)
  return (
    !/^[a-z0-9][a-z0-9 ]*$/.test(key) ||
    `${source}_${key}`.length > LONGEST_ID ||
    tables.filter((other) => labelKey(other.sample.sheet ?? '') === key).length > 1
  )
}

const LONGEST_ID = 60

/**
 * Numbers that no source has: from the highest down for a new domain; below those that are there for added files, above them where
 * nothing is left below.
 */
export function trustsFor(count: number, { trust }: Answers, existing: Existing | undefined): number[] {
  if (existing === undefined) return Array.from({ length: count }, (_, at) => STEP * (count - at))
  const taken = new Set(existing.sources.map((source) => source.trust))
  const trusts: number[] = []
  let next = trust ?? Math.min(...taken) - 1
  for (let at = 0; at < count; at++) {
    while (taken.has(next)) next--
    if (next < 0) next = Math.max(...taken) + 1
    trusts.push(next)
    taken.add(next)
  }
  return trusts
}

const idOf = (stem: string): string => nameOfLabel(stem, 0).replace(/^column_1$/, 'source')

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  for (let n = 1; ; n++) {
    const id = n === 1 ? wanted : n === 2 ? `${wanted}_list` : `${wanted}_${n}`
    if (!taken.has(id)) return id
  }
}
