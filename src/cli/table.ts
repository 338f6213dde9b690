import { displayColumns } from './display-columns.ts'
import { plainText } from './plain-text.ts'
import { BREAKS, type Break, leastColumns, wrapText } from './wrap-text.ts'

type Cell = string | number | null | undefined

const GAP = 2
const NARROWEST = 4

/**
 * Rows as lines of padded columns; numbers are set to the right. A header is simply the first row.
 * @param columns of the screen the table must fit: the widest columns are made narrower and their cells take several lines.
 *   Without it every row is one line, as programs read it.
 */
export function table(rows: readonly (readonly Cell[])[], columns?: number): string[] {
  const cells = rows.map((row) => row.map((cell) => plainText(cell)))
  const widths = perColumn(cells, displayColumns)
  const step = columns === undefined ? 'spaces' : shrink(cells, widths, columns)
  return cells.flatMap((row, at) => {
    const wrapped = row.map((cell, column) => wrapText(cell, widths[column] ?? 0, step))
    const height = Math.max(1, ...wrapped.map((lines) => lines.length))
    return Array.from({ length: height }, (_, line) =>
      wrapped
        .map((lines, column) => {
          const text = lines[line] ?? ''
          const space = ' '.repeat(Math.max(0, (widths[column] ?? 0) - displayColumns(text)))
          return typeof rows[at]?.[column] === 'number' ? `${space}${text}` : `${text}${space}`
        })
        .join(' '.repeat(GAP))
        .trimEnd(),
    )
  })
}

const perColumn = (cells: readonly (readonly string[])[], measure: (cell: string) => number): number[] =>
  cells.reduce<number[]>((known, row) => {
    for (const [at, cell] of row.entries()) known[at] = Math.max(measure(cell), known[at] ?? 0)
    return known
  }, [])

/** Takes from the widest column until the table fits, words whole while that is enough. Gives where cells are broken then. */
function shrink(cells: readonly (readonly string[])[], widths: number[], columns: number): Break {
  const total = () => widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1)
  for (const step of BREAKS) {
    const least = perColumn(cells, (cell) =>
      Math.min(displayColumns(cell), Math.max(NARROWEST, leastColumns(cell, step))),
    )
    while (total() > columns) {
      const slack = widths.map((width, at) => (width > (least[at] ?? 0) ? width : 0))
      const widest = slack.indexOf(Math.max(...slack))
      if ((slack[widest] ?? 0) === 0) break
      widths[widest] = (widths[widest] ?? 0) - 1
    }
    if (total() <= columns) return step
  }
  return 'anywhere'
}
