import { isWorkbookName, type PinnedDomain } from '../../ledger/pinned-domain.ts'
import type { RefineItem, SourceFilePin } from '../../ledger/plan-document.ts'

/** What is known of a source file from its listing alone. */
export type PlannedFile = Pick<SourceFilePin, 'source' | 'file' | 'size'>

/** One refine shard for so many bytes of source file. */
const SHARD_BYTES = 64 * 1024 * 1024

/** The items of the two Maps: one file each to Ingest, one shard of a sheet each to Refine. */
export function itemLists<Source extends PlannedFile>(
  files: readonly Source[],
  { sources }: PinnedDomain['compiled'],
): { ingestItems: (Source & { index: number; bytes: number })[]; refineItems: RefineItem[] } {
  const ingestItems = files.map((source, index) => ({ ...source, index, bytes: source.size }))
  const refineItems: RefineItem[] = []
  for (const item of ingestItems) {
    const tables = sources.find(({ id }) => id === item.source)?.tables.filter(({ ignore }) => !ignore) ?? []
    const of = Math.max(1, Math.ceil(item.size / SHARD_BYTES))
    // What has no workbook's name is one shard's sheets, whatever the reader finds and calls them.
    const sheets = isWorkbookName(item.file) ? [...new Set(tables.map(({ sheet }) => sheet ?? '*'))] : ['*']
    for (const sheet of sheets)
      for (let part = 0; part < of; part++)
        refineItems.push({
          index: refineItems.length,
          ingest: item.index,
          source: item.source,
          file: item.file,
          sheet,
          part,
          of,
          bytes: Math.ceil(item.size / sheets.length / of),
        })
  }
  return { ingestItems, refineItems }
}
