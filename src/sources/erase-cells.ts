import type { CellErasure } from './cell-erasure.ts'
import { sourceFormats } from './source-formats.ts'

/**
 * Writes a copy of a source file without some of its cells; everything else, row numbers included, stays as it was. In a workbook the
 * texts that no cell names any more are taken out of the shared ones too.
 * @returns false, and writes nothing, for a format out of which nothing can be taken
 */
export async function eraseCells(format: string, erasure: CellErasure): Promise<boolean> {
  const erase = sourceFormats.find(({ id }) => id === format)?.erase
  await erase?.(erasure)
  return erase !== undefined
}
