import { mask } from '../../contracts/mask.ts'
import type { ColumnMapping } from '../../sources/map-columns.ts'
import { labelKey, labelSimilarity } from '../../types/text/label-similarity.ts'

/**
 * Labels of a sheet as they may be told. One that was found to mean a field, or nearly, is a label; any other is somebody's data until
 * proven otherwise, since a table without a header has its first row for one. Where half of them mean a field the row is a header, and
 * whoever maps the others must read them; addresses and numbers in them stay masked.
 */
export function shownLabels({ mapped, suggested, unmapped }: ColumnMapping): (label: string) => string {
  const known = new Set([...mapped, ...suggested].map(({ header }) => header))
  const isHeader = mapped.length >= LEAST_MAPPED && mapped.length >= unmapped.length
  return (label) => mask(label, isHeader || known.has(label) ? 'none' : 'personal')
}

const LEAST_MAPPED = 3

/** The name of a sheet that no table takes, likewise: it is told when it is much like one that is looked for. */
export const shownSheet = (name: string, wanted: readonly string[]): string =>
  mask(name, wanted.some((other) => labelSimilarity(labelKey(name), labelKey(other)) >= ALIKE) ? 'none' : 'personal')

/** The sheet that one which is missing may be called now. */
export function mostAlike(missing: string, others: readonly string[]): string | undefined {
  const [best] = others
    .map((name) => ({ name, likeness: labelSimilarity(labelKey(name), labelKey(missing)) }))
    .sort((a, b) => b.likeness - a.likeness)
  return best !== undefined && best.likeness >= ALIKE ? best.name : undefined
}

const ALIKE = 0.5
