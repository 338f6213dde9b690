import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { openWorkshop } from '../versions/fixture.ts'
import { hotpass } from './fake-io.ts'

let folder: string
const on = (...args: string[]) => hotpass([...args, '--store', folder])

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hotpass-datasets-'))
  const workshop = await openWorkshop()
  await workshop.commit(new DirectoryStore(folder), 'staged', 4, { dataset: 'refinement/organizations' })
  workshop.close()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('versions, verify and pull', () => {
  test('a version no release names is listed as staged, and never pulled', async () => {
    expect((await on('versions', 'organizations')).out).toMatch(/^ +1 +1\.0\.0 +4 +2026-01-05T06:00:00\.000Z +staged$/m)
    const pulled = await on('pull', 'organizations', '--version', '1')
    expect([pulled.exit, pulled.out]).toEqual([2, ''])
    expect(pulled.err).toContain('never released')
  })

  test('without a dataset, the newest version of each is listed', async () => {
    const { exit, out } = await on('versions')
    expect(exit).toBe(0)
    expect(out).toMatch(/^organizations +1 +1\.0\.0 +4 /m)
    const { json } = await on('versions', '--json')
    expect(json()).toMatchObject({ datasets: [{ dataset: 'organizations', versions: [{ version: 1, rows: 4 }] }] })
  })

  test('verify names each failed check and ends with 1', async () => {
    const staged = await on('verify', 'organizations', '--version', 'v1')
    expect(staged.exit).toBe(1)
    expect(staged.out).toMatch(/^FAILED {2}release: /m)
    expect(staged.out).toContain('does not prove itself')
    const data = join(folder, 'datasets/refinement/organizations/data')
    const [file = ''] = await readdir(data)
    const whole = await readFile(join(data, file))
    await writeFile(join(data, file), whole.subarray(0, whole.length - 1))
    const broken = await on('verify', 'organizations', '--version', '1', '--json')
    expect(broken.json()).toMatchObject({ ok: false })
    expect(broken.out).toContain(`${whole.length - 1} bytes`)
  })

  test.each([
    [['verify', 'organizations', '--version', '0'], 'is no version'],
    [['pull', 'organizations', '--version', '1.5'], 'is no version'],
    [['pull', 'organizations', '--version', '9'], 'no version 9'],
    [['versions', 'organisations'], 'organizations'],
    [['pull', 'organizations', '--channel', 'stable'], 'No release'],
    [['pull', 'organizations', '--out', 'a.txt'], 'says no format'],
    [['pull', 'organizations', '--out', 'a.csv', '--as', 'xlsx'], 'named as csv'],
    [['pull', 'organizations', '--out', '-', '--as', 'parquet'], 'no text that a pipe can take'],
  ])('%j is a mistake to correct', async (args, words) => {
    const { exit, err, out } = await on(...args)
    expect([exit, out]).toEqual([2, ''])
    expect(err).toContain(words)
  })
})
