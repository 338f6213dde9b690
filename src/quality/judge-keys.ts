import type { ColumnTypes } from './dataset-metrics.ts'
import { type Finding, type JudgeContext, judgeRows, type RowFindings } from './expectation.ts'

/** Rows with bad keys against `mostly`. Their values are not told: only hashes of them were kept. */
export const judgeKeys = ({ mostly }: JudgeContext, { checked, failed, places }: RowFindings): Finding =>
  judgeRows(
    mostly,
    checked,
    failed,
    places.map((place) => ({ ...place, shown: null })),
  )

/** Why columns cannot refer to those of another dataset, or undefined. */
export function referenceMisfit(
  columns: readonly string[],
  dataset: string,
  others: readonly string[],
  types: ColumnTypes,
  otherTypes: ColumnTypes | undefined,
): string | undefined {
  if (columns.length !== others.length) return `${columns.length} columns refer to ${others.length}`
  if (otherTypes === undefined) return `the run has no dataset ${dataset}`
  for (const [at, column] of columns.entries()) {
    const other = others[at] as string
    if (!otherTypes.has(other)) return `${dataset} has no column "${other}"`
    if (otherTypes.get(other) !== types.get(column))
      return `${column} holds ${types.get(column)} values and ${dataset}.${other} ${otherTypes.get(other)} values`
  }
  return undefined
}
