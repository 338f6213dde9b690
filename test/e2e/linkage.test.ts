import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { generateLanding } from '../../examples/generator/generate-landing.ts'
import { main } from '../../src/cli/main.ts'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import { fakeIo } from '../cli/fake-io.ts'
import { organisationRow, PEOPLE_HEADER, REACHOUT_HEADER, temporaryFolder, writeSheets } from '../support/landing.ts'
import { pairwiseQuality } from '../support/pairwise.ts'
import { dataOf, query, readDocument, refine } from '../support/run-store.ts'

const folder = temporaryFolder('linkage')
const generated = join(folder, 'generated')
const truth = join(folder, 'truth.csv')
let first: PipelineResult

const store = (name: string) => join(folder, name)
const hotpass = async (name: string, ...args: string[]) => {
  const io = fakeIo()
  const exit = await main([...args, '--store', store(name)], io)
  return { exit, ...io.said }
}
const stage = <T>(name: string, run: string, state: string) =>
  readDocument<{ work: T; counts: Record<string, number> }>(store(name), `runs/${run}/stages/${state}.json`)
const hashes = (name: string, release = 1) =>
  Object.entries(
    readDocument<{ datasets: Record<string, { contentHash: string }> }>(
      store(name),
      `releases/refinement/${release}.json`,
    ).datasets,
  ).map(([id, { contentHash }]) => [id, contentHash])

beforeAll(async () => {
  mkdirSync(generated)
  generateLanding({ rows: 900, seed: 41, out: generated, truth })
  first = await refine(store('one'), generated, { asOf: '2026-01-31' })
})

describe('linkage in the pipeline, by the settings and the model it is shipped with', () => {
  test('finds who is who in rows nobody tuned it on: precision 0.99 or more, recall 0.95 or more', async () => {
    expect(first.status).toBe('published')
    const { precision, recall, truePairs } = await pairwiseQuality(store('one'), truth, folder)
    expect(truePairs).toBeGreaterThan(400)
    expect(precision).toBeGreaterThanOrEqual(0.99)
    expect(recall).toBeGreaterThanOrEqual(0.95)
  })

  test('many shares of the blocks give the same bytes as one', async () => {
    const many = await refine(store('many'), generated, { asOf: '2026-01-31', set: ['resolve.shard_pairs=300'] })
    const shares = (name: string, run: string) =>
      stage<{ entities: { shares: number }[] }>(name, run, 'Block').work.entities.map((entity) => entity.shares)
    expect(Math.max(...shares('many', many.run))).toBeGreaterThan(4)
    expect(shares('one', first.run)).toEqual([1, 1])
    expect(hashes('many')).toEqual(hashes('one'))
  })

  test('the version names the model it was made with, and the model is in the store', () => {
    const { modelId } = readDocument<{ modelId: string }>(
      store('one'),
      'datasets/refinement/organizations/versions/1/manifest.json',
    )
    expect(modelId).toMatch(/^organizations\/[0-9a-f]{64}$/)
    expect(readDocument(store('one'), `models/${modelId}.json`)).toMatchObject({ format: 1 })
  })

  test('the report of the run stands in the site, linked from the page of the run, without a personal value, an inline style or a script', () => {
    const page = readFileSync(join(store('one'), `site/linkage/${first.run}.html`), 'utf8')
    expect(readDocument(store('one'), `site/runs/${first.run}.json`)).toMatchObject({
      links: expect.arrayContaining([{ title: 'How organizations were linked', href: `linkage/${first.run}.html` }]),
    })
    for (const chart of ['Match weights', 'Clusters to look at', 'What the model learnt', 'Blocking'])
      expect(page).toContain(`<h2>${chart}</h2>`)
    expect(page.match(/<svg/g)?.length).toBeGreaterThan(10)
    expect(page).not.toMatch(/style=|<style|<script|[a-z]{4}@|\+27\d{9}/)
  })

  test('explain says why records are one, without a personal value, and where a record went', async () => {
    const [linked] = await query<{ entity_id: string; source_record_id: string }>(
      folder,
      `SELECT entity_id, source_record_id FROM ${dataOf(store('one'), 'entity_links')} WHERE linked_by = 'linkage' ORDER BY record_key LIMIT 1`,
    )
    const told = await hotpass('one', 'explain', linked?.entity_id ?? '')
    expect(told.exit).toBe(0)
    expect(told.out).toContain(linked?.source_record_id)
    expect(told.out).toMatch(/bits, probability/)
    expect(told.out).toMatch(/\+\d+\.\d\d +\+{2,24}$/m)
    expect(told.out).not.toContain('@')
    const json = JSON.parse((await hotpass('one', 'explain', linked?.source_record_id ?? '', '--json')).out)
    expect(json).toMatchObject({ entity_id: linked?.entity_id, version: 1 })
    expect(json.links.some(({ is_path }: { is_path: boolean }) => is_path)).toBe(true)
    expect(await hotpass('one', 'explain', 'org_aaaaaaaaaaaaaaaaaaaa')).toMatchObject({ exit: 2 })
    expect((await hotpass('one', 'explain', 'nobody:1')).err).toMatch(/no entity and no record "nobody:1"/)
  })
})

const NAMES = ['Umber Gliding Club', 'Cobalt Air Charter', 'Saffron Flight Academy', 'Indigo Aero Works']

/** Lands organisations by name, one row each, with nothing else to go by but a province. */
function land(name: string, names: readonly string[]): string {
  const landing = join(folder, `landing-${name}`)
  mkdirSync(landing, { recursive: true })
  const rows = names.map((text, n) => {
    const row = organisationRow(n)
    row[1] = text
    row[5] = null
    row[7] = null
    return row
  })
  writeSheets(join(landing, 'Reachout Database.xlsx'), {
    Organisation: [[...REACHOUT_HEADER], ...rows],
    'Contact Info': [[...PEOPLE_HEADER]],
  })
  return landing
}

const entityOf = (name: string, links: string) =>
  query<{ id: string; entity: string; by: string }>(
    folder,
    `SELECT source_record_id AS id, entity_id AS entity, linked_by AS "by" FROM read_parquet('${join(store(name), 'datasets/refinement/entity_links/data', links)}')`,
  )

describe('decisions in the pipeline', () => {
  test('different stays apart and same stays together, whatever the model says; the history names the decision', async () => {
    const landing = land('decided', [...NAMES, 'Umber Gliding Club'])
    const before = await refine(store('decided'), landing)
    const records = await entityOf('decided', '*.parquet')
    const of = (rows: typeof records, id: string) => rows.find((row) => row.id === id)?.entity
    expect(of(records, 'reachout:1')).toBe(of(records, 'reachout:5'))
    expect(of(records, 'reachout:2')).not.toBe(of(records, 'reachout:3'))
    const decide = (verb: string, pair: string) =>
      hotpass('decided', 'review', verb, pair, '--why', 'asked', '--by', 'N')
    expect(await decide('reject', 'reachout:1~reachout:5')).toMatchObject({ exit: 0 })
    expect(await decide('accept', 'reachout:2~reachout:3')).toMatchObject({ exit: 0 })
    const after = await refine(store('decided'), landing)
    expect(after.status).toBe('published')
    expect(stage('decided', after.run, 'Resolve').counts).toMatchObject({ decisions: 2, contradictions: 0 })
    const changes = await query<{ change: string; cause: string; evidence: string }>(
      folder,
      `SELECT DISTINCT change, cause, evidence FROM ${dataOf(store('decided'), 'entity_changes')} WHERE base_version = 1 ORDER BY change`,
    )
    expect(changes).toEqual([
      { change: 'merged', cause: 'decision', evidence: expect.stringContaining('dec_') },
      { change: 'split', cause: 'decision', evidence: expect.stringContaining('dec_') },
    ])
    expect(before.versions.organizations).toBe(1)
    // Nothing new was decided: nothing to do, and a pair that is settled is not asked about again.
    expect((await refine(store('decided'), landing)).status).toBe('unchanged')
    expect(JSON.parse((await hotpass('decided', 'review', 'list', '--json')).out).pairs).toEqual([])
  })

  test('a contradiction that came by another way, and a record that is gone, are said by name and stop nothing', async () => {
    const landing = land('odd', NAMES)
    await refine(store('odd'), landing)
    const key = (n: number) => `reachout|reachout_organisation|${n}`
    const { makeDecision } = await import('../../src/resolve/review/index.ts')
    const made = (left: string, verdict: 'same' | 'different', right: string, second: number) =>
      makeDecision({
        ...{ subject: 'organizations', left, right, verdict, replaces: [], by: 'N', why: 'x' },
        at: `2026-01-01T00:00:0${second}.000Z`,
      })
    const all = [
      made(key(1), 'same', key(2), 1),
      made(key(2), 'same', key(3), 2),
      made(key(1), 'different', key(3), 3),
      made(key(4), 'same', key(99), 4),
    ]
    mkdirSync(join(store('odd'), 'decisions/resolution'), { recursive: true })
    writeFileSync(
      join(store('odd'), 'decisions/resolution/by-hand.json'),
      JSON.stringify({ format: 1, kind: 'resolution', decisions: all }),
    )
    const next = await refine(store('odd'), landing)
    expect(next.status).toBe('published')
    const [{ decisions } = { decisions: undefined }] = stage<{
      entities: { decisions: { contradictions: string[]; vanished: string[] } }[]
    }>('odd', next.run, 'Resolve').work.entities
    if (decisions === undefined) throw new Error('nothing was resolved')
    expect(decisions.contradictions).toEqual([expect.stringContaining(all[2]?.id ?? '')])
    expect(decisions.vanished).toEqual([
      expect.stringMatching(new RegExp(`${all[3]?.id}.*organisation.99, which no source has`)),
    ])
    expect(next.gate).toBe('warned')
    expect(next.reasons).toEqual(
      expect.arrayContaining([
        expect.stringMatching(new RegExp(`warning.*${all[2]?.id}.*contradicts.*It was not applied`)),
        expect.stringMatching(new RegExp(`warning.*${all[3]?.id}.*no source has`)),
      ]),
    )
    writeFileSync(join(store('odd'), 'decisions/resolution/by-hand.json'), '{"not":"ours"}')
    const broken = await refine(store('odd'), landing)
    expect(broken.status).toBe('failed')
    expect(broken.error?.message).toMatch(/by-hand\.json is no file of resolution decisions/)
  })

  test('one giant cluster, and a base without links of its own, are no trouble', async () => {
    const giant = land('giant', Array<string>(120).fill('Quartz Aero Works'))
    expect((await refine(store('giant'), giant)).rows).toMatchObject({ published: 1, merged: 119 })
    // Four rows of a hundred and twenty are a loss that would block.
    const other = await refine(store('giant'), land('giant', NAMES), { set: ['gate.max_loss_rate=1'] })
    expect(other).toMatchObject({ status: 'published' })
    expect(other.rows.published).toBe(4)
  })
})

describe('new rows beside those that were linked before', () => {
  test('only pairs with a new record are compared, and what comes out is what a full run finds', async () => {
    const names = (count: number) =>
      Array.from(
        { length: count },
        (_, n) =>
          `${NAMES[n % 4]} ${['Benoni', 'Brits', 'Ceres', 'Durban', 'Elim'][n % 5]} ${n % 7 === 0 ? 'NPC' : ''}`,
      )
    await refine(store('grown'), land('grown', names(60)))
    const landing = land('grown', [...names(60), 'Umber Gliding Cluub Benoni', 'Larch Parachute Centre'])
    const grown = await refine(store('grown'), landing)
    const full = await refine(store('full'), landing)
    const compared = (name: string, run: string) =>
      stage<{ pairs: { rows: number } }>(name, run, 'Score/00000').work.pairs.rows
    expect(compared('grown', grown.run)).toBeGreaterThan(0)
    expect(compared('grown', grown.run)).toBeLessThan(compared('full', full.run) / 4)
    const pairs = (name: string, run: string) =>
      stage<{ entities: { pairs: { sha256: string } }[] }>(name, run, 'Resolve').work.entities.map(
        (entity) => entity.pairs.sha256,
      )
    expect(pairs('grown', grown.run)).toEqual(pairs('full', full.run))
    const links = (name: string, run: string) =>
      query(
        folder,
        `SELECT left_record, right_record, match_weight, is_path FROM read_parquet('${join(store(name), 'runs', run, 'links.parquet')}') ORDER BY ALL`,
      )
    expect(await links('grown', grown.run)).toEqual(await links('full', full.run))
    expect(grown.rows).toEqual(full.rows)
    expect(readFileSync(join(store('grown'), 'releases/refinement/2.json'), 'utf8')).toContain('"release":2')
  })
})
