import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import { hotpass } from '../cli/fake-io.ts'
import { temporaryFolder } from '../support/landing.ts'

const folder = temporaryFolder('files-against-domain')
mkdirSync(join(folder, 'domain'))
writeFileSync(join(folder, 'p.yaml'), 'id: shop\ndescription: Shops.\ndomain: ./domain\n')
writeFileSync(
  join(folder, 'domain/domain.yaml'),
  `id: shop
country: GB
entities:
  shop:
    dataset: shops
    id_prefix: sho
    attributes:
      name: { type: text, required: true }
      town: { type: text }
sources:
  - id: register
    trust: 1
    unique: true
    files: ['register*.csv']
    tables:
      - describes:
          - entity: shop
            key: No
            attributes: { name: Shop name, town: Town }
`,
)

async function run(name: string, csv: string) {
  const [landing, store] = [join(folder, name), join(folder, `${name}-store`)]
  mkdirSync(landing)
  writeFileSync(join(landing, 'register.csv'), csv)
  const { exit, out, json } = await hotpass([
    ...['run', join(folder, 'p.yaml'), '--landing', landing, '--store', store, '--json'],
  ])
  expect(out).not.toBe('')
  return { exit, result: json() as PipelineResult, store }
}
async function published(store: string): Promise<Record<string, string | null>[]> {
  const out = `${store}.jsonl`
  await hotpass(['pull', 'shops', '--store', store, '--out', out])
  return readFileSync(out, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, string | null>)
}

describe('files that are not what the domain says', () => {
  test('a column that no record can do without, and no file has: which, what there is, and what to do', async () => {
    const { exit, result } = await run('columns', 'No,Betrieb,Town\n1,Quay,Leeds\n')
    expect([exit, result.status]).toEqual([1, 'failed'])
    expect(result.error?.message).toMatch(
      /register\.csv.*no column for "Shop name".*The header reads: No \| .*Rename the column in the file, or let domain\.yaml/s,
    )
  })

  test('a key that is blank in every row: nothing is published, and no row is lost', async () => {
    const { exit, result } = await run('blank', 'No,Shop name,Town\n,Quay,Leeds\n,Hill,York\n')
    expect([exit, result.status]).toEqual([3, 'blocked'])
    expect(result.rows).toMatchObject({ read: 2, quarantined: 2, published: 0 })
  })

  test('a unique source whose key repeats: rows of one key are one, whether they say the same or not', async () => {
    const { result, store } = await run(
      'unique',
      'No,Shop name,Town\n1,Quay,Leeds\n2,Quay,Leeds\n1,Quay,Leeds\n2,Hill,York\n',
    )
    expect(result.rows).toMatchObject({ read: 4, merged: 2, published: 2 })
    const rows = await published(store)
    expect(rows).toHaveLength(2)
    expect(new Set(rows.map(({ shop_id }) => shop_id)).size).toBe(2)
  })
})
