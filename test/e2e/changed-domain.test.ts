import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import { hotpass } from '../cli/fake-io.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('changed-domain')
const [pipeline, landing, store] = ['shop/shop.yaml', 'landing', 'store'].map((name) => join(folder, name)) as [
  string,
  string,
  string,
]
const SHOP = `id: shop
country: GB
lawful_basis: contract
entities:
  buyer:
    dataset: buyers
    id_prefix: buy
    attributes:
      name: { type: person_name, required: true }
      emails: { type: email, keep: distinct }
      town: { type: text }
sources:
  - id: crm
    trust: 1
    files: ['crm*.csv']
    tables:
      - describes:
          - entity: buyer
            key: No
            attributes: { name: Name, emails: E-mail, town: Town }
`
const say = (domain: string) => writeFileSync(join(folder, 'shop/domain/domain.yaml'), domain)
const run = (...more: string[]) => hotpass(['run', pipeline, '--landing', landing, '--store', store, '--json', ...more])
const diff = async () => {
  const told = await hotpass(['domain', 'diff', pipeline, '--store', store, '--json'])
  return { exit: told.exit, ...(told.json() as { ok: boolean; unknown: string | null; changes: { where: string }[] }) }
}
let ids: string[]
const published = async (version: number): Promise<string[]> => {
  const out = join(folder, `buyers-${version}.jsonl`)
  await hotpass(['pull', 'buyers', '--store', store, '--version', String(version), '--out', out])
  return readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { buyer_id: string }).buyer_id)
    .sort()
}

beforeAll(async () => {
  mkdirSync(join(folder, 'shop/domain'), { recursive: true })
  mkdirSync(landing)
  writeFileSync(pipeline, 'id: shop\ndescription: Buyers of the shop.\ndomain: ./domain\n')
  writeFileSync(
    join(landing, 'crm.csv'),
    'No,Name,E-mail,Town\n1,Ann Lee,ann@acme.example,Leeds\n2,Bo Ray,bo@acme.example,York\n',
  )
  say(SHOP)
  expect((await run()).exit).toBe(0)
  ids = await published(1)
})

describe('a domain that changed between two runs', () => {
  test('as it was: there is nothing to tell', async () => {
    expect(await diff()).toMatchObject({ exit: 0, ok: true, changes: [], release: 1 })
  })

  test('another prefix of ids stops the run before a row is read, and says the way on', async () => {
    say(SHOP.replace('id_prefix: buy', 'id_prefix: cli'))
    expect(await diff()).toMatchObject({
      exit: 1,
      ok: false,
      changes: expect.arrayContaining([expect.objectContaining({ where: 'buyer.id_prefix', breaking: true })]),
    })
    const planned = await hotpass(['plan', pipeline, '--landing', landing, '--store', store])
    expect(planned).toMatchObject({
      exit: 1,
      out: expect.stringMatching(/breaking {2}buyers: buyer\.id_prefix: Ids began/),
    })
    const refused = await run()
    expect(refused.exit).toBe(1)
    const { status, error } = refused.json() as PipelineResult
    expect(status).toBe('failed')
    expect(error).toMatchObject({
      name: 'DomainChangedError',
      message: expect.stringMatching(/buyer\.id_prefix: .*--set run\.domain_changes=take/s),
    })
    expect(refused.err).not.toContain('Ingest')
  })

  test('a change that breaks nothing is told before the run, and is in its notes', async () => {
    say(
      SHOP.replace('town: { type: text }', 'town: { type: text }\n      city: { type: text }').replace(
        'town: Town }',
        'town: Town, city: Town }',
      ),
    )
    expect(await diff()).toMatchObject({ exit: 0, ok: true, changes: [{ where: 'city', breaking: false }] })
    const { exit, err, json } = await run()
    expect(exit).toBe(0)
    expect(err.indexOf('city: The field was added')).toBeGreaterThanOrEqual(0)
    expect(err.indexOf('city: The field was added')).toBeLessThan(err.indexOf('Plan:'))
    expect((json() as PipelineResult).notes).toEqual([
      'The domain changed since release 1: buyers: city: The field was added.',
    ])
    expect(await published(2)).toEqual(ids)
  })

  test('a breaking change that is meant is taken, and the ids are what was said of them', async () => {
    say(SHOP.replace('id_prefix: buy', 'id_prefix: cli\n    version: 2.0.0'))
    expect((await run()).exit).toBe(1)
    expect((await run('--set', 'run.domain_changes=take')).exit).toBe(0)
    const now = await published(3)
    expect(now).toHaveLength(ids.length)
    expect(now.every((id) => id.startsWith('cli_'))).toBe(true)
    expect(await diff()).toMatchObject({ exit: 0, changes: [], release: 3 })
  })

  test('a release of an earlier version: that is said, and nothing fails', async () => {
    const { run: of } = (await hotpass(['runs', '--store', store, '--json'])).json() as {
      runs: { run: string }[]
      run?: string
    }
    expect(of).toBeUndefined()
    const release = JSON.parse(readFileSync(join(store, 'releases/shop/3.json'), 'utf8')) as { run: string }
    const plan = JSON.parse(readFileSync(join(store, 'runs', release.run, 'plan.json'), 'utf8')) as { domain: string }
    const pinned = join(store, 'runs', release.run, 'domain', `${plan.domain}.json`)
    writeFileSync(pinned, JSON.stringify({ format: 1, profile: 'shop' }))
    const told = await diff()
    expect(told).toMatchObject({ exit: 0, ok: true, changes: [] })
    expect(told.unknown).toMatch(/since release 3 cannot be told: its run .* was made by an earlier version/)
    writeFileSync(join(landing, 'crm_more.csv'), 'No,Name,E-mail,Town\n3,Cy Poe,cy@acme.example,Hull\n')
    const result = (await run()).json() as PipelineResult
    expect(result.status).toBe('published')
    expect(result.notes?.join()).toContain('was made by an earlier version')
  })
})
