import { meantProject, shippedProject } from '../../config/shipped-project.ts'
import type { Engine } from '../../engine/engine.ts'
import { CODE_VERSION } from '../../ledger/code-version.ts'
import { type ErasureObstacle, ErasureRefusedError } from '../../ledger/errors.ts'
import { loadDomain } from '../../ledger/load-domain.ts'
import { domainsInStore, type StoreDomain } from '../../ledger/store-domains.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { eraseFromTable } from '../../versions/erase-from-table.ts'
import { listTables } from '../../versions/find-dataset.ts'
import { datasetOf, isOldTable, tableKeys } from '../../versions/table-keys.ts'
import { certificateKey, type ErasureCertificate, openJournal, withEarlier } from './certificate.ts'
import { eraseLanding } from './erase-landing.ts'
import { countReleases, eraseDocuments, eraseExports, eraseOthers, eraseParquet, purgeAll } from './erase-objects.ts'
import { eraseRows } from './erase-rows.ts'
import { personKey } from './find-person.ts'
import { learnPerson } from './learn-person.ts'
import { remainingObstacles } from './obstacles.ts'
import { DOCUMENTS, type ErasurePhase, phaseOfKey } from './phase-of-key.ts'
import { type TableShape, tableShape } from './published-people.ts'
import { searchStore } from './search-store.ts'
import { numberKey, readSuppressions, suppressionKey } from './suppression.ts'

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
  /** Keys of files that nothing can look through, and that somebody says to have looked at. */
  readonly vouched?: readonly string[]
  /** Runs under way in the store: they could write what is being erased. */
  readonly underWay: () => Promise<readonly string[]>
  readonly progress: (phase: string) => void
  /** Replaced in tests: called after each phase, to end there. */
  readonly after?: (phase: string) => void
}

/** What was erased, or would be, and what stands in the way of a certificate: nothing, when it was erased. */
export interface ForgetOutcome {
  readonly certificate: ErasureCertificate
  readonly obstacles: readonly ErasureObstacle[]
}

/**
 * Removes a person from everything in the store: every kept version, quarantine, work files, exports, models, pages, decisions, the
 * copies of source files, and whatever else lies there. The suppression is written first and holds hashes only; every phase finds again what
 * it has to do, so a run that was cut off is gone on with by the same command. At the end the whole store is searched, and nobody is
 * certified while anything in it, or left by a process beside it, holds the person or cannot be looked through.
 * @throws PersonNotFoundError, ErasureRefusedError, ErasureIncompleteError and the store's errors.
 */
export async function forget(options: ForgetOptions): Promise<ForgetOutcome> {
  const { store, engine, scratch, apply } = options
  const busy = async () =>
    (await options.underWay()).map((run) => ({
      where: run,
      why: 'it is under way, and could write what is being erased',
      remedy: `Wait for it to end: hotpass status ${run}`,
    }))
  options.progress('what other processes left')
  const remains = await remainingObstacles(store)
  // A link makes listings fail, so that not even the domains of the store could be had.
  if (apply || remains.some(({ isLink }) => isLink)) refuse([...(await busy()), ...remains], false)
  const domains = await domainsFor(store, options.pipeline)
  const sources = domains.map(({ domain }) => domain)
  const key = personKey(options.key, sources)
  options.progress('looking for the person')
  const known = (await readSuppressions(store)).suppressions.find(
    (one) => one.has('key', key.value) || one.has(key.kind, key.kind === 'number' ? numberKey(key.value) : key.value),
  )
  const suppression = known ?? (await learnPerson({ ...options, domains }, key))
  const suppressions = [suppression]
  const { id } = suppression.document
  if (apply) {
    refuse(
      namedIn({ by: options.by, why: options.why }, (text) => suppression.scrub(text, true) !== text),
      false,
    )
    await store.create(suppressionKey(id), canonicalJson(suppression.document))
    // A run that took its turn before the suppression stood has not read it.
    refuse(await busy(), true)
  }
  const journal = await openJournal(store, id, apply)
  const phase = async (name: string, work: () => Promise<number>) => {
    options.progress(name)
    await journal.count(name, await work())
    options.after?.(name)
  }
  const tables = await listTables(store)
  const keysOf = async (wanted: ErasurePhase): Promise<string[]> => {
    const keys: string[] = []
    const roots = tables.map(tableKeys.root)
    for await (const { key: one } of store.list('')) if (phaseOfKey(one, roots) === wanted) keys.push(one)
    return keys
  }

  await phase('source files', () =>
    eraseLanding({ store, engine, scratch, sources, suppressions, apply, journal: journal.note }),
  )
  await phase('work files', async () => purgeAll(store, await keysOf('work'), apply))
  await phase('quarantine', async () => eraseParquet(options, await keysOf('parquet'), suppressions, journal))
  for (const table of tables)
    await phase(`dataset ${table}`, async () => {
      const shape = shapeOf(domains, table)
      const done = await eraseFromTable({
        store,
        engine,
        dataset: table,
        scratch,
        mark: id,
        apply,
        rewrite: (path, columns) => eraseRows(engine, path, columns, suppressions, shape),
        journal: (changes) => journal.note(changes),
      })
      return done.rows
    })
  await phase('documents', async () => {
    const rank = (one: string) => DOCUMENTS.findIndex((prefix) => one.startsWith(prefix))
    const keys = (await keysOf('document')).sort((a, b) => rank(a) - rank(b))
    return eraseDocuments(options, keys, suppressions, journal)
  })
  await phase('releases', async () => (apply ? countReleases(store, await keysOf('document')) : 0))
  await phase('exports', async () => eraseExports(options, await keysOf('export')))
  await phase('other files', async () => eraseOthers(options, await keysOf('other'), sources, suppressions))
  options.progress('searching what is left')
  const { examined, obstacles, vouched } = await searchStore({
    store,
    engine,
    scratch,
    suppression,
    vouched: options.vouched ?? [],
    erased: apply,
  })
  const left: ErasureObstacle[] = [...(await busy()), ...(await remainingObstacles(store)), ...obstacles]
  const certificate: ErasureCertificate = {
    format: 1,
    id,
    asked: suppression.document.at,
    completed: new Date().toISOString(),
    by: options.by,
    why: options.why,
    counts: journal.held.counts,
    examined,
    vouched,
    replaced: journal.held.replaced,
    codeVersion: CODE_VERSION,
  }
  if (apply) {
    refuse(left, true)
    await store.put(certificateKey(id), canonicalJson(withEarlier(certificate, journal.held.before)))
    await journal.close()
  }
  return { certificate, obstacles: left }
}

/** @throws ErasureRefusedError when there is anything in the way */
function refuse(obstacles: readonly ErasureObstacle[], begun: boolean): void {
  if (obstacles.length > 0) throw new ErasureRefusedError(obstacles, begun)
}

/** What is kept with the certificate must not name the person. */
const namedIn = (texts: Readonly<Record<string, string>>, names: (text: string) => boolean): ErasureObstacle[] =>
  Object.entries(texts)
    .filter(([, text]) => names(text))
    .map(([option]) => ({
      where: `--${option}`,
      why: 'it names the person, and would be kept with the certificate',
      remedy: 'Say it without personal data, for example: --why "ticket 88"',
    }))

/** What the store's pipelines are about, the one that was asked for first; a store without any may have what any of the project takes. */
async function domainsFor(store: ObjectStore, pipeline: string | undefined): Promise<StoreDomain[]> {
  const found = await domainsInStore(store)
  if (found.length === 0) {
    const known = (meantProject() ?? shippedProject())?.pipelines ?? []
    const asked = pipeline === undefined ? known.map(({ id }) => id) : [pipeline]
    return Promise.all(
      asked.map(async (id) => ({ pipeline: id, domain: (await loadDomain({ pipeline: id, set: [] })).domain })),
    )
  }
  return [...found.filter((one) => one.pipeline === pipeline), ...found.filter((one) => one.pipeline !== pipeline)]
}

/** A table as its pipeline has it; one of before tables belonged to a pipeline as any that publishes such a dataset. */
const shapeOf = (domains: readonly StoreDomain[], table: string): TableShape | undefined =>
  domains
    .filter(({ pipeline }) => isOldTable(table) || table.startsWith(`${pipeline}/`))
    .flatMap(({ domain }) => tableShape(domain, datasetOf(table)) ?? [])[0]
