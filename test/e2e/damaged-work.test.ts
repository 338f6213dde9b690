import { mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import { hotpass } from '../cli/fake-io.ts'
import { reachoutSheets, temporaryFolder, writeSheets } from '../support/landing.ts'
import { refine, storeKeys } from '../support/run-store.ts'

const folder = temporaryFolder('damaged')

/** Another byte in the middle, and the same length. */
function change(path: string): void {
  const bytes = readFileSync(path)
  const middle = Math.floor(bytes.length / 2)
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle)
  writeFileSync(path, bytes)
}

const halve = (path: string) => truncateSync(path, Math.floor(readFileSync(path).length / 2))

const cases = [
  ['a changed file of Ingest', /^work\/ingest\/.*\.parquet$/, change],
  ['a file of Refine that was cut short', /^work\/refine\/.*\.parquet$/, halve],
  ['changed measurements', /^work\/measure\/.*states\.json$/, change],
] as const

test.each(cases)('%s is found when it is read, named, and made again by the retry', async (name, which, damage) => {
  const store = join(folder, name.replaceAll(' ', '-'))
  const landing = join(store, 'in')
  mkdirSync(landing, { recursive: true })
  const sheets = reachoutSheets(20)
  writeSheets(join(landing, 'Reachout Database.xlsx'), sheets)
  expect((await refine(store, landing)).status).toBe('published')
  const damaged = storeKeys(store, 'work').filter((key) => which.test(key))
  expect(damaged.length).toBeGreaterThan(0)
  for (const key of damaged) damage(join(store, key))
  // Later work is done anew, and reads what was damaged.
  for (const key of storeKeys(store, 'work').filter((one) => one.endsWith('/result.json')))
    if (!/^work\/(ingest|measure)\//.test(key) && !which.test(key.replace('result.json', 'x.parquet')))
      rmSync(join(store, key))
  writeSheets(join(landing, 'Reachout Database 2.xlsx'), reachoutSheets(3))

  const failed = await refine(store, landing)
  expect(failed.status).toBe('failed')
  expect(failed.error?.message).toMatch(
    /^(\w+, shard \d+: )?work\/\S+, which run \S+ reads, is not what was written there .*: hotpass retry \S+$/,
  )
  expect(failed.error?.message).toContain(`hotpass retry ${failed.run}`)

  const retried = await hotpass(['retry', failed.run, '--store', store, '--json'])
  expect([retried.exit, (retried.json() as PipelineResult).status]).toEqual([0, 'published'])
  const clean = await refine(join(folder, `${name.replaceAll(' ', '-')}-clean`), landing)
  expect((retried.json() as PipelineResult).rows).toEqual(clean.rows)
})
