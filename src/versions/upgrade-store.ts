import type { Engine } from '../engine/engine.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { CommitContentionError, VersionDamagedError } from './errors.ts'
import { parseDocument } from './parse-document.ts'
import { isOwnKey, type MovedDocument, movedKey, type TableMove, type UpgradePlan } from './plan-upgrade.ts'
import { release as releaseDocument } from './release.ts'
import { relocateTable } from './relocate-table.ts'
import { readTable, storedVersions } from './table-head.ts'
import { keyOfUri, tableKeys } from './table-keys.ts'
import { decodeManifest, decodeManifestList } from './table-manifest.ts'
import { currentSnapshot } from './table-metadata.ts'
import { verifyVersion } from './verify-version.ts'

export interface UpgradeOptions {
  readonly store: ObjectStore
  readonly engine: Engine
  readonly scratch: string
  readonly progress: (sentence: string) => void
}

/**
 * Moves tables of the old layout, each in four steps that may be broken off anywhere and done again: copy; prove every version of the
 * copy; let the releases name it, the newest first; and, when every pipeline of the old table has its own, remove the old one. Until the
 * third, readers and runs are at the old place, and from then at the new; both are whole all the while.
 * @throws VersionDamagedError when a table is not whole or its copy does not prove itself: nothing was removed.
 */
export async function upgradeTables(plan: UpgradePlan, options: UpgradeOptions): Promise<void> {
  const { store, progress } = options
  for (const move of plan.moves) {
    if (!move.copied) {
      progress(`Copying ${move.from} to ${move.to}`)
      await copyAndProve(move, options)
    }
    await nameInReleases(store, move)
  }
  for (const from of new Set(plan.moves.map((move) => move.from))) {
    progress(`Removing what was copied from datasets/${from}`)
    await removeOld(store, from, plan)
  }
}

async function copyAndProve(move: TableMove, { store, engine, scratch, progress }: UpgradeOptions): Promise<void> {
  const { from, to, whole, versions } = move
  await relocateTable({ store, from, to, scratch, ...(whole ? {} : { versions: new Set(versions) }) })
  for (const version of await storedVersions(store, to)) {
    const problems = await problemsOf(store, engine, to, version, scratch)
    if (problems.length === 0) continue
    // What was damaged before is no less whole now.
    const before = new Set((await problemsOf(store, engine, from, version, scratch)).map(({ check }) => check))
    const made = problems.find(({ check }) => !before.has(check))
    if (made !== undefined)
      throw new VersionDamagedError(store.uri(tableKeys.root(to)), `version ${version}, ${made.check}: ${made.detail}`)
    progress(`Version ${version} of ${from} was damaged before, and is moved as it was: hotpass verify ${to}`)
  }
  const document: MovedDocument = { format: 1, from, whole, versions: [...versions] }
  await store.put(movedKey(to), canonicalJson(document))
}

/** Failed checks, but for the release: none can name the new place yet. */
async function problemsOf(store: ObjectStore, engine: Engine, table: string, version: number, scratch: string) {
  const { checks } = await verifyVersion(store, engine, table, version, scratch)
  return checks.filter(({ check, ok }) => !ok && check !== 'release')
}

/** The newest release first: it says where the next run reads and publishes. */
async function nameInReleases(store: ObjectStore, { pipeline, dataset, to, releases }: TableMove): Promise<void> {
  for (const number of releases) {
    const key = tableKeys.release(pipeline, number)
    for (let attempt = 1; ; attempt++) {
      const held = await store.get(key)
      if (held === undefined) throw new VersionDamagedError(store.uri(key), 'it is gone')
      const before = parseDocument(releaseDocument, held.body, store.uri(key))
      const one = before.datasets[dataset]
      if (one === undefined || one.table === to) break
      const after = { ...before, datasets: { ...before.datasets, [dataset]: { ...one, table: to } } }
      if (await store.swap(key, canonicalJson(after), held.etag)) break
      if (attempt === 20) throw new CommitContentionError(`release ${number} of ${pipeline}`, attempt)
    }
  }
}

/** What is taken away first: whatever is left names all that is still there, so that a removal that was broken off is gone on with. */
const ORDER = [/\/data\//, /\/manifest-[^/]+\.avro$/, /\/snap-[^/]+\.avro$/, /\/versions\//, /./]

async function removeOld(store: ObjectStore, from: string, plan: UpgradePlan): Promise<void> {
  const moves = plan.moves.filter((move) => move.from === from)
  const stays = plan.staying.filter(({ table }) => table === from).map(({ version }) => version)
  const own: string[] = []
  for await (const { key } of store.list(`${tableKeys.root(from)}/`)) if (isOwnKey(from, key)) own.push(key)
  const whole = moves.every((move) => move.whole)
  const kept = new Set<string>()
  for (const version of stays) for (const key of await reach(store, from, version)) kept.add(key)
  const moved = new Set<string>()
  for (const { versions } of whole ? [] : moves)
    for (const version of versions) for (const key of await reach(store, from, version)) moved.add(key)
  const hint = tableKeys.hint(from)
  const goes = own.filter((key) => (whole || moved.has(key) || (key === hint && stays.length === 0)) && !kept.has(key))
  const there = new Set<string>()
  for (const { to } of moves)
    for await (const { key } of store.list(`${tableKeys.root(to)}/`)) there.add(key.slice(tableKeys.root(to).length))
  const step = (key: string) => ORDER.findIndex((pattern) => pattern.test(key))
  for (const key of goes.sort((a, b) => step(a) - step(b))) {
    const rows = key.includes('/data/') || key.endsWith('.metadata.json')
    if (rows && !there.has(key.slice(tableKeys.root(from).length)))
      throw new VersionDamagedError(store.uri(key), 'it was copied nowhere, so it is kept')
    await store.delete(key)
  }
}

/** The objects of one version: its documents, its manifests, and the data files that it has. */
async function reach(store: ObjectStore, table: string, version: number): Promise<string[]> {
  const keys = [
    tableKeys.metadata(table, version),
    tableKeys.manifest(table, version),
    tableKeys.metrics(table, version),
  ]
  if ((await store.get(tableKeys.metadata(table, version))) === undefined) return keys
  const snapshot = currentSnapshot((await readTable(store, table, version)).metadata)
  if (snapshot === undefined) return keys
  const list = keyOfUri(table, snapshot['manifest-list'])
  keys.push(list)
  const held = await store.get(list)
  for (const { manifest_path: path } of held ? decodeManifestList(held.body, store.uri(list)) : []) {
    const manifest = keyOfUri(table, path)
    keys.push(manifest)
    const entries = await store.get(manifest)
    for (const { status, data_file: file } of entries ? decodeManifest(entries.body, store.uri(manifest)) : [])
      if (status !== 2) keys.push(keyOfUri(table, file.file_path))
  }
  return keys
}
