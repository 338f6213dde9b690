import { NotAZipError } from '../errors.ts'
import type { BinaryFormat } from '../source-format.ts'

/** Office Open XML workbooks. */
export const xlsxFormat: BinaryFormat = {
  kind: 'binary',
  id: 'xlsx',
  endings: ['.xlsx', '.xlsm'],
  marks: [Buffer.from('PK\x03\x04'), Buffer.from('PK\x05\x06')],
  broken: (place) => new NotAZipError(place),
  open: async ({ path, place, limits }) => (await import('../open-xlsx.ts')).openXlsx(path, place, limits),
  erase: async (erasure) => (await import('../erase-workbook-cells.ts')).eraseWorkbookCells(erasure),
}
