import { basename } from 'node:path'
import { z } from 'zod'
import { configurationSchema } from '../config/configuration-schema.ts'
import type { Configuration } from '../config/index.ts'
import { matchGlob } from '../config/match-glob.ts'
import { ContractNotFoundError } from '../contracts/errors.ts'
import type { Contract } from '../contracts/index.ts'
import { nearest } from '../contracts/nearest.ts'
import { compileDomain } from '../domain/compile/compile-domain.ts'
import { DomainFaultsError } from '../domain/errors.ts'
import type { CompiledDomain, Entity, SourceTable } from '../domain/index.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256 } from '../storage/sha256.ts'
import { domainContracts } from './domain-contracts.ts'
import { RunDocumentError } from './errors.ts'
import { jsonOf } from './json-of.ts'
import { keys } from './keys.ts'

/**
 * What people wrote for a pipeline, word by word: `runs/<run>/domain/<sha256>.json`, named by its content. Stages read nothing else,
 * so that a file which changes under way changes nothing. It holds names of files and no folders: the same content has one hash
 * wherever it lies.
 */
const domainDocumentSchema = z.strictObject({
  format: z.literal(2),
  pipeline: z.strictObject({ id: z.string(), description: z.string() }),
  /** The domain's folder: text by path. */
  files: z.record(z.string(), z.string()),
  /** Of all layers. */
  configuration: configurationSchema,
})
export type DomainDocument = z.output<typeof domainDocumentSchema>

/** A suite as its file has it. */
export interface SuiteFile {
  readonly file: string
  readonly sha256: string
  readonly text: string
}

/** What a run knows of its domain and settings: the content that its plan pinned, and nothing read since. */
export class PinnedDomain {
  readonly document: DomainDocument
  readonly sha256: string
  readonly compiled: CompiledDomain
  readonly configuration: Configuration
  /** Of source tables and of published datasets, by id. */
  readonly contracts: ReadonlyMap<string, Contract>
  /** What is published: a dataset for each entity, then links and changes. */
  readonly datasets: readonly string[]
  /** By dataset or source table. */
  readonly suites: Readonly<Record<string, SuiteFile>>
  readonly title: Readonly<Record<string, string>>

  /** @throws DomainFaultsError */
  constructor(document: DomainDocument) {
    this.document = document
    this.sha256 = sha256(canonicalJson(document))
    const outcome = compileDomain(document.files)
    if (outcome.outcome === 'faulty') throw new DomainFaultsError(document.pipeline.id, outcome.faults)
    this.compiled = outcome.domain
    this.configuration = document.configuration
    const { tables, published } = domainContracts(this.compiled, document.files)
    this.datasets = published.map(({ id }) => id)
    this.contracts = new Map([...tables, ...published].map((contract) => [contract.id, contract]))
    this.title = Object.fromEntries(this.compiled.sources.map(({ keyName, title }) => [keyName, title]))
    this.suites = Object.fromEntries(
      Object.entries(document.files).flatMap(([path, text]) => {
        const dataset = /^suites\/(.+)\.(?:ya?ml|json)$/.exec(path)?.[1]
        return dataset === undefined ? [] : [[dataset, { file: basename(path), sha256: sha256(text), text }]]
      }),
    )
  }

  /** @throws ContractNotFoundError naming the nearest id and the known ones */
  contract(id: string): Contract {
    const contract = this.contracts.get(id)
    if (contract === undefined)
      throw new ContractNotFoundError(id, nearest(id, this.contracts.keys()), [...this.contracts.keys()])
    return contract
  }

  /** @throws Error for an entity that the domain does not have */
  entity(id: string): Entity {
    const entity = this.compiled.entities.find((one) => one.id === id)
    if (entity === undefined) throw new Error(`the domain has no entity "${id}"`)
    return entity
  }

  /** The table with this id. @throws Error for one that the domain does not have */
  table(id: string): SourceTable {
    const table = this.compiled.sources.flatMap(({ tables }) => tables).find((one) => one.id === id)
    if (table === undefined) throw new Error(`the domain has no table "${id}"`)
    return table
  }

  /** Sheets a workbook of this source must have; none for single-table formats. */
  requiredSheets(source: string, format: string): string[] {
    if (format !== 'xlsx') return []
    return this.#tables(source).flatMap(({ ignore, sheet }) =>
      ignore || sheet === null || /[*?]/.test(sheet) ? [] : [sheet],
    )
  }

  /**
   * The table that one sheet of a file is, or undefined when the domain ignores it. A file with a single table (CSV, JSONL, Parquet)
   * is the one whose file patterns match its name; a source with one table takes any of its files, and any sheet where it names none.
   */
  matchSheet(source: string, file: string, sheet: string, format: string): SourceTable | undefined {
    const known = this.compiled.sources.find(({ id }) => id === source)
    const tables = this.#tables(source).filter(({ ignore }) => !ignore)
    if (format === 'xlsx') {
      const ignored = [
        ...(known?.ignoredSheets ?? []),
        ...this.#tables(source).flatMap((table) => (table.ignore && table.sheet !== null ? [table.sheet] : [])),
      ]
      if (ignored.some((pattern) => matchGlob(pattern, sheet))) return undefined
      return tables.find((table) => table.sheet === null || matchGlob(table.sheet, sheet))
    }
    const name = basename(file)
    return (
      tables.find((table) => table.files.some((pattern) => matchGlob(pattern, name))) ??
      (tables.length === 1 ? tables[0] : undefined)
    )
  }

  #tables(source: string): readonly SourceTable[] {
    return this.compiled.sources.find(({ id }) => id === source)?.tables ?? []
  }
}

/** Whether a file of this name can only be a workbook; any other name may hold one all the same. */
export const isWorkbookName = (file: string): boolean => /\.xls[xm]$/i.test(file)

/** Writes what a run pins. Repeated, it changes nothing. */
export async function keepDomain(store: ObjectStore, run: string, domain: PinnedDomain): Promise<void> {
  await store.create(keys.domain(run, domain.sha256), canonicalJson(domain.document))
}

// Named by content, so what is here is what a plan of that hash pinned, whichever run asks.
const seen = new Map<string, PinnedDomain>()
const MOST_SEEN = 8

/** What a run pinned. @throws RunDocumentError when it is gone, malformed, of an earlier version, or not what the plan pinned */
export async function readDomain(store: ObjectStore, run: string, pinned: string): Promise<PinnedDomain> {
  const known = seen.get(pinned)
  if (known !== undefined) return known
  const key = keys.domain(run, pinned)
  const held = await store.get(key)
  if (held === undefined) throw new RunDocumentError(key, 'is missing')
  const json = jsonOf(held.body)
  if (z.looseObject({ format: z.literal(1) }).safeParse(json).success)
    throw new RunDocumentError(key, 'was made by an earlier version')
  const parsed = domainDocumentSchema.safeParse(json)
  if (!parsed.success) throw new RunDocumentError(key, 'is not what a plan pins')
  const domain = new PinnedDomain(parsed.data)
  if (domain.sha256 !== pinned) throw new RunDocumentError(key, 'does not hold what the plan pinned')
  if (seen.size >= MOST_SEEN) seen.delete(seen.keys().next().value as string)
  seen.set(pinned, domain)
  return domain
}
