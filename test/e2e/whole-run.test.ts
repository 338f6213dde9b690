import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import { EXAMPLES, readSheets, temporaryFolder } from '../support/landing.ts'
import { lineageChecker } from '../support/lineage-checker.ts'
import { dataOf, prove, quarantineOf, query, readDocument, refine, storeKeys } from '../support/run-store.ts'

interface TruthRow {
  readonly file: string
  readonly sheet: string
  readonly row_number: string
  readonly entity: string
  readonly expected_class: 'published_or_merged' | 'attached' | 'quarantined' | 'blank'
}
interface LinkRow {
  readonly file: string
  readonly sheet: string
  readonly row_number: number
  readonly part: number | bigint
  readonly entity: 'organization' | 'person'
  readonly entity_id: string
  readonly row_class: 'published' | 'merged' | 'attached'
  readonly linked_by: string
}
interface Event {
  readonly eventType: string
  readonly run: { runId: string; facets: Record<string, unknown> }
  readonly job: { name: string }
}

const folder = temporaryFolder('whole')
const store = join(folder, 'store')
const landing = join(EXAMPLES, 'landing')
const place = (row: { file: string; sheet: string; row_number: string | number | bigint }) =>
  `${row.file}|${row.sheet}|${row.row_number}`
const PEOPLE_SHEETS: ReadonlySet<string> = new Set(['Contact Info', 'Company_Contacts'])
let result: PipelineResult
let truth: TruthRow[]
let links: LinkRow[]
/** Of each row the thing that it is counted by. */
let counted: LinkRow[]
let rejected: Record<string, unknown>[]

beforeAll(async () => {
  result = await refine(store, landing, { asOf: '2026-01-31' })
  truth = parse(readFileSync(join(EXAMPLES, 'truth.csv')), { columns: true }) as TruthRow[]
  links = await query<LinkRow>(folder, `SELECT * FROM ${dataOf(store, 'entity_links')}`)
  counted = links.filter(({ part }) => Number(part) === 0)
  rejected = await query(folder, `SELECT * FROM ${quarantineOf(store, result.run)}`)
})

/** Pairs within groups: n·(n−1)/2 summed. */
function pairs(groups: Iterable<string>): number {
  const sizes = new Map<string, number>()
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  return [...sizes.values()].reduce((sum, n) => sum + (n * (n - 1)) / 2, 0)
}

describe('one run over the example workbooks', () => {
  test('is published, with the rows equation and one record of a dataset an entity', async () => {
    expect(result.status).toBe('published')
    const { read, blank, quarantined, attached, merged, published } = result.rows
    expect(blank + quarantined + attached + merged + published).toBe(read)
    expect(read).toBe(truth.length)
    const ofClass = (one: LinkRow['row_class']) => counted.filter(({ row_class }) => row_class === one).length
    expect({ attached, merged, published }).toEqual({
      attached: ofClass('attached'),
      merged: ofClass('merged'),
      published: ofClass('published'),
    })
    for (const [dataset, id, entity] of [
      ['organizations', 'entity_id', 'organization'],
      ['contacts', 'contact_id', 'person'],
    ] as const) {
      const stored = await query<{ id: string }>(folder, `SELECT ${id} AS id FROM ${dataOf(store, dataset)}`)
      const named = links.filter((row) => row.entity === entity && row.row_class === 'published')
      expect(stored.map((row) => row.id).sort()).toEqual(named.map(({ entity_id }) => entity_id).sort())
      expect(new Set(stored.map((row) => row.id)).size).toBe(stored.length)
      const folded = links.filter((row) => row.entity === entity && row.row_class !== 'attached')
      expect(new Set(folded.map(({ entity_id }) => entity_id)).size).toBe(stored.length)
    }
  })

  test('accounts for every source row once: linked, quarantined or blank', () => {
    const blank = truth.filter((row) => row.expected_class === 'blank').map(place)
    const quarantined = [...new Set(rejected.map((row) => place(row as unknown as LinkRow)))]
    const accounted = [...counted.map(place), ...quarantined, ...blank].sort()
    expect(accounted).toEqual(truth.map(place).sort())
    expect([blank.length, quarantined.length, counted.length]).toEqual([
      result.rows.blank,
      result.rows.quarantined,
      result.rows.read - result.rows.blank - result.rows.quarantined,
    ])
    const places = new Set(counted.map(place))
    expect(links.filter((row) => !places.has(place(row)))).toEqual([])
    expect(new Set(links.map((row) => `${place(row)}|${row.part}`)).size).toBe(links.length)
  })

  test('puts every row in the class that the truth gives it, and a row of a person among the people', () => {
    const linked = new Map(counted.map((row) => [place(row), row]))
    const refused = new Set(rejected.map((row) => place(row as unknown as LinkRow)))
    const isRecord = (found: LinkRow | undefined) => found?.row_class === 'published' || found?.row_class === 'merged'
    const wrong = truth.filter((row) => {
      const found = linked.get(place(row))
      if (row.expected_class === 'quarantined') return !refused.has(place(row))
      if (row.expected_class === 'blank') return found !== undefined || refused.has(place(row))
      // What is attached to its organization is, where the sheet is of people, a record of a person.
      if (row.expected_class === 'attached')
        return PEOPLE_SHEETS.has(row.sheet)
          ? found?.entity !== 'person' || !isRecord(found)
          : found?.entity !== 'organization' || found.row_class !== 'attached'
      // An address that stands there twice is attached twice.
      if (row.sheet === 'Company_Addresses')
        return found?.row_class !== 'attached' || found.linked_by !== 'duplicate_row'
      // In a sheet of people this is a row that stands there twice.
      return found?.entity !== (PEOPLE_SHEETS.has(row.sheet) ? 'person' : 'organization') || !isRecord(found)
    })
    expect(wrong.map((row) => ({ ...row, found: linked.get(place(row)) }))).toEqual([])
  })

  test('joins organisation rows with pairwise precision of at least 0.97 and recall of at least 0.8 (measured 1.00 and 0.85)', () => {
    const organizations = links.filter(({ entity }) => entity === 'organization')
    const linked = new Map(organizations.map((row) => [place(row), row.entity_id]))
    const rows = truth
      .filter((row) => row.expected_class === 'published_or_merged' && !PEOPLE_SHEETS.has(row.sheet))
      .map((row) => ({ true: row.entity, found: linked.get(place(row)) ?? '' }))
    const both = pairs(rows.map((row) => `${row.true}|${row.found}`))
    const precision = both / pairs(rows.map((row) => row.found))
    const recall = both / pairs(rows.map((row) => row.true))
    expect(precision).toBeGreaterThanOrEqual(0.97)
    expect(recall).toBeGreaterThanOrEqual(0.8)
  })

  test('says row numbers as the spreadsheet shows them', () => {
    const sheets = new Map<string, unknown[][]>()
    for (const file of readdirSync(landing))
      for (const [name, table] of Object.entries(readSheets(readFileSync(join(landing, file)))))
        sheets.set(`${file}|${name}`, table)
    const blankAt = (row: { file: string; sheet: string; row_number: string | number }) =>
      (sheets.get(`${row.file}|${row.sheet}`)?.[Number(row.row_number) - 1] ?? []).every(
        (cell) => cell === null || String(cell).trim() === '',
      )
    expect(links.filter(blankAt)).toEqual([])
    expect(truth.filter((row) => row.expected_class === 'blank' && !blankAt(row))).toEqual([])
  })

  test('gives versions that prove themselves and that another reader opens', async () => {
    for (const dataset of ['organizations', 'contacts', 'entity_links', 'entity_changes']) {
      const { ok, checks } = await prove(store, dataset, 1, join(folder, 'proof'))
      expect(checks.filter((check) => !check.ok)).toEqual([])
      expect(ok).toBe(true)
    }
    const [file] = storeKeys(store, 'datasets/refinement/organizations/data')
    const rows = await parquetReadObjects({ file: await asyncBufferFromFile(join(store, file ?? '')), compressors })
    const organizations = links.filter((row) => row.entity === 'organization' && row.row_class === 'published')
    expect(rows).toHaveLength(organizations.length)
    expect(rows.length).toBeGreaterThan(50)
  })

  test('tells lineage as one parent run from START to COMPLETE, each state inside it', () => {
    const events = eventsOf(result.run)
    const parent = events[0]?.run.runId
    expect(events[0]).toMatchObject({ eventType: 'START', job: { name: 'hotpass-refine' } })
    expect(events.at(-1)).toMatchObject({ eventType: 'COMPLETE', run: { runId: parent } })
    const children = events.filter((event) => event.run.runId !== parent)
    const jobs = new Set(children.map((event) => event.job.name))
    for (const state of ['Plan', 'Ingest', 'Refine', 'Resolve', 'Consolidate', 'Gate', 'Publish'])
      expect(jobs).toContain(`hotpass-refine.${state}`)
    for (const child of children)
      expect(child.run.facets).toMatchObject({ parent: { root: { run: { runId: parent } } } })
  })

  test.skipIf(!existsSync(lineageChecker.official))('every event is valid against the published schemas', () => {
    const check = lineageChecker.load()
    for (const event of eventsOf(result.run)) expect(check(event)).toEqual([])
  })

  test('leaves no e-mail, no phone and no person of the datasets in the documents or the quarantine of the run', async () => {
    const organizations = await query<Record<string, string | string[] | null>>(
      folder,
      `SELECT contact_primary_email, contact_primary_phone, contact_secondary_emails, contact_secondary_phones FROM ${dataOf(store, 'organizations')}`,
    )
    const contacts = await query<Record<string, string | string[] | null>>(
      folder,
      `SELECT emails, phones, person_name FROM ${dataOf(store, 'contacts')}`,
    )
    const personal = new Set(
      [...organizations, ...contacts]
        .flatMap((row) => Object.values(row))
        .flatMap((value) => [value ?? []].flat())
        .flatMap((value) => value.split(/[;,]\s*/))
        .filter((value) => value.length > 5),
    )
    expect(personal.size).toBeGreaterThan(50)
    // The review queue and the questions are data: a person cannot judge a pair without seeing both records.
    const documents = storeKeys(store, 'runs').filter((key) => !/\/(?:review|questions)\.parquet$/.test(key))
    const told = documents.map((key) => [key, readFileSync(join(store, key), 'utf8')] as const)
    const texts = [
      ...told,
      ['quarantine', JSON.stringify(rejected, (_, v) => (typeof v === 'bigint' ? `${v}` : v))] as const,
    ]
    expect(texts.map(([key]) => key.split('/').at(-1))).toEqual(
      expect.arrayContaining(['events.ndjson', 'verdict.json', 'result.json', 'plan.json', 'quarantine']),
    )
    const leaks = texts.flatMap(([key, text]) =>
      [...personal].filter((value) => text.includes(value)).map((v) => [key, v]),
    )
    expect(leaks).toEqual([])
  })

  test('the result document is what the run answered', () => {
    const stored = readDocument<PipelineResult>(store, `runs/${result.run}/result.json`)
    expect(result).toMatchObject(stored)
  })
})

const eventsOf = (run: string): Event[] =>
  readFileSync(join(store, `runs/${run}/events.ndjson`), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Event)
