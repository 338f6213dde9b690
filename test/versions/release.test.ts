import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { moveChannel, readChannel } from '../../src/versions/channel.ts'
import { VersionDamagedError, VersionNotFoundError, VersionStagedError } from '../../src/versions/errors.ts'
import { findDataset, listDatasets } from '../../src/versions/find-dataset.ts'
import { listVersions } from '../../src/versions/list-versions.ts'
import { publishRelease, readRelease } from '../../src/versions/release.ts'
import { resolveVersion } from '../../src/versions/resolve-version.ts'
import { publishManifest, readManifest } from '../../src/versions/version-manifest.ts'
import { manifestFacts, openWorkshop, releaseFacts, type Workshop } from './fixture.ts'

/** A table where tables lay before they belonged to a pipeline. */
const of = { pipeline: 'refinement', dataset: 'organizations', table: 'organizations' }

let shop: Workshop
let store: DirectoryStore
beforeEach(async () => {
  shop = await openWorkshop()
  store = new DirectoryStore(join(shop.folder, 'store'))
})
afterEach(() => shop.close())

describe('a version', () => {
  test('that no release names is given to nobody', async () => {
    await shop.commit(store, 'a', 3)
    await shop.commit(store, 'b', 4)
    await publishRelease(store, releaseFacts('a', 1))
    await expect(resolveVersion(store, of, { version: 2 })).rejects.toThrow(VersionStagedError)
    expect(await resolveVersion(store, of, { version: 1 })).toBe(1)
    expect(await resolveVersion(store, of, {})).toBe(1)
    const listed = await listVersions(store, of)
    expect(listed).toMatchObject([
      { version: 1, rows: 3, semanticVersion: '1.0.0', releases: ['refinement/1'], channels: ['refinement/latest'] },
      { version: 2, rows: 4, semanticVersion: '1.0.1', releases: [], channels: [] },
    ])
  })

  test('that is not there is named with what there is', async () => {
    await expect(findDataset(store, 'organizations')).rejects.toThrow(/Nothing was published/)
    await expect(resolveVersion(store, of, {})).rejects.toThrow(VersionNotFoundError)
    await shop.commit(store, 'a', 3)
    await publishRelease(store, releaseFacts('a', 1))
    await expect(findDataset(store, 'organisations')).rejects.toThrow(/There are: organizations/)
    await expect(resolveVersion(store, of, { version: 9 })).rejects.toThrow(/It has 1 to 1/)
    await expect(resolveVersion(store, of, { channel: 'stable' })).rejects.toThrow(/It has: latest/)
    await expect(resolveVersion(store, { ...of, dataset: 'contacts' }, {})).rejects.toThrow(/holds no dataset contacts/)
    await expect(findDataset(store, 'organizations', 'other')).rejects.toThrow(/released nothing yet/)
    await expect(readRelease(store, 'refinement', 5)).rejects.toThrow(VersionNotFoundError)
    expect(await listDatasets(store)).toEqual([of])
  })

  test('released by two pipelines wants the pipeline named', async () => {
    await shop.commit(store, 'a', 3)
    await publishRelease(store, releaseFacts('a', 1))
    await publishRelease(store, { ...releaseFacts('b', 1), pipeline: 'second' })
    await expect(findDataset(store, 'organizations')).rejects.toThrow(/refinement, second.*--pipeline refinement/)
    expect(await findDataset(store, 'organizations', 'second')).toEqual({ ...of, pipeline: 'second' })
    expect(await findDataset(store, 'second/organizations')).toEqual({ ...of, pipeline: 'second' })
    await expect(findDataset(store, 'second/organizations', 'refinement')).rejects.toThrow(/Give one of them/)
  })
})

describe('a channel', () => {
  test('moves where it is told; latest only forward; never to a release that is not there', async () => {
    await publishRelease(store, releaseFacts('a', 1))
    await publishRelease(store, releaseFacts('b', 2))
    expect(await readChannel(store, 'refinement', 'latest')).toBe(2)
    expect(await moveChannel(store, 'refinement', 'latest', 1, { onlyForward: true })).toBe(2)
    expect(await moveChannel(store, 'refinement', 'stable', 2)).toBe(2)
    expect(await moveChannel(store, 'refinement', 'stable', 1)).toBe(1)
    expect(await readChannel(store, 'refinement', 'stable')).toBe(1)
    await expect(moveChannel(store, 'refinement', 'stable', 9)).rejects.toThrow(VersionNotFoundError)
  })

  test('that was scribbled over is damage', async () => {
    await publishRelease(store, releaseFacts('a', 1))
    writeFileSync(join(shop.folder, 'store/releases/refinement/channels/latest.json'), '{"release":"one"}')
    await expect(readChannel(store, 'refinement', 'latest')).rejects.toThrow(VersionDamagedError)
  })
})

describe('a release', () => {
  test('knows the one before it and refuses rows that do not add up', async () => {
    expect(await readRelease(store, 'refinement')).toBeUndefined()
    expect((await publishRelease(store, releaseFacts('a', 1))).previous).toBeNull()
    expect((await publishRelease(store, releaseFacts('b', 2))).previous).toBe(1)
    expect((await readRelease(store, 'refinement'))?.run).toBe('b')
    const facts = releaseFacts('c', 3)
    await expect(publishRelease(store, { ...facts, accounting: { ...facts.accounting, read: 99 } })).rejects.toThrow(
      /read must equal/,
    )
  })
})

describe('a manifest', () => {
  test('is written once, and the first stays', async () => {
    await shop.commit(store, 'a', 3)
    const first = await publishManifest(store, manifestFacts(1))
    const second = await publishManifest(store, { ...manifestFacts(1), run: 'another-run' })
    expect(second).toEqual(first)
    expect(await readManifest(store, 'organizations', 1)).toEqual(first)
    expect(first).toMatchObject({ rows: 3, semanticVersion: '1.0.0', modelId: null, files: [{ rows: 3 }] })
    expect(await readManifest(store, 'organizations', 2)).toBeUndefined()
    await expect(publishManifest(store, manifestFacts(2))).rejects.toThrow(VersionNotFoundError)
  })
})
