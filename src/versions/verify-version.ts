import { rm, stat } from 'node:fs/promises'
import type { Engine } from '../engine/engine.ts'
import { parquetFiles } from '../engine/sql.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import { ObjectMissingError } from '../storage/errors.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256File } from '../storage/sha256.ts'
import { VersionDamagedError } from './errors.ts'
import { releasesOfTable } from './list-versions.ts'
import { type ParquetColumn, parquetColumns } from './parquet-columns.ts'
import type { VersionColumn } from './table-column.ts'
import { readManifestList, readTable, type TableVersion } from './table-head.ts'
import { keyOfUri, tableKeys, versionOfKey } from './table-keys.ts'
import { currentSnapshot } from './table-metadata.ts'
import { describeVersion, type VersionDescription } from './version-files.ts'
import { readManifest } from './version-manifest.ts'

/** One thing that was recomputed. `detail` says what was compared, and on failure what differs and where. */
export interface VersionCheck {
  readonly check: string
  readonly ok: boolean
  readonly detail: string
}

export interface Verification {
  readonly dataset: string
  readonly version: number
  readonly ok: boolean
  readonly checks: readonly VersionCheck[]
}

/**
 * Recomputes everything a version claims: metadata and its chain, manifest list, every data file's presence, size, hash, rows and
 * field ids, schema hash, snapshot summary, manifest and release. Damage is a failed check, not an error; only a version that never
 * existed or a store that fails throws.
 * @throws VersionNotFoundError and the store's errors.
 */
export async function verifyVersion(
  store: ObjectStore,
  engine: Engine,
  dataset: string,
  version: number,
  scratch: string,
): Promise<Verification> {
  const checks: VersionCheck[] = []
  const attempt = async (check: string, body: () => Promise<readonly [boolean, string]>) => {
    try {
      const [ok, detail] = await body()
      checks.push({ check, ok, detail })
    } catch (error) {
      if (!(error instanceof VersionDamagedError || error instanceof ObjectMissingError)) throw error
      checks.push({ check, ok: false, detail: error.message })
    }
  }
  let table: TableVersion | undefined
  let described: VersionDescription | undefined
  await attempt('metadata', async () => {
    table = await readTable(store, dataset, version)
    return checkMetadata(table)
  })
  if (table) {
    const { metadata } = table
    await attempt('metadata chain', () => checkChain(store, dataset, version, metadata))
    await attempt('manifest list', async () => {
      const listed = await readManifestList(store, dataset, metadata)
      described = await describeVersion(store, dataset, version)
      const counted = listed.reduce((sum, item) => sum + item.added_rows_count + item.existing_rows_count, 0)
      return [
        counted === described.rows,
        `${described.files.length} data files, ${described.rows} rows; manifests count ${counted}`,
      ]
    })
  }
  if (table && described) {
    const known = described
    for (const file of known.files)
      await attempt(`data file ${file.path}`, () => checkFile(store, engine, dataset, file, known.fields, scratch))
    await attempt('snapshot summary', async () =>
      checkSummary(known, currentSnapshot((table as TableVersion).metadata)?.summary ?? {}),
    )
    await attempt('manifest', () => checkManifest(store, known))
  }
  await attempt('release', async () => {
    const names = (await releasesOfTable(store, dataset)).get(version) ?? []
    return [
      names.length > 0,
      names.length > 0 ? `named by ${names.join(', ')}` : 'no release names this version: it is staged only',
    ]
  })
  return { dataset, version, ok: checks.every((check) => check.ok), checks }
}

function checkMetadata({ version, metadata }: TableVersion): readonly [boolean, string] {
  const numbers = [
    metadata['current-snapshot-id'],
    metadata['last-sequence-number'],
    metadata.refs.main?.['snapshot-id'],
    currentSnapshot(metadata)?.['sequence-number'],
  ]
  const schema = metadata.schemas.some((item) => item['schema-id'] === metadata['current-schema-id'])
  return numbers.every((number) => number === version) && schema
    ? [true, `v${version}.metadata.json is snapshot ${version}`]
    : [
        false,
        `v${version}.metadata.json speaks of snapshot ${numbers.join(', ')}${schema ? '' : ' and names no known schema'}`,
      ]
}

async function checkChain(
  store: ObjectStore,
  dataset: string,
  version: number,
  metadata: TableVersion['metadata'],
): Promise<readonly [boolean, string]> {
  const parent = currentSnapshot(metadata)?.['parent-snapshot-id']
  const logged = metadata['metadata-log'].at(-1)?.['metadata-file']
  if (parent === undefined)
    // A table that was parted from one that pipelines shared begins where its pipeline did.
    return version === 1 || logged === undefined
      ? [true, 'the first version has no parent']
      : [false, `it has no parent, and its log ends with ${logged}`]
  if (version === 1) return [false, `the first version names parent ${parent}`]
  const last = logged === undefined ? undefined : versionOfKey(logged)
  if (last === undefined || parent !== last || parent >= version)
    return [false, `its parent is ${parent}, and its log ends with ${logged ?? 'nothing'}`]
  // Numbers are left out only where pipelines shared a table; what retention removed is told apart by its log.
  if (parent !== version - 1 && (await store.get(tableKeys.metadata(dataset, version - 1))))
    return [false, `its parent is ${parent}, not ${version - 1}`]
  const before = tableKeys.metadata(dataset, parent)
  if (logged === undefined || keyOfUri(dataset, logged) !== before)
    return [false, `its log does not end with ${before}`]
  const held = await store.get(before)
  if (!held) return [true, `follows version ${parent}, which retention has removed`]
  const previous = await readTable(store, dataset, parent)
  const mine = metadata.snapshots.find((item) => item['snapshot-id'] === parent)
  const theirs = currentSnapshot(previous.metadata)
  if (previous.metadata['table-uuid'] !== metadata['table-uuid'])
    return [false, `version ${parent} belongs to another table`]
  if (mine && canonicalJson(mine) !== canonicalJson(theirs))
    return [false, `it tells another story of version ${parent} than ${before}`]
  return [true, `follows version ${parent}`]
}

async function checkFile(
  store: ObjectStore,
  engine: Engine,
  dataset: string,
  file: VersionDescription['files'][number],
  fields: readonly VersionColumn[],
  scratch: string,
): Promise<readonly [boolean, string]> {
  const path = await store.fetchFile(`${tableKeys.root(dataset)}/${file.path}`, scratch)
  try {
    const { size } = await stat(path)
    if (size !== file.bytes) return [false, `${file.path} has ${size} bytes, published were ${file.bytes}`]
    const digest = await sha256File(path)
    if (digest !== file.sha256) return [false, `${file.path} has sha256 ${digest}, published was ${file.sha256}`]
    const [counted] = await engine.rows<{ n: number }>(`SELECT count(*) AS n FROM ${parquetFiles(path)}`)
    if (counted?.n !== file.rows) return [false, `${file.path} has ${counted?.n} rows, published were ${file.rows}`]
    const named = new Map(fields.map((field) => [field.name, field]))
    const wrong = (await parquetColumns(engine, path)).find(({ name, id, elementId }) => {
      const field = named.get(name)
      return field !== undefined && (field.id !== id || field.elementId !== elementId)
    })
    if (wrong) {
      const { name } = wrong
      return [false, `${file.path}: column ${name} has ${idsText(wrong)}, the schema says ${idsText(named.get(name))}`]
    }
    return [true, `${file.bytes} bytes, ${file.rows} rows, sha256 and field ids agree`]
  } finally {
    // A directory store gives the object itself, which is not ours to remove.
    if (store.kind !== 'directory') await rm(path, { force: true })
  }
}

const idsText = (column: Pick<ParquetColumn, 'id' | 'elementId'> | undefined): string =>
  `field id ${column?.id ?? 'none'}${column?.elementId ? ` (of its elements ${column.elementId})` : ''}`

function checkSummary(
  described: VersionDescription,
  summary: Readonly<Record<string, string>>,
): readonly [boolean, string] {
  const sum = described.files.reduce((total, file) => total + file.bytes, 0)
  const wanted = {
    'total-records': described.rows,
    'total-data-files': described.files.length,
    'total-files-size': sum,
  }
  const wrong = Object.entries(wanted).filter(([name, value]) => summary[name] !== String(value))
  return wrong.length === 0
    ? [true, 'records, files and bytes agree']
    : [false, wrong.map(([name, value]) => `${name} says ${summary[name]}, counted ${value}`).join('; ')]
}

async function checkManifest(store: ObjectStore, described: VersionDescription): Promise<readonly [boolean, string]> {
  const manifest = await readManifest(store, described.dataset, described.version)
  if (!manifest) return [false, `${tableKeys.manifest(described.dataset, described.version)} is missing`]
  const { fields, contractVersion, ...claims } = described
  const wrong = Object.entries(claims).filter(([name, value]) => {
    const claimed: unknown = Object.entries(manifest).find(([key]) => key === name)?.[1]
    return canonicalJson(claimed) !== canonicalJson(value)
  })
  const differing = wrong.map(([name]) => name)
  if (manifest.contract.version !== contractVersion) differing.push('contract.version')
  const names = (items: readonly { name: string; type: string }[]) =>
    items.map((item) => `${item.name} ${item.type}`).join(', ')
  if (names(manifest.contract.fields) !== names(fields)) differing.push('contract.fields')
  return differing.length === 0
    ? [true, 'manifest and table agree']
    : [false, `the manifest differs from the table in ${differing.join(', ')}`]
}
