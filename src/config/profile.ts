import { z } from 'zod'
import { contracts } from '../contracts/registry.ts'

/** What a profile, source or pipeline may be called: safe in a path, a key and a table's name. */
export const ID_PATTERN = /^[a-z0-9][a-z0-9_-]*$/

export const idSchema = z.string().max(64).regex(ID_PATTERN, 'must be lower-case letters, digits, _ and -')

const pattern = z
  .string()
  .min(1)
  .refine((text) => !/[/\\]/.test(text), 'must be a pattern for the name alone, without a folder')

const text = z.string().trim().min(1)

const sourceContracts = [...contracts.values()].filter(({ kind }) => kind === 'source').map(({ id }) => id)

const contractName = z
  .string()
  .refine((id) => sourceContracts.includes(id), `must be a source contract: ${sourceContracts.join(', ')}`)

const sheetSchema = z.strictObject({
  /** Name or pattern of a workbook's sheet. A name without `*` or `?` is a sheet that each workbook must have. */
  sheet: text,
  contract: contractName,
  /** How a date such as 03/04/2025 reads. */
  date_order: z.enum(['dmy', 'mdy', 'ymd']).default('dmy'),
  ignore: z.boolean().optional(),
  /** Patterns for files of a single table (CSV, JSONL, Parquet) that hold what this sheet holds. */
  files: z.array(pattern).min(1).optional(),
})

const sourceSchema = z.strictObject({
  id: idSchema,
  title: text,
  /** Which source is believed when two disagree: the higher one. */
  priority: z.int(),
  /** Patterns for the names of its files; `*` and `?`, case ignored. */
  files: z.array(pattern).min(1),
  sheets: z.array(sheetSchema).min(1),
  ignored_sheets: z.array(text).optional(),
})

const jsonFile = z.string().regex(/\.json$/i, 'must be a .json file')

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain, such as gmail.com')

export const profileSchema = z
  .strictObject({
    id: idSchema,
    display_name: text,
    country_code: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code, such as ZA'),
    sources: z.array(sourceSchema).min(1),
    column_synonyms: z.record(z.string(), z.record(z.string(), z.array(text))).default({}),
    free_mail_domains: z.array(domain).default([]),
    /** Linkage settings: what is compared and how (docs/reference/linkage-settings.md). Paths are the package's. */
    linkage: z.strictObject({ organizations: jsonFile.default('profiles/linkage/organizations.json') }).prefault({}),
    settings: z.record(z.string(), z.unknown()).default({}),
  })
  .check(({ value, issues }) => {
    const report = (path: (string | number)[], message: string) =>
      issues.push({ code: 'custom', input: value, path, message })
    const seen = { id: new Set<unknown>(), priority: new Set<unknown>() }
    for (const [at, source] of value.sources.entries()) {
      for (const key of ['id', 'priority'] as const) {
        if (seen[key].has(source[key]))
          report(['sources', at, key], `must differ from every other source's; ${source[key]} is taken`)
        seen[key].add(source[key])
      }
      const names = new Set<string>()
      for (const [index, { sheet }] of source.sheets.entries()) {
        if (names.has(sheet.toLowerCase())) report(['sources', at, 'sheets', index, 'sheet'], 'is there twice')
        names.add(sheet.toLowerCase())
      }
    }
    for (const [contract, fields] of Object.entries(value.column_synonyms)) {
      if (!sourceContracts.includes(contract)) {
        report(['column_synonyms', contract], `must be a source contract: ${sourceContracts.join(', ')}`)
        continue
      }
      const known = contracts.get(contract)?.fields.map(({ name }) => name) ?? []
      for (const field of Object.keys(fields))
        if (!known.includes(field))
          report(['column_synonyms', contract, field], `must be a field of ${contract}: ${known.join(', ')}`)
    }
  })

/** How an industry's files look: sources, sheets, terms, and settings of its own. */
export type Profile = z.output<typeof profileSchema>

/** One source of a profile: whose files it claims and what their sheets hold. */
export type SourceProfile = z.output<typeof sourceSchema>

/** One sheet of a source, and the contract its rows keep. */
export type SheetLayout = z.output<typeof sheetSchema>
