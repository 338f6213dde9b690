import { basename } from 'node:path'
import {
  type Configuration,
  loadPipeline,
  loadProfile,
  matchGlob,
  type Pipeline,
  type Profile,
  resolveConfiguration,
} from '../config/index.ts'
import type { Plan } from './plan-document.ts'

export interface PlannedSources {
  readonly pipeline: Pipeline
  readonly profile: Profile
  readonly configuration: Configuration
  readonly priority: Readonly<Record<string, number>>
  readonly title: Readonly<Record<string, string>>
  dateOrder(source: string, contract: string): 'dmy' | 'mdy' | 'ymd'
  /** Sheets a workbook of this source must have; none for single-table formats. */
  requiredSheets(source: string, format: string): string[]
}

const cache = new Map<string, Promise<PlannedSources>>()

/** The profile and configuration that the plan pinned, loaded once a process. */
export function plannedSources(plan: Pick<Plan, 'pipeline' | 'profile' | 'set'>): Promise<PlannedSources> {
  const key = JSON.stringify([plan.pipeline, plan.profile, plan.set])
  const found = cache.get(key) ?? load(plan)
  cache.set(key, found)
  return found
}

async function load(plan: Pick<Plan, 'pipeline' | 'profile' | 'set'>): Promise<PlannedSources> {
  const pipeline = await loadPipeline(plan.pipeline)
  const profile = await loadProfile(plan.profile)
  const { values } = resolveConfiguration({ pipeline, profile, set: [...plan.set] })
  const byId = new Map(profile.sources.map((source) => [source.id, source]))
  return {
    pipeline,
    profile,
    configuration: values,
    priority: Object.fromEntries(profile.sources.map((source) => [source.id, source.priority])),
    title: Object.fromEntries(profile.sources.map((source) => [source.id, source.title])),
    dateOrder: (source, contract) =>
      byId.get(source)?.sheets.find((sheet) => sheet.contract === contract)?.date_order ?? 'dmy',
    requiredSheets: (source, format) =>
      format === 'xlsx'
        ? (byId.get(source)?.sheets ?? [])
            .filter((sheet) => !sheet.ignore && !/[*?]/.test(sheet.sheet))
            .map((sheet) => sheet.sheet)
        : [],
  }
}

/** Whether a file of this name can only be a workbook; any other name may hold one all the same. */
export const isWorkbookName = (file: string): boolean => /\.xls[xm]$/i.test(file)

/**
 * The layout of one sheet of a file, or undefined when the profile ignores it. A file with a single table (CSV, JSONL, Parquet)
 * belongs to the sheet whose file patterns match its name; a source with one sheet takes any of its files.
 */
export function matchSheet(sources: PlannedSources, source: string, file: string, sheet: string, format: string) {
  const known = sources.profile.sources.find(({ id }) => id === source)
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
