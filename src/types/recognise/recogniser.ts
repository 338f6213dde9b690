import { labelKey, labelSimilarity } from '../text/label-similarity.ts'
import { saysNothing } from '../text/says-nothing.ts'

/** A column as a file shows it. */
export interface LabelledColumn {
  /** The header's text; empty when it has none. */
  readonly label: string
  /** Cells that are not blank, some hundreds at most, as they stand. */
  readonly sample: readonly string[]
  /** ISO 3166-1 alpha-2 of the domain, for what only a country can tell. */
  readonly country: string
}

export interface RecognisedBy {
  /** Labels that mean this type, in the languages that spreadsheets are written in; words in any order and case. */
  readonly labels: readonly string[]
  /** Labels that mean another one although they are alike: `email status`, `phone type`. */
  readonly otherLabels?: readonly string[]
  /** Whether one cell, on its own, may be a value of this type. */
  readonly holds: (cell: string, column: LabelledColumn) => boolean
  /** Cells that are surely of another type: where a fifth are, a label of either sense is not believed. */
  readonly denies?: (cell: string) => boolean
  /** How sure a column of nothing but such cells is without any label: 0 (any text) to 1 (nothing else looks like it). */
  readonly distinctive: number | ((column: LabelledColumn) => number)
}

/** Labels as lines of `one, another`. */
export const listed = (...lines: readonly string[]): readonly string[] => lines.flatMap((line) => line.split(', '))

/** The share of cells from which a column speaks for the type by its content, and under which it speaks against. */
const MOSTLY = 0.8
const HARDLY = 0.4
/** The share of cells from which on those that are surely another type's speak against. */
const DENIED = 0.2

/**
 * How sure it is that a column holds a type: label and content together. A label that says so is believed unless the cells speak
 * against; cells are believed without a label as far as they are distinctive. 0 to 1, rising in both.
 */
export function recogniser({ labels, otherLabels = [], holds, denies, distinctive }: RecognisedBy) {
  const known = labels.map(labelKey)
  const others = otherLabels.map(labelKey)
  return (whole: LabelledColumn): number => {
    const named = labelLikeness(whole.label, known, others)
    if (whole.sample.length === 0) return named * 0.8
    // Who writes `vacant` says nothing of what else stands in the column.
    const said = whole.sample.filter((cell) => !saysNothing(cell))
    const column = said.length === 0 ? whole : { ...whole, sample: said }
    const share = column.sample.filter((cell) => holds(cell, column)).length / column.sample.length
    const isDenied = denies !== undefined && column.sample.filter(denies).length >= DENIED * column.sample.length
    if (share < HARDLY || isDenied) return named * share * 0.5
    const most = typeof distinctive === 'number' ? distinctive : distinctive(column)
    const shown = share >= MOSTLY ? most : most * share * 0.5
    return Math.max(shown, named * (0.6 + 0.4 * share), named > 0.7 ? 1 - (1 - named * 0.9) * (1 - shown) : 0)
  }
}

/** 1 for a label that is known, or ends with one that is (`Customer e-mail`); less for one that is nearly so. */
function labelLikeness(label: string, known: readonly string[], others: readonly string[]): number {
  const key = labelKey(label)
  if (key === '') return 0
  const near = (list: readonly string[]) => list.reduce((most, one) => Math.max(most, likeness(key, one)), 0)
  const named = near(known)
  return named === 0 || near(others) > named ? 0 : named
}

function likeness(key: string, known: string): number {
  if (key === known) return 1
  if (key.endsWith(` ${known}`)) return 0.9
  if (key.startsWith(`${known} `) && /^\d+$/.test(key.slice(known.length + 1))) return 0.95
  const alike = labelSimilarity(key, known)
  return alike >= 0.85 ? alike * 0.9 : 0
}
