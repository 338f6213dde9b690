import type { Engine } from '../../engine/engine.ts'
import type { ListColumn, RecordColumns, TextColumn } from './record-columns.ts'

/** Fills the columns from the table of records, which must be in the order of `position`. One pass, streamed. */
export async function loadColumns(engine: Engine, table: string, columns: RecordColumns): Promise<void> {
  const texts = [...columns.texts.values()]
  const lists = [...columns.lists.values()]
  const numbers = [...columns.numbers.values()]
  const flags = [...columns.flags.values()]
  if (texts.length + lists.length + numbers.length + flags.length === 0) return
  const select = [
    ...texts.map(({ sql }) => `CAST((${sql}) AS VARCHAR)`),
    ...lists.map(({ sql }) => `TRY_CAST((${sql}) AS VARCHAR[])`),
    ...numbers.map(({ sql }) => `TRY_CAST((${sql}) AS DOUBLE)`),
    ...flags.map(({ sql }) => `CAST((${sql}) AS BOOLEAN)`),
  ]
  let row = 0
  const filled = new Int32Array(lists.length)
  for await (const { columns: values, rowCount } of engine.columns(`SELECT ${select.join(', ')} FROM ${table}`)) {
    let at = 0
    for (const column of texts) fillTexts(column, values[at++] as (string | null)[], row)
    for (const [index, column] of lists.entries())
      filled[index] = fillLists(
        column,
        values[at++] as ({ items: (string | null)[] } | null)[],
        row,
        filled[index] as number,
      )
    for (const column of numbers)
      for (const [i, value] of (values[at++] as (number | null)[]).entries())
        column.values[row + i] = value === null ? Number.NaN : value
    for (const column of flags)
      for (const [i, value] of (values[at++] as (boolean | null)[]).entries())
        column.values[row + i] = value === null ? -1 : value ? 1 : 0
    row += rowCount
  }
  for (const column of texts) countValues(column)
  for (const { domain } of [...texts, ...lists]) domain.seal()
}

function fillTexts(column: TextColumn, values: readonly (string | null)[], row: number): void {
  const { codes, domain } = column
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value !== null && value !== undefined) codes[row + i] = domain.code(value)
  }
}

function fillLists(
  column: ListColumn,
  values: readonly ({ items: readonly (string | null)[] } | null)[],
  row: number,
  filled: number,
): number {
  let at = filled
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value === null || value === undefined) column.isNull[row + i] = 1
    else {
      const codes = [...new Set(value.items.flatMap((item) => (item === null ? [] : [column.domain.code(item)])))].sort(
        (a, b) => a - b,
      )
      if (at + codes.length > column.codes.length) {
        const larger = new Int32Array((at + codes.length) * 2)
        larger.set(column.codes)
        column.codes = larger
      }
      for (const code of codes) column.codes[at++] = code
    }
    column.starts[row + i + 1] = at
  }
  return at
}

function countValues(column: TextColumn): void {
  column.counts = new Int32Array(column.domain.size)
  for (const code of column.codes) {
    if (code < 0) continue
    column.counts[code] = (column.counts[code] as number) + 1
    column.present++
  }
}
