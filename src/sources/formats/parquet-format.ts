import { UnreadableParquetError } from '../errors.ts'
import type { BinaryFormat } from '../source-format.ts'

/** Apache Parquet. Cells are taken out of it by the data engine, not here. */
export const parquetFormat: BinaryFormat = {
  kind: 'binary',
  id: 'parquet',
  endings: ['.parquet'],
  marks: [Buffer.from('PAR1')],
  broken: (place) => new UnreadableParquetError('it does not begin as one', place),
  open: async ({ path, sheet, place, limits }) =>
    (await import('../open-parquet.ts')).openParquet(path, sheet, place, limits),
}
