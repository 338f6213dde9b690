import { join } from 'node:path'
import { contracts } from '../../contracts/registry.ts'
import { columnTypeOf } from '../../engine/column-types.ts'
import type { Engine } from '../../engine/engine.ts'
import { parquetFiles } from '../../engine/sql.ts'
import { CODE_VERSION } from '../../ledger/code-version.ts'
import { loadDomain } from '../../ledger/load-domain.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { sha256, sha256File } from '../../storage/sha256.ts'
import { eraseFromTable } from '../../versions/erase-from-table.ts'
import { listTables } from '../../versions/find-dataset.ts'
import { type ExportFormat, pullVersion } from '../../versions/pull-version.ts'
import { readRelease } from '../../versions/release.ts'
import { datasetOf } from '../../versions/table-keys.ts'
import { describeVersion } from '../../versions/version-files.ts'
import { certificateKey, type ErasureCertificate, type ErasureJournal, journalKey } from './certificate.ts'
import { eraseFromText } from './erase-document.ts'
import { eraseLanding } from './erase-landing.ts'
import { eraseRows } from './erase-rows.ts'
import { findPerson, personKey } from './find-person.ts'
import { readSuppressions, Suppression, suppressionKey, suppressionOf } from './suppression.ts'

export interface ForgetOptions {
  readonly store: ObjectStore
  readonly engine: Engine
  readonly scratch: string
  /** A contact id, an e-mail address or a phone number. */
  readonly key: string
  /** Whose contacts say who the person is; every pipeline's otherwise. What is erased is the whole store's. */
  readonly pipeline?: string | undefined
  /** False counts only: nothing is written. */
  readonly apply: boolean
  readonly by: string
  readonly why: string
  readonly progress: (phase: string) => void
  /** Replaced in tests: called after each phase, to end there. */
  readonly after?: (phase: string) => void
}

/** Where the shipped pipeline says what sources look like. */
const PIPELINE = { pipeline: 'refinement', set: [] as string[] }

/** Documents that hold text of any kind. Decisions first: what pins them is brought in step with their new hashes. */
const DOCUMENTS = [
  'runs/',
  'site/',
  'models/',
  'releases/',
  'decisions/',
  'datasets/',
  'sources/',
  'exports/',
  'leases/',
]

/**
 * Removes a person from everything in the store: every kept version, quarantine, work files, exports, models, pages, decisions and the
 * copies of source files. The suppression is written first and holds hashes only; every phase finds again what it has to do, so a run that was
 * cut off is gone on with by the same command.
 * @throws PersonNotFoundError, ErasureIncompleteError and the store's errors.
 */
export async function forget(options: ForgetOptions): Promise<ErasureCertificate> {
  const { store, engine, scratch, apply } = options
  const { domain: sources } = await loadDomain(PIPELINE)
  const country = sources.profile.country_code
  const key = personKey(options.key, country)
  const known = (await readSuppressions(store)).suppressions.find((one) => one.has('key', key.value))
  options.progress('looking for the person')
  const suppression = known ?? (await newSuppression(options, key, sources, country))
  const suppressions = [suppression]
  const { id } = suppression.document
  if (apply) await store.create(suppressionKey(id), canonicalJson(suppression.document))
  const journal = await openJournal(store, id, apply)
  const phase = async (name: string, work: () => Promise<number>) => {
    options.progress(name)
    await journal.count(name, await work())
    options.after?.(name)
  }
  let unreadable: string[] = []

  await phase('source files', async () => {
    const done = await eraseLanding({ store, engine, scratch, sources, suppressions, apply, journal: journal.note })
    unreadable = done.unreadable
    return done.files
  })
  await phase('work files', async () => {
    // Nothing of them is kept: work is done again when it is missed, and so is a query.
    const purged = await Promise.all(['work/', 'athena-results/'].map((prefix) => purgeAll(store, prefix, apply)))
    return purged.reduce((sum, files) => sum + files, 0)
  })
  await phase('quarantine', () =>
    eraseParquetUnder(options, ['quarantine/', 'runs/', 'models/'], suppressions, journal),
  )
  for (const table of await listTables(store))
    await phase(`dataset ${table}`, async () => {
      const required = new Set(
        contracts.get(datasetOf(table))?.fields.flatMap((field) => (field.required ? [field.name] : [])),
      )
      const done = await eraseFromTable({
        store,
        engine,
        dataset: table,
        scratch,
        mark: id,
        apply,
        rewrite: (path, columns) => eraseRows(engine, path, columns, suppressions, required),
        journal: (changes) => journal.note(changes),
      })
      return done.rows
    })
  await phase('documents', () => eraseDocuments(options, suppressions, journal))
  await phase('releases', () => (apply ? countReleases(store) : Promise.resolve(0)))
  await phase('exports', () => eraseExports(options))
  const certificate: ErasureCertificate = {
    format: 1,
    id,
    asked: suppression.document.at,
    completed: new Date().toISOString(),
    by: options.by,
    why: options.why,
    counts: journal.held.counts,
    unreadable,
    replaced: journal.held.replaced,
    codeVersion: CODE_VERSION,
  }
  if (apply) {
    await store.put(certificateKey(id), canonicalJson(certificate))
    await store.purge(journalKey(id), { keepCurrent: false })
  }
  return certificate
}

type Journal = Awaited<ReturnType<typeof openJournal>>

async function newSuppression(
  options: ForgetOptions,
  key: ReturnType<typeof personKey>,
  sources: PinnedDomain,
  country: string,
): Promise<Suppression> {
  const { store, engine, scratch } = options
  const facts = await findPerson(store, engine, key, scratch, options.pipeline)
  const at = new Date().toISOString()
  // A first look through the source files tells what only they know: names beside an address, and the rows' hashes.
  const seen = await eraseLanding({
    store,
    engine,
    scratch,
    sources,
    suppressions: [new Suppression(suppressionOf(facts, country, at))],
    apply: false,
    journal: async () => undefined,
  })
  const more = facts.ids.length > 0 ? [] : [...seen.emails, ...seen.phones].filter((value) => value !== key.value)
  return new Suppression(
    suppressionOf(
      {
        ...facts,
        names: [...facts.names, ...(facts.ids.length > 0 ? [] : seen.names)],
        organizations: [...facts.organizations, ...(facts.ids.length > 0 ? [] : seen.organizations)],
        shared: [...facts.shared, ...more],
        rows: seen.rows,
      },
      country,
      at,
    ),
  )
}

/** What was replaced so far, kept beside the store's data until the certificate has it. */
async function openJournal(store: ObjectStore, id: string, apply: boolean) {
  const found = await store.get(journalKey(id))
  const held: ErasureJournal = found
    ? (JSON.parse(new TextDecoder().decode(found.body)) as ErasureJournal)
    : { format: 1, replaced: {}, sizes: {}, counts: {} }
  return {
    held,
    async count(phase: string, done: number): Promise<void> {
      held.counts[phase] = done + (held.counts[phase] ?? 0)
      if (apply) await store.put(journalKey(id), JSON.stringify(held))
    },
    async note(changes: Readonly<Record<string, string>>, sizes: Readonly<Record<string, number>> = {}): Promise<void> {
      Object.assign(held.replaced, changes)
      Object.assign(held.sizes, sizes)
      if (apply) await store.put(journalKey(id), JSON.stringify(held))
    },
  }
}

async function keysUnder(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  return keys
}

async function purgeAll(store: ObjectStore, prefix: string, apply: boolean): Promise<number> {
  const keys = await keysUnder(store, prefix)
  if (apply) for (const key of keys) await store.purge(key, { keepCurrent: false })
  return keys.length
}

async function eraseParquetUnder(
  { store, engine, scratch, apply }: ForgetOptions,
  prefixes: readonly string[],
  suppressions: readonly Suppression[],
  journal: Journal,
): Promise<number> {
  let rows = 0
  for (const prefix of prefixes)
    for (const key of await keysUnder(store, prefix)) {
      if (!key.endsWith('.parquet')) continue
      const path = await store.fetchFile(key, join(scratch, 'parquet'))
      const described = await engine.rows<{ column_name: string; column_type: string }>(
        `DESCRIBE SELECT * FROM ${parquetFiles(path)}`,
      )
      const columns = described.flatMap(({ column_name: name, column_type }) => {
        const type = columnTypeOf(column_type)
        return type === undefined ? [] : [{ name, type }]
      })
      const left = await eraseRows(engine, path, columns, suppressions)
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

async function eraseDocuments(
  { store, apply }: ForgetOptions,
  suppressions: readonly Suppression[],
  journal: Journal,
): Promise<number> {
  let changed = 0
  const { replaced, sizes } = journal.held
  for (const prefix of DOCUMENTS)
    for (const key of await keysUnder(store, prefix)) {
      // Tables and exports have phases of their own; scripts and styles are the program's.
      if (!/\.(?:json|ndjson|html|txt)$/.test(key) || /\/metadata\/|^site\/assets\//.test(key)) continue
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

/** Rows of each dataset in each release, as its rewritten versions have them. */
async function countReleases(store: ObjectStore): Promise<number> {
  let changed = 0
  for (const key of await keysUnder(store, 'releases/')) {
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

const FORMATS: ReadonlySet<string> = new Set(['parquet', 'csv', 'jsonl', 'xlsx'])

/** Exports are written anew from the rewritten versions: what was exported is what the version has. */
async function eraseExports(options: ForgetOptions): Promise<number> {
  const { store, engine, scratch, apply } = options
  let files = 0
  for (const key of await keysUnder(store, 'exports/')) {
    const named = /^exports\/([^/]+)\/(\d+)\/([A-Za-z0-9_-]+)\.([a-z]+)$/.exec(key)
    const [, pipeline = '', release = '', dataset = '', format = ''] = named ?? []
    if (!named || !FORMATS.has(format)) continue
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
