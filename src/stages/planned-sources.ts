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

/**
 * The layout of one sheet of a file, or undefined when the profile ignores it. A file with a single table (CSV, JSONL, Parquet)
 * belongs to the sheet whose file patterns match its name; a source with one sheet takes any of its files.
 */
export function matchSheet(sources: PlannedSources, source: string, file: string, sheet: string, format: string) {
  const layouts =
    sources.profile.sources.find(({ id }) => id === source)?.sheets.filter((layout) => !layout.ignore) ?? []
  if (format === 'xlsx') return layouts.find((layout) => matchGlob(layout.sheet, sheet))
  return (
    layouts.find((layout) => (layout.files ?? []).some((pattern) => matchGlob(pattern, file))) ??
    (layouts.length === 1 ? layouts[0] : undefined)
  )
}
