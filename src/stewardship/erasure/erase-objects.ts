import { basename, join } from 'node:path'
import { columnTypeOf } from '../../engine/column-types.ts'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles } from '../../engine/sql.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { sha256, sha256File } from '../../storage/sha256.ts'
import type { ExportFormat } from '../../versions/index.ts'
import { pullVersion } from '../../versions/pull-version.ts'
import { readRelease } from '../../versions/release.ts'
import { describeVersion } from '../../versions/version-files.ts'
import type { Journal } from './certificate.ts'
import { eraseFromText } from './erase-document.ts'
import { eraseFile } from './erase-file.ts'
import { eraseRows } from './erase-rows.ts'
import type { Suppression } from './suppression.ts'

/** Where an erasure works; `apply` false counts only. */
interface ErasureWork {
  readonly store: ObjectStore
  readonly engine: Engine
  readonly scratch: string
  readonly apply: boolean
}

/** Removes objects with all of their versions. @returns how many */
export async function purgeAll(store: ObjectStore, keys: readonly string[], apply: boolean): Promise<number> {
  if (apply) for (const key of keys) await store.purge(key, { keepCurrent: false })
  return keys.length
}

/** Takes people out of Parquet files that are no table's. @returns rows that went or changed */
export async function eraseParquet(
  { store, engine, scratch, apply }: ErasureWork,
  keys: readonly string[],
  suppressions: readonly Suppression[],
  journal: Journal,
): Promise<number> {
  let rows = 0
  for (const key of keys) {
    const path = await store.fetchFile(key, join(scratch, 'parquet'))
    const described = await engine.rows<{ column_name: string; column_type: string }>(
      `DESCRIBE SELECT * FROM ${parquetFiles(path)}`,
    )
    const columns = described.flatMap(({ column_name: name, column_type }) => {
      const type = columnTypeOf(column_type)
      return type === undefined ? [] : [{ name, type }]
    })
    // A file with columns of other types is none of ours: it is left whole for the search to judge.
    if (columns.length < described.length) continue
    const left = await eraseRows(engine, path, columns, suppressions, undefined)
    if (left === undefined) continue
    rows += left.rows
    if (!apply) continue
    const out = join(scratch, 'left.parquet')
    const before = await sha256File(path)
    await engine.writeParquet(left.query, out)
    await journal.note({ [before]: await sha256File(out) })
    await store.putFile(key, out)
    await store.purge(key, { keepCurrent: true })
  }
  return rows
}

/** Takes people out of documents. @returns how many changed */
export async function eraseDocuments(
  { store, apply }: ErasureWork,
  keys: readonly string[],
  suppressions: readonly Suppression[],
  journal: Journal,
): Promise<number> {
  let changed = 0
  const { replaced, sizes } = journal.held
  for (const key of keys) {
    const held = await store.get(key)
    if (held === undefined) continue
    const before = new TextDecoder().decode(held.body)
    const after = eraseFromText(key, before, suppressions, replaced, sizes)
    if (after === before) continue
    changed++
    if (!apply) continue
    if (key.startsWith('decisions/')) await journal.note({ [sha256(before)]: sha256(after) })
    await store.put(key, after)
    await store.purge(key, { keepCurrent: true })
  }
  return changed
}

/** Takes people out of files that nobody of the program wrote, whatever they are. @returns how many held them */
export async function eraseOthers(
  { store, engine, scratch, apply }: ErasureWork,
  keys: readonly string[],
  sources: readonly PinnedDomain[],
  suppressions: readonly Suppression[],
): Promise<number> {
  let files = 0
  for (const [at, key] of keys.entries()) {
    const path = await store.fetchFile(key, join(scratch, 'others'))
    const out = join(scratch, `other-${at}`)
    const done = await eraseFile({
      path,
      out,
      name: basename(key),
      source: undefined,
      sources,
      suppressions,
      engine: async () => engine,
    })
    if (done.outcome !== 'erased') continue
    files++
    if (!apply) continue
    await store.putFile(key, out)
    await store.purge(key, { keepCurrent: true })
  }
  return files
}

/** Rows of each dataset in each release, as its rewritten versions have them. */
export async function countReleases(store: ObjectStore, keys: readonly string[]): Promise<number> {
  let changed = 0
  for (const key of keys) {
    const named = /^releases\/([^/]+)\/(\d+)\.json$/.exec(key)
    if (!named) continue
    const release = await readRelease(store, named[1] as string, Number(named[2]))
    const datasets: typeof release.datasets = {}
    for (const [dataset, one] of Object.entries(release.datasets)) {
      const described = await describeVersion(store, one.table ?? dataset, one.version).catch(() => undefined)
      datasets[dataset] = described ? { ...one, rows: described.rows, contentHash: described.contentHash } : one
    }
    const after = canonicalJson({ ...release, datasets })
    if (after === canonicalJson(release)) continue
    changed++
    await store.put(key, after)
    await store.purge(key, { keepCurrent: true })
  }
  return changed
}

/**
 * Exports are written anew from the rewritten versions: what was exported is what the version has. One of a release that does not name its
 * dataset is left for the search to judge.
 */
export async function eraseExports(options: ErasureWork, keys: readonly string[]): Promise<number> {
  const { store, engine, scratch, apply } = options
  let files = 0
  for (const key of keys) {
    const [, pipeline = '', release = '', dataset = '', format = ''] =
      /^exports\/([^/]+)\/(\d+)\/([A-Za-z0-9_-]+)\.([a-z]+)$/.exec(key) ?? []
    files++
    if (!apply) continue
    const released = (await readRelease(store, pipeline, Number(release))).datasets[dataset]
    if (released === undefined) continue
    const { version, table = dataset } = released
    const out = join(scratch, 'exports', `${pipeline}-${release}-${dataset}.${format}`)
    await pullVersion({ store, engine, dataset: table, version, format: format as ExportFormat, out, scratch })
    await store.putFile(key, out)
    await store.purge(key, { keepCurrent: true })
  }
  return files
}
