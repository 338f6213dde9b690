import { join } from 'node:path'
import { expect } from 'vitest'
import type { ObjectStore } from '../../src/storage/object-store.ts'
import { S3Store } from '../../src/storage/s3-store.ts'
import { writeDataFile } from '../../src/versions/data-file.ts'
import { readTable, storedVersions } from '../../src/versions/table-head.ts'
import { currentSnapshot } from '../../src/versions/table-metadata.ts'
import { describeVersion } from '../../src/versions/version-files.ts'
import type { Fault, S3Stub } from '../support/s3-stub.ts'
import { columns, rowsQuery, type Workshop } from './fixture.ts'

const writers = 8

export const commits = (count: number): string[] => Array.from({ length: count }, (_, i) => `commit-${i}`)

/** Dense numbers, a parent each, every commit id exactly once, all rows there. */
export async function expectWholeHistory(store: ObjectStore, ids: readonly string[], rowsEach: number): Promise<void> {
  const versions = await storedVersions(store, 'organizations')
  expect(versions).toEqual(ids.map((_, i) => i + 1))
  const seen: string[] = []
  for (const version of versions) {
    const snapshot = currentSnapshot((await readTable(store, 'organizations', version)).metadata)
    expect(snapshot?.['snapshot-id']).toBe(version)
    expect(snapshot?.['parent-snapshot-id']).toBe(version === 1 ? undefined : version - 1)
    seen.push(snapshot?.summary['commit-id'] ?? '')
    expect((await describeVersion(store, 'organizations', version)).rows).toBe(version * rowsEach)
  }
  expect(seen.sort()).toEqual([...ids].sort())
  const hint = await store.get('datasets/organizations/metadata/version-hint.text')
  expect(Buffer.from(hint?.body ?? []).toString()).toBe(String(versions.length))
}

export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return state / 2 ** 32
  }
}

/** Eight writers append to one table at once, each its share of the commits, each twice. */
export async function raceOf(shop: Workshop, open: () => ObjectStore, ids: readonly string[]): Promise<void> {
  const each = ids.length / writers
  const fieldIds = new Map(columns.map((column, i) => [column.name, i + 1]))
  const path = join(shop.folder, 'race.parquet')
  const file = await writeDataFile(shop.engine, rowsQuery(3, columns), path, columns, fieldIds)
  const write = async (writer: number) => {
    const store = open()
    for (const commitId of ids.slice(writer * each, (writer + 1) * each)) {
      const request = { mode: 'append', commitId, contentHash: commitId, data: async () => [file] } as const
      const done = await shop.commit(store, commitId, 3, request)
      const repeated = await shop.commit(store, commitId, 3, request)
      expect(repeated).toMatchObject({ outcome: 'adopted', version: done.version })
    }
  }
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
}

/** The race against a bucket that loses answers, refuses, stalls and breaks bodies off. */
export async function raceOnBadS3(shop: Workshop, stub: S3Stub, ids: readonly string[]): Promise<void> {
  const next = random(7)
  const met = new Set<Fault>()
  const draw = (odds: Partial<Record<Fault, number>>): Fault | undefined => {
    let left = next()
    for (const [fault, odd] of Object.entries(odds) as [Fault, number][]) {
      left -= odd
      if (left >= 0) continue
      met.add(fault)
      return fault
    }
    return undefined
  }
  stub.fault = ({ method, conditional }) => {
    if (method === 'GET') return draw({ drop: 0.01, cut: 0.01, reset: 0.01, 'slow-down': 0.005 })
    if (!conditional) return draw({ drop: 0.05, 'slow-down': 0.01 })
    return draw({ 'lost-ack': 0.15, 'late-error': 0.05, conflict: 0.1, drop: 0.05, 'slow-down': 0.02 })
  }
  const open = () => new S3Store({ bucket: 'lake', client: { ...stub.clientConfig(), maxAttempts: 10 } })
  await raceOf(shop, open, ids)
  stub.fault = () => undefined
  expect([...met].sort()).toEqual(['conflict', 'cut', 'drop', 'late-error', 'lost-ack', 'reset', 'slow-down'])
  await expectWholeHistory(open(), ids, 3)
}
