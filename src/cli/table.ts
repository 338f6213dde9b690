import { plainText } from './plain-text.ts'

/** Rows as lines of padded columns; numbers are set to the right. A header is simply the first row. */
export function table(rows: readonly (readonly (string | number | null | undefined)[])[]): string[] {
  const cells = rows.map((row) => row.map((cell) => plainText(cell)))
  const widths = cells.reduce<number[]>(
    (known, row) => row.map((cell, at) => Math.max(cell.length, known[at] ?? 0)),
    [],
  )
  return cells.map((row, at) =>
    row
      .map((cell, column) =>
        typeof rows[at]?.[column] === 'number' ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  )
}
