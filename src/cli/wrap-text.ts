import { displayColumns } from './display-columns.ts'

/** Where a text may be broken, the dearest last; each allows those before it as well. */
export const BREAKS = ['spaces', 'marks', 'joints', 'anywhere'] as const
export type Break = (typeof BREAKS)[number]

const PLACES: Readonly<Record<Break, RegExp>> = {
  spaces: /(?<= )(?=[^ ])/u,
  // Folders of a key, items of a list, and a date from its time of day.
  marks: /(?<=[/,]|\d-\d\dT)(?=\S)/u,
  joints: /(?<=\w{3}[-_.:])(?=\S)/u,
  anywhere: /(?=\P{M})/u,
}

/** The pieces of a text that may stand on lines of their own, each at most so many columns wide if the breaks allow that. */
const pieces = (text: string, columns: number, breaks: readonly Break[]): string[] => {
  const [first, ...dearer] = breaks
  if (first === undefined || displayColumns(text.trimEnd()) <= columns) return [text]
  return text.split(PLACES[first]).flatMap((piece) => pieces(piece, columns, dearer))
}

const upTo = (last: Break): Break[] => BREAKS.slice(0, BREAKS.indexOf(last) + 1)
const indentation = (text: string): string => /^ */.exec(text)?.[0] ?? ''

/** The least columns in which `wrapText` has no line that is too long. */
export const leastColumns = (text: string, last: Break): number =>
  Math.max(0, ...pieces(text.trimStart(), 0, upTo(last)).map((piece) => displayColumns(piece.trimEnd()))) +
  indentation(text).length

/**
 * The text in lines of at most so many columns, broken at the cheapest places. Lines after the first are indented as the first and by
 * `hanging` columns more. What the breaks that are allowed do not make short enough stays whole.
 */
export function wrapText(text: string, columns: number, last: Break = 'spaces', hanging = 0): string[] {
  if (displayColumns(text) <= columns) return [text]
  const indent = indentation(text)
  const lines: string[] = []
  let line = indent
  let isEmpty = true
  for (const piece of pieces(text.trimStart(), columns - indent.length - hanging, upTo(last))) {
    if (!isEmpty && displayColumns(line + piece.trimEnd()) > columns) {
      lines.push(line.trimEnd())
      line = `${indent}${' '.repeat(hanging)}`
    }
    line += piece
    isEmpty = false
  }
  return [...lines, line.trimEnd()]
}
