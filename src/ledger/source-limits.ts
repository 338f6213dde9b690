import type { Configuration } from '../config/index.ts'
import type { SourceLimits } from '../sources/index.ts'
import { defaultSourceLimits } from '../sources/sheet-source.ts'

/** The limits that source files are ingested under. */
export const sourceLimits = (ingest: Configuration['ingest']): SourceLimits => ({
  maxCellCharacters: ingest.max_cell_characters,
  maxColumns: ingest.max_columns,
  maxEntryBytes: ingest.max_entry_bytes,
  maxCompressionRatio: ingest.max_compression_ratio,
  maxHeldBytes: ingest.max_held_bytes,
})

/** The limits that files are looked through under for a person: none narrower than any that they were ingested under. */
export function erasureLimits(pipelines: readonly Configuration['ingest'][]): SourceLimits {
  const limits = pipelines.map(sourceLimits)
  const wider = (key: Exclude<keyof SourceLimits, 'maxRows'>) =>
    Math.max(defaultSourceLimits[key], ...limits.map((one) => one[key]))
  return {
    maxCellCharacters: wider('maxCellCharacters'),
    maxColumns: wider('maxColumns'),
    maxEntryBytes: wider('maxEntryBytes'),
    maxCompressionRatio: wider('maxCompressionRatio'),
    maxHeldBytes: wider('maxHeldBytes'),
  }
}
