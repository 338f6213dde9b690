/** Rows from the top of a table: the texts of their cells. */
export type TopRows = readonly (readonly (string | null)[])[]

export type FoundHeader =
  | { readonly found: 'header'; readonly at: number }
  /** The first row looks like the rows below it. */
  | { readonly found: 'none' }

/** How wide a row of labels is at least, by what the rows below it fill. */
const WIDE = 0.6
/** The share of cells that may look like values among labels: a year may head a column. */
const FEW = 0.1
/** The share of its cells that come again below, from which a row is one of many. */
const RECURRING = 0.34
const SEARCHED = 25

/** A number, a day, an address of mail or web: what hardly ever is a label. */
function looksLikeValue(cell: string): boolean {
  const text = cell.trim()
  if (/^(?:19|20)\d\d$/.test(text)) return false
  if (/^[-+(]?[\d.,\s()/'-]*\d[\d.,\s()/'-]*%?$/.test(text)) return true
  return /^\S+@\S+\.\S+$/.test(text) || /^(?:https?:\/\/|www\.)/i.test(text) || text.length > 150
}

const filledCells = (row: readonly (string | null)[]): string[] => row.filter((cell) => cell !== null)

/** The middle of how many cells the rows fill. */
function usualWidth(rows: TopRows): number {
  const widths = rows.map((row) => filledCells(row).length).filter((width) => width > 0)
  return widths.sort((a, b) => a - b)[Math.floor(widths.length / 2)] ?? 0
}

/** Whether cells of the row stand again below it, each in its own column: kinds and towns do, labels do not. */
function recurs(row: readonly (string | null)[], below: TopRows): boolean {
  const filled = row.flatMap((cell, at) => (cell === null ? [] : [{ cell, at }]))
  const again = filled.filter(({ cell, at }) => below.some((other) => other[at] === cell))
  // A table that repeats its labels page by page repeats all of them.
  if (again.length === filled.length && filled.length > 1) return false
  return filled.length > 1 && again.length / filled.length >= RECURRING
}

/** The row with the labels: the first that is about as wide as those below it and holds no values. Titles above it are narrower. */
export function findHeader(rows: TopRows): FoundHeader {
  for (let at = 0; at < Math.min(rows.length, SEARCHED); at++) {
    const filled = filledCells(rows[at] ?? [])
    if (filled.length === 0) continue
    const below = rows.slice(at + 1)
    const wide = filled.length >= Math.max(1, WIDE * usualWidth(below))
    if (!wide) continue
    const values = filled.filter(looksLikeValue).length
    if (values / filled.length > FEW) return { found: 'none' }
    return recurs(rows[at] ?? [], below) ? { found: 'none' } : { found: 'header', at }
  }
  return { found: 'none' }
}
