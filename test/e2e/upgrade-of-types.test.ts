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
import { prove, readDocument, refine, storeKeys } from '../support/run-store.ts'
import { textOfFile } from '../support/text-of-file.ts'

/**
 * Tables and release of the examples as they were written when a cell of several values was one text, a day was text, no column was
 * required and statistics had no sizes.
 */
const OLD_STORE = join(import.meta.dirname, '..', 'fixtures', 'store-of-text-columns')
const PUBLISHED = join(import.meta.dirname, '..', 'fixtures', 'published')
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

function published(dataset: string): Row[] {
  const [names = '[]', ...rest] = lines(join(PUBLISHED, `${dataset}.jsonl`))
  const columns = z.array(z.string()).parse(JSON.parse(names))
  return rest.map((line) => {
    const values = z.array(z.unknown()).parse(JSON.parse(line))
    return row.parse(Object.fromEntries(columns.map((name, at) => [name, values[at]])))
  })
}

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
      entity_links: '1.0.1',
      entity_changes: '2.0.0',
    })
  })

  test.each(DATASETS)('%s: the old version reads as it did, and both verify', async (dataset) => {
    expect(await pulled(dataset, 1)).toEqual(published(dataset))
    for (const version of [1, 2]) {
      const { checks } = await prove(store, dataset, version, folder)
      expect(checks.filter(({ ok }) => !ok)).toEqual([])
    }
  })

  test.each(DATASETS)('%s: the new version says the same in lists and days, under the same ids', async (dataset) => {
    const joined: readonly string[] = LISTS[dataset]
    const rows = await pulled(dataset, 2)
    for (const one of rows)
      for (const [name, value] of Object.entries(one))
        expect(value === null || Array.isArray(value) === joined.includes(name), `${dataset}.${name}`).toBe(true)
    const bare = ({ privacy_basis: _, ...rest }: Row): Row => rest
    const flat = (one: Row): Row =>
      bare(Object.fromEntries(Object.entries(one).map(([name, v]) => [name, Array.isArray(v) ? v.join('; ') : v])))
    expect(rows.map(flat)).toEqual(published(dataset).map(bare))
  })

  test('is told that the lawful basis changed, and no value whose type alone did', () => {
    const [key = ''] = storeKeys(store, 'runs').filter((one) => one.endsWith('/changes.json'))
    const changes = readDocument<{ dataset: string; columns: Record<string, number> }[]>(store, key)
    expect(Object.fromEntries(changes.map(({ dataset, columns }) => [dataset, columns]))).toEqual({
      organizations: { privacy_basis: 59 },
      contacts: {},
      entity_links: {},
      entity_changes: {},
    })
  })

  test('has contracts that call the change breaking, and the major versions that it needs', async () => {
    const opened = await openStore(store)
    for (const dataset of ['organizations', 'contacts', 'entity_changes'] as const) {
      const before = (await readManifest(opened, dataset, 1))?.contract
      if (before === undefined) throw new Error(`${dataset} has no manifest`)
      const after = describeContract(contractById(dataset))
      const { changes, problems } = compareContracts(before, after)
      expect(changes.filter(({ breaking }) => breaking).map(({ where }) => where)).toEqual(
        expect.arrayContaining([...LISTS[dataset]]),
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
