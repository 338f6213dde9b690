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

/** The limits that files are looked through under for a person: none narrower than the ones that they were ingested under. */
export function erasureLimits(ingest: Configuration['ingest']): SourceLimits {
  const limits = sourceLimits(ingest)
  const wider = (key: Exclude<keyof SourceLimits, 'maxRows'>) => Math.max(limits[key], defaultSourceLimits[key])
  return {
    maxCellCharacters: wider('maxCellCharacters'),
    maxColumns: wider('maxColumns'),
    maxEntryBytes: wider('maxEntryBytes'),
    maxCompressionRatio: wider('maxCompressionRatio'),
    maxHeldBytes: wider('maxHeldBytes'),
  }
}
