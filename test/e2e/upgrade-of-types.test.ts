import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { compareContracts, describeContract } from '../../src/contracts/index.ts'
import { openEngine } from '../../src/engine/engine.ts'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import { forget } from '../../src/stewardship/erasure/forget.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { pullVersion, readManifest } from '../../src/versions/index.ts'
import { contractById } from '../support/aviation.ts'
import { EXAMPLES, temporaryFolder } from '../support/landing.ts'
import { prove, query, readDocument, refine, storeKeys } from '../support/run-store.ts'
import { textOfFile } from '../support/text-of-file.ts'

/**
 * Tables and release of the examples as they were written when a cell of several values was one text, a day was text, no column was
 * required and statistics had no sizes.
 */
const OLD_STORE = join(import.meta.dirname, '..', 'fixtures', 'store-of-text-columns')
const DATASETS = ['organizations', 'contacts', 'entity_links', 'entity_changes'] as const
const LISTS = {
  organizations: [
    'planes',
    'description',
    'notes',
    'source_datasets',
    'source_record_ids',
    'contact_validation_flags',
    'contact_secondary_emails',
    'contact_secondary_phones',
    'data_quality_flags',
  ],
  contacts: ['emails', 'phones', 'source_datasets', 'source_record_ids'],
  entity_links: [],
  entity_changes: ['source_record_ids'],
} as const

/** Lists that did not stand before. */
const NEW: Readonly<Record<string, readonly string[]>> = {
  organizations: ['organization_aliases', 'address_others', 'status_text'],
  contacts: ['phone_extensions'],
}
const NEW_COLUMNS = new Set(Object.values(NEW).flat())

const counted = { added: z.number(), removed: z.number(), changed: z.number(), addedColumns: z.array(z.string()) }
const row = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]))
type Row = z.infer<typeof row>
const lines = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n')

const folder = temporaryFolder('upgrade')
// What other programs leave on the machine is no part of these statements.
process.env.TMPDIR = folder
const store = join(folder, 'store')
let result: PipelineResult

beforeAll(async () => {
  cpSync(OLD_STORE, store, { recursive: true })
  result = await refine(store, join(EXAMPLES, 'landing'), { asOf: '2026-02-01' })
})

async function pulled(dataset: string, version: number): Promise<Row[]> {
  const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: folder })
  const out = join(folder, `${dataset}-${version}.jsonl`)
  try {
    const opened = await openStore(store)
    await pullVersion({
      store: opened,
      engine,
      dataset,
      version,
      format: 'jsonl',
      out,
      scratch: join(folder, 'copies'),
    })
  } finally {
    engine.close()
  }
  return lines(out).map((line) => row.parse(JSON.parse(line)))
}

/** What the older version wrote, read from its own data file. */
async function held(dataset: string): Promise<Row[]> {
  const files = join(OLD_STORE, 'datasets', dataset, 'data', '*.parquet')
  const found = await query<{ row: string }>(
    folder,
    `SELECT to_json(t)::VARCHAR AS row FROM read_parquet('${files}') t`,
  )
  return found.map((one) => row.parse(JSON.parse(one.row)))
}

/** Several values in one cell count as their text joined: what a table says, however it is typed. */
const flat = (one: Row): Row =>
  Object.fromEntries(Object.entries(one).map(([name, v]) => [name, Array.isArray(v) ? v.join('; ') : v]))
const byId = (rows: readonly Row[], id: string) => new Map(rows.map((one) => [String(one[id]), one]))
const values = (one: Row | undefined, name: string): string[] =>
  [one?.[name] ?? []]
    .flat()
    .flatMap((value) => String(value).split('; '))
    .sort()

/** Of each pair of people that are linked by probability now: whose id ended, and whose goes on. */
const ONE_PERSON: Readonly<Record<string, string>> = {
  per_oc2bvsdeuu64ccw6wyuw: 'per_eh62fc5zmh24fivcaqyo',
  per_umf4nnevaf22u45tdicz: 'per_6hqcoa7yhdz4yplofmzv',
  per_5mvvhu5cdfpwvqi27ktj: 'per_4m5pir2lr5r7tsbdrfmi',
  per_p3rer43pfucqxezuhffk: 'per_6a3bjzjndwiy2i6ekwzg',
}

/** Values that are others now: who is believed among equals is the key's to say, and one source's "wrong" has no second opinion. */
const CHANGED: Readonly<Record<string, Row>> = {
  org_qauq2isqxmkvb7ee5mkk: { organization_name: 'Green Jackal Avionics Engineering (Pty) Ltd', area: 'Freestate' },
  per_tsgzyssybub2nmknccnz: { organization_name: 'Green Jackal Avionics Engineering (Pty) Ltd' },
  per_wg5bprckeqa2fqmr5jl7: { organization_name: 'Green Jackal Avionics Engineering (Pty) Ltd' },
  per_nqhz7nuqscmo4bgaxx2g: { is_invalid: true },
  org_afove5ql4pv2b2ptobyu: {
    contact_secondary_emails: null,
    contact_secondary_phones: '+27110343016',
    contact_verification_score_avg: 0.7333,
  },
}

/** A row without what is told of in other words now; how many rows that are is another test's statement. */
const bare = ({ privacy_basis: _, field_provenance: __, ...rest }: Row): Row => ({
  ...Object.fromEntries(Object.entries(rest).filter(([name]) => !NEW_COLUMNS.has(name))),
  ...('website' in rest ? { website: String(rest.website).replace(/\?ref=1$/, '') } : {}),
})
/** What is said now in place of what was said. */
const expected = (one: Row, id: string): Row =>
  bare({
    ...Object.fromEntries(
      Object.entries(one).map(([name, v]) => [
        name,
        name.endsWith('phone_status') && v === 'deliverable' ? 'valid_format' : v,
      ]),
    ),
    ...CHANGED[String(one[id])],
  })

describe('a store from before lists and days', () => {
  test('gets a second version of every dataset, a major one where types changed', () => {
    expect(result).toMatchObject({ status: 'published', gate: 'passed' })
    expect(result.versions).toEqual({ organizations: 2, contacts: 2, entity_links: 2, entity_changes: 2 })
    const release = readDocument<{ datasets: Record<string, { semanticVersion: string; contractVersion: string }> }>(
      store,
      'releases/refinement/2.json',
    )
    expect(Object.fromEntries(Object.entries(release.datasets).map(([id, one]) => [id, one.semanticVersion]))).toEqual({
      organizations: '2.0.0',
      contacts: '2.0.0',
      entity_links: '2.0.0',
      entity_changes: '2.0.0',
    })
  })

  test.each(DATASETS)('%s: the old version reads as it did, and both verify', async (dataset) => {
    const rows = await held(dataset)
    expect(rows.length).toBeGreaterThan(50)
    expect(await pulled(dataset, 1)).toEqual(rows)
    for (const version of [1, 2]) {
      const { checks } = await prove(store, dataset, version, folder)
      expect(checks.filter(({ ok }) => !ok)).toEqual([])
    }
  })

  test.each(DATASETS)('%s: the new version has lists where the contract says so, and nowhere else', async (dataset) => {
    const joined: readonly string[] = [...LISTS[dataset], ...(NEW[dataset] ?? [])]
    for (const one of await pulled(dataset, 2))
      for (const [name, value] of Object.entries(one))
        expect(value === null || Array.isArray(value) === joined.includes(name), `${dataset}.${name}`).toBe(true)
  })

  test('keeps every organization under its id, in order and value by value', async () => {
    const rows = (await pulled('organizations', 2)).map(flat)
    expect(rows.map(bare)).toEqual((await held('organizations')).map((one) => expected(one, 'entity_id')))
    const { lawfulBasis } = contractById('organizations')
    expect(new Set(rows.map((one) => one.privacy_basis))).toEqual(new Set([lawfulBasis]))
  })

  test('keeps every person under their id; of who was two, one id goes on with what both had', async () => {
    const before = byId(await held('contacts'), 'contact_id')
    const after = byId(await pulled('contacts', 2), 'contact_id')
    expect([...after.keys()].sort()).toEqual([...before.keys()].filter((id) => !(id in ONE_PERSON)).sort())
    const joined = new Set(Object.values(ONE_PERSON))
    for (const [id, one] of after)
      if (!joined.has(id)) expect(bare(flat(one))).toEqual(expected(before.get(id) ?? {}, 'contact_id'))
    for (const [gone, id] of Object.entries(ONE_PERSON)) {
      expect(after.get(id)?.entity_id).toBe(before.get(gone)?.entity_id)
      for (const name of ['emails', 'phones', 'source_datasets', 'source_record_ids'])
        expect(values(after.get(id), name)).toEqual(
          [...new Set([...values(before.get(gone), name), ...values(before.get(id), name)])].sort(),
        )
    }
  })

  test('says of every row whose it is, as it did', async () => {
    const employer = new Map((await pulled('contacts', 2)).map((one) => [one.contact_id, one.entity_id]))
    const place = (one: Row) => [one.file, one.sheet, one.row_number].join('|')
    const whose = new Map<string, Set<unknown>>()
    for (const one of await pulled('entity_links', 2))
      whose.set(
        place(one),
        (whose.get(place(one)) ?? new Set()).add(employer.get(one.entity_id ?? null) ?? one.entity_id),
      )
    const rows = await held('entity_links')
    expect(whose.size).toBe(rows.length)
    for (const one of rows) expect([...(whose.get(place(one)) ?? [])], place(one)).toEqual([one.entity_id])
  })

  test('goes on with the history: what it told, and of each person who was two that the one became the other', async () => {
    const rows = await pulled('entity_changes', 2)
    const before = rows.filter((one) => one.base_version === 0)
    const told = (await held('entity_changes')).map((one): Row => ({ ...one, entity: 'organization' }))
    expect(byId(before.map(flat), 'change_id')).toEqual(byId(told, 'change_id'))
    const since = rows.filter((one) => one.base_version !== 0)
    expect(Object.fromEntries(since.map((one) => [one.entity_id, one.related_entity_id]))).toEqual(ONE_PERSON)
    expect(new Set(since.map((one) => `${one.entity} ${one.change} ${one.cause}`))).toEqual(
      new Set(['person merged linkage']),
    )
  })

  test('is told what is said in other words, and of no value whose type alone changed', () => {
    const [key = ''] = storeKeys(store, 'runs').filter((one) => one.endsWith('/changes.json'))
    const told = z
      .array(z.object({ dataset: z.string(), columns: z.record(z.string(), z.number()), ...counted }))
      .parse(readDocument(store, key))
    const found = Object.fromEntries(told.map(({ dataset, ...rest }) => [dataset, rest]))
    expect(found.organizations).toMatchObject({
      added: 0,
      removed: 0,
      columns: { privacy_basis: 59, website: 8, contact_primary_phone_status: 44, organization_name: 1, area: 1 },
    })
    expect(found.contacts).toMatchObject({ added: 0, removed: 4, columns: { phone_status: 67, is_invalid: 1 } })
    for (const list of ['planes', 'description', 'notes', 'source_datasets', 'source_record_ids', 'data_quality_flags'])
      expect(found.organizations?.columns).not.toHaveProperty(list)
    // A row of two things was one link, and is two: the first is the link of before.
    expect(found.entity_links).toMatchObject({ added: 20, removed: 0, addedColumns: ['part', 'entity'] })
    expect(found.entity_links?.columns).not.toHaveProperty('row_hash')
    expect(found.entity_changes).toEqual({
      added: 4,
      removed: 0,
      changed: 0,
      columns: {},
      addedColumns: ['entity'],
    })
  })

  test('has contracts that call the change breaking, and the major versions that it needs', async () => {
    const opened = await openStore(store)
    for (const dataset of DATASETS) {
      const before = (await readManifest(opened, dataset, 1))?.contract
      if (before === undefined) throw new Error(`${dataset} has no manifest`)
      const after = describeContract(contractById(dataset))
      const { changes, problems } = compareContracts(before, after)
      expect(changes.filter(({ breaking }) => breaking).map(({ where }) => where)).toEqual(
        expect.arrayContaining(dataset === 'entity_links' ? ['primary key'] : [...LISTS[dataset]]),
      )
      expect(problems).toEqual([])
      const unraised = compareContracts(before, { ...after, version: '1.9.0' })
      expect(unraised.problems).toEqual([expect.objectContaining({ breaking: true })])
    }
  })

  test('has nothing to do the next time', async () => {
    const again = await refine(store, join(EXAMPLES, 'landing'), { asOf: '2026-02-02' })
    expect(again.status).toBe('unchanged')
  })

  test('forgets a person in both versions: out of the text of the one and the list of the other', async () => {
    const [person] = (await pulled('contacts', 2)).filter(({ emails }) => Array.isArray(emails) && emails.length === 1)
    const [email = ''] = z.array(z.string()).parse(person?.emails)
    const copy = join(folder, 'forgetting')
    cpSync(store, copy, { recursive: true })
    const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: folder })
    const where = async () => {
      const found: string[] = []
      for (const key of storeKeys(copy, 'datasets'))
        if ((await textOfFile(join(copy, key), engine)).includes(email)) found.push(key)
      return found
    }
    try {
      // Data files and the bounds of both versions, or the test would prove nothing.
      expect((await where()).filter((key) => /contacts\/data/.test(key))).toHaveLength(2)
      const scratch = join(folder, 'forget')
      mkdirSync(scratch)
      const options = {
        by: 'A steward',
        why: 'Asked to',
        scratch,
        underWay: async () => [],
        progress: () => undefined,
      }
      await forget({ ...options, store: await openStore(copy), engine, key: email, apply: true })
      expect(await where()).toEqual([])
    } finally {
      engine.close()
    }
    for (const dataset of DATASETS)
      for (const version of [1, 2]) {
        const { checks } = await prove(copy, dataset, version, folder)
        expect(checks.filter(({ ok }) => !ok)).toEqual([])
      }
  })
})
