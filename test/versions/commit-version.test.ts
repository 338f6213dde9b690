import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { dataFilesQuery } from '../../src/versions/data-file.ts'
import { ColumnTypeError, VersionDamagedError, VersionNotFoundError, VersionsError } from '../../src/versions/errors.ts'
import { findHead, readTable, storedVersions } from '../../src/versions/table-head.ts'
import { keyOfUri } from '../../src/versions/table-keys.ts'
import { describeVersion } from '../../src/versions/version-files.ts'
import { columns, dyingStore, extra, openWorkshop, type Workshop } from './fixture.ts'

let shop: Workshop
let store: DirectoryStore
const table = () => join(shop.folder, 'store/datasets/organizations')
beforeEach(async () => {
  shop = await openWorkshop()
  store = new DirectoryStore(join(shop.folder, 'store'))
})
afterEach(() => shop.close())

async function countRows(version: number, at = store): Promise<number> {
  const { files, fields } = await describeVersion(at, 'organizations', version)
  const paths = await Promise.all(files.map((file) => at.fetchFile(`datasets/organizations/${file.path}`, shop.folder)))
  const [row] = await shop.engine.rows<{ n: number }>(`SELECT count(*) AS n FROM (${dataFilesQuery(paths, fields)})`)
  return row?.n ?? -1
}

describe('a commit that is killed', () => {
  test.each([0, 1, 2, 3, 4])('after %i writes leaves no half version, and the next one succeeds', async (writes) => {
    await shop.commit(store, 'first', 3)
    const killed = shop.commit(dyingStore(store, writes), 'second', 5)
    await expect(killed).rejects.toThrow('killed')
    const before = await storedVersions(store, 'organizations')
    const again = await shop.commit(store, 'second', 5)
    expect(again).toMatchObject({ outcome: before.length === 2 ? 'adopted' : 'committed', version: 2 })
    expect(await storedVersions(store, 'organizations')).toEqual([1, 2])
    expect(await countRows(1)).toBe(3)
    expect(await countRows(2)).toBe(5)
    expect(readFileSync(join(table(), 'metadata/version-hint.text'), 'utf8')).toBe('2')
  })
})

describe('a commit', () => {
  test('of the same id changes nothing', async () => {
    const first = await shop.commit(store, 'a', 3)
    await shop.commit(store, 'b', 4)
    expect(await shop.commit(store, 'a', 3)).toEqual({ ...first, outcome: 'adopted' })
    expect(await storedVersions(store, 'organizations')).toEqual([1, 2])
  })

  test('of unchanged content keeps the version; another contract version or going back to old content makes a new one', async () => {
    await shop.commit(store, 'a', 3)
    expect(await shop.commit(store, 'a', 3, { commitId: 'other run' })).toMatchObject({
      outcome: 'unchanged',
      version: 1,
    })
    expect(await shop.commit(store, 'a', 3, { commitId: 'newer', contractVersion: '1.0.1' })).toMatchObject({
      outcome: 'committed',
      version: 2,
    })
    await shop.commit(store, 'b', 4)
    expect(await shop.commit(store, 'a', 3, { commitId: 'back' })).toMatchObject({
      outcome: 'committed',
      version: 4,
      semanticVersion: '1.0.3',
    })
  })

  test('equal to the version the plan stands on is unchanged, whatever was staged since', async () => {
    await shop.commit(store, 'a', 3)
    await shop.commit(store, 'staged', 4)
    const again = await shop.commit(store, 'a', 3, { commitId: 'x', baseVersion: 1 })
    expect(again).toMatchObject({ outcome: 'unchanged', version: 1 })
  })

  test('the same content with one more column is not unchanged', async () => {
    await shop.commit(store, 'a', 3)
    const wider = await shop.commit(store, 'a', 3, { commitId: 'wider', columns: [...columns, extra] })
    expect(wider).toMatchObject({ outcome: 'committed', version: 2, semanticVersion: '1.1.0' })
  })

  test('keeps field ids by name for ever, in the contract’s order, and reads old files under the new schema', async () => {
    await shop.commit(store, 'a', 3)
    await shop.commit(store, 'b', 4, { columns: [extra, ...columns], mode: 'append' })
    await shop.commit(store, 'c', 4, { columns })
    await shop.commit(store, 'd', 4, { columns: [...columns, extra] })
    const ids = async (v: number) =>
      (await describeVersion(store, 'organizations', v)).fields.map((f) => `${f.id} ${f.name}`)
    expect(await ids(2)).toEqual(['5 note', '1 entity_id', '2 planes', '3 quality_score', '4 is_primary'])
    expect(await ids(4)).toEqual(['1 entity_id', '2 planes', '3 quality_score', '4 is_primary', '5 note'])
    expect(await countRows(2)).toBe(7)
    const semantic = await Promise.all(
      [1, 2, 3, 4].map(async (v) => (await describeVersion(store, 'organizations', v)).semanticVersion),
    )
    expect(semantic).toEqual(['1.0.0', '1.1.0', '2.0.0', '2.1.0'])
  })

  test('refuses a column that changes its type, and writes nothing', async () => {
    await shop.commit(store, 'a', 3)
    const retyped = columns.map((column) =>
      column.name === 'planes' ? { ...column, type: 'string' as const } : column,
    )
    await expect(shop.commit(store, 'b', 3, { columns: retyped })).rejects.toThrow(ColumnTypeError)
    expect(await storedVersions(store, 'organizations')).toEqual([1])
  })

  test('of no rows is an empty version', async () => {
    await shop.commit(store, 'a', 3)
    expect(await shop.commit(store, 'none', 0)).toMatchObject({ version: 2, files: [] })
    expect(await countRows(2)).toBe(0)
    await shop.commit(store, 'b', 2)
    expect(await countRows(3)).toBe(2)
  })

  test('holds no wall clock: time is the run’s, and always moves on', async () => {
    await shop.commit(store, 'a', 3)
    await shop.commit(store, 'b', 4)
    expect((await describeVersion(store, 'organizations', 1)).nominalTime).toBe('2026-01-05T06:00:00.000Z')
    expect((await describeVersion(store, 'organizations', 2)).nominalTime).toBe('2026-01-05T06:00:00.001Z')
  })

  test('keeps the last K snapshots and what a tag holds', async () => {
    for (const [i, name] of ['a', 'b', 'c', 'd'].entries())
      await shop.commit(store, name, i + 1, { keepSnapshots: 2, ...(name === 'a' ? { tag: 'audited' } : {}) })
    const head = await findHead(store, 'organizations')
    expect(head?.metadata.snapshots.map((s) => s['snapshot-id'])).toEqual([1, 3, 4])
    expect(head?.metadata.refs.audited).toEqual({ 'snapshot-id': 1, type: 'tag' })
  })

  test('merges manifests in a long append history, losing no file', async () => {
    const data = await shop.commit(store, 'v0', 1, { mode: 'append' })
    for (let i = 1; i <= 102; i++) {
      const path = await store.fetchFile(`datasets/organizations/${data.files[0]?.path}`, shop.folder)
      await shop.commit(store, `v${i}`, 1, { mode: 'append', data: async () => [{ path, rows: 1, stats: {} }] })
    }
    const versions = await storedVersions(store, 'organizations')
    expect(versions.slice(-4)).toEqual([100, 101, 102, 103])
    expect((await findHead(store, 'organizations'))?.version).toBe(103)
    expect((await describeVersion(store, 'organizations', 103)).rows).toBe(103)
    expect(readdirSync(join(table(), 'metadata')).length).toBeGreaterThan(200)
  })
})

describe('the head', () => {
  test('is found without the hint, and a stale hint does no harm', async () => {
    await shop.commit(store, 'a', 1)
    await shop.commit(store, 'b', 2)
    rmSync(join(table(), 'metadata/version-hint.text'))
    expect((await findHead(store, 'organizations'))?.version).toBe(2)
    writeFileSync(join(table(), 'metadata/version-hint.text'), '1')
    expect((await shop.commit(store, 'c', 3)).version).toBe(3)
  })

  test('that was removed behind the hint is damage, never a fork', async () => {
    await shop.commit(store, 'a', 1)
    await shop.commit(store, 'b', 2)
    rmSync(join(table(), 'metadata/v2.metadata.json'))
    await expect(shop.commit(store, 'c', 3)).rejects.toThrow(VersionDamagedError)
  })

  test('that is not readable names the file', async () => {
    await shop.commit(store, 'a', 1)
    writeFileSync(join(table(), 'metadata/v1.metadata.json'), '{')
    await expect(findHead(store, 'organizations')).rejects.toThrow(/v1\.metadata\.json is damaged/)
    writeFileSync(join(table(), 'metadata/v1.metadata.json'), '{"format-version":3}')
    await expect(findHead(store, 'organizations')).rejects.toThrow(/format-version/)
    await expect(readTable(store, 'organizations', 7)).rejects.toThrow(/has no version 7.*It has 1 to 1/)
    await expect(readTable(store, 'nothing', 7)).rejects.toThrow(VersionNotFoundError)
    await expect(readTable(store, '../x', 7)).rejects.toThrow(VersionsError)
  })

  test('of a table that was moved is read from where it is now', async () => {
    await shop.commit(store, 'a', 3)
    cpSync(join(shop.folder, 'store'), join(shop.folder, 'moved'), { recursive: true })
    rmSync(join(shop.folder, 'store'), { recursive: true })
    const moved = new DirectoryStore(join(shop.folder, 'moved'))
    expect(await countRows(1, moved)).toBe(3)
    expect((await shop.commit(moved, 'b', 4)).version).toBe(2)
    expect(() => keyOfUri('organizations', 's3://elsewhere/secrets/key.txt')).toThrow(VersionDamagedError)
  })
})
