import { csvFormat } from './formats/csv-format.ts'
import { jsonLinesFormat } from './formats/json-lines-format.ts'
import { parquetFormat } from './formats/parquet-format.ts'
import { xlsxFormat } from './formats/xlsx-format.ts'
import type { SourceFormat } from './source-format.ts'

/** Every format there is a reader for, in the order in which a file is asked whether it is one. One more is one more file, and a line here. */
export const sourceFormats: readonly SourceFormat[] = [
  xlsxFormat,
  parquetFormat,
  jsonLinesFormat,
  // Last: any text may be one.
  csvFormat,
]
