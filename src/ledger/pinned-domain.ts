import { basename } from 'node:path'
import { z } from 'zod'
import { configurationSchema } from '../config/configuration-schema.ts'
import type { Configuration } from '../config/index.ts'
import { matchGlob } from '../config/match-glob.ts'
import { type Profile, profileSchema } from '../config/profile.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { sha256 } from '../storage/sha256.ts'
import { RunDocumentError } from './errors.ts'
import { jsonOf } from './json-of.ts'
import { keys } from './keys.ts'

const hash = z.string().regex(/^[0-9a-f]{64}$/)

/**
 * What people wrote for a pipeline, word by word: `runs/<run>/domain/<sha256>.json`, named by its content. Stages read nothing else,
 * so that a file which changes under way changes nothing. It holds names of files and no folders: the same content has one hash
 * wherever it lies.
 */
const domainDocumentSchema = z.strictObject({
  format: z.literal(1),
  pipeline: z.strictObject({ id: z.string(), description: z.string() }),
  profile: profileSchema,
  /** Of all layers. */
  configuration: configurationSchema,
  /** By dataset. */
  suites: z.record(z.string(), z.strictObject({ file: z.string(), sha256: hash, text: z.string() })),
  /** Linkage settings in Splink's format, by what they link: as text, since a derived column may use those before it. */
  linkage: z.strictObject({ organizations: z.strictObject({ file: z.string(), text: z.string() }) }),
})
export type DomainDocument = z.output<typeof domainDocumentSchema>

/** What a run knows of its sources, settings, suites and linkage: the content that its plan pinned, and nothing read since. */
export class PinnedDomain {
  readonly document: DomainDocument
  readonly sha256: string
  readonly profile: Profile
  readonly configuration: Configuration
  /** Source → how far it is believed. */
  readonly priority: Readonly<Record<string, number>>
  readonly title: Readonly<Record<string, string>>

  constructor(document: DomainDocument) {
    this.document = document
    this.sha256 = domainHash(document)
    this.profile = document.profile
    this.configuration = document.configuration
    const { sources } = document.profile
    this.priority = Object.fromEntries(sources.map((source) => [source.id, source.priority]))
    this.title = Object.fromEntries(sources.map((source) => [source.id, source.title]))
  }

  /** How a date such as 03/04/2025 reads. */
  dateOrder(source: string, contract: string): 'dmy' | 'mdy' | 'ymd' {
    return this.#source(source)?.sheets.find((sheet) => sheet.contract === contract)?.date_order ?? 'dmy'
  }

  /** Sheets a workbook of this source must have; none for single-table formats. */
  requiredSheets(source: string, format: string): string[] {
    if (format !== 'xlsx') return []
    const sheets = this.#source(source)?.sheets ?? []
    return sheets.filter((sheet) => !sheet.ignore && !/[*?]/.test(sheet.sheet)).map((sheet) => sheet.sheet)
  }

  /**
   * The layout of one sheet of a file, or undefined when the profile ignores it. A file with a single table (CSV, JSONL, Parquet)
   * belongs to the sheet whose file patterns match its name; a source with one sheet takes any of its files.
   */
  matchSheet(source: string, file: string, sheet: string, format: string) {
    const known = this.#source(source)
    const layouts = known?.sheets.filter((layout) => !layout.ignore) ?? []
    if (format === 'xlsx') {
      const ignored = [
        ...(known?.ignored_sheets ?? []),
        ...(known?.sheets ?? []).filter((layout) => layout.ignore).map((layout) => layout.sheet),
      ]
      if (ignored.some((pattern) => matchGlob(pattern, sheet))) return undefined
      return layouts.find((layout) => matchGlob(layout.sheet, sheet))
    }
    const name = basename(file)
    return (
      layouts.find((layout) => (layout.files ?? []).some((pattern) => matchGlob(pattern, name))) ??
      (layouts.length === 1 ? layouts[0] : undefined)
    )
  }

  #source(id: string) {
    return this.profile.sources.find((source) => source.id === id)
  }
}

const domainHash = (document: DomainDocument): string => sha256(canonicalJson(document))

/** Whether a file of this name can only be a workbook; any other name may hold one all the same. */
export const isWorkbookName = (file: string): boolean => /\.xls[xm]$/i.test(file)

/** Writes what a run pins. Repeated, it changes nothing. */
export async function keepDomain(store: ObjectStore, run: string, domain: PinnedDomain): Promise<void> {
  await store.create(keys.domain(run, domain.sha256), canonicalJson(domain.document))
}

// Named by content, so what is here is what a plan of that hash pinned, whichever run asks.
const seen = new Map<string, PinnedDomain>()
const MOST_SEEN = 8

/** What a run pinned. @throws RunDocumentError when it is gone, malformed, or not what the plan pinned */
export async function readDomain(store: ObjectStore, run: string, pinned: string): Promise<PinnedDomain> {
  const known = seen.get(pinned)
  if (known !== undefined) return known
  const key = keys.domain(run, pinned)
  const held = await store.get(key)
  if (held === undefined) throw new RunDocumentError(key, 'is missing')
  const parsed = domainDocumentSchema.safeParse(jsonOf(held.body))
  if (!parsed.success) throw new RunDocumentError(key, 'is not what a plan pins')
  const domain = new PinnedDomain(parsed.data)
  if (domain.sha256 !== pinned) throw new RunDocumentError(key, 'does not hold what the plan pinned')
  if (seen.size >= MOST_SEEN) seen.delete(seen.keys().next().value as string)
  seen.set(pinned, domain)
  return domain
}
