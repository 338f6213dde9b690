import { labelKey } from '../text/label-similarity.ts'
import type { LabelledColumn } from './recogniser.ts'

/**
 * Which part of a value a column is, by its label alone: the label itself, or one that ends with it (`Billing city`).
 * @param labels of each part
 */
export function partOf(labels: Readonly<Record<string, readonly string[]>>) {
  const known = Object.entries(labels).flatMap(([part, names]) =>
    names.map((name): [string, string] => [labelKey(name), part]),
  )
  const exact = new Map(known)
  return (column: LabelledColumn): { readonly part: string; readonly confidence: number } | null => {
    const key = labelKey(column.label)
    const part = exact.get(key)
    if (part !== undefined) return { part, confidence: 0.95 }
    const ending = known.find(([name]) => key.endsWith(` ${name}`))
    if (ending === undefined) return null
    // `Surname and first name` says both: it is the whole.
    const before = ` ${key.slice(0, -ending[0].length)}`
    const saysMore = known.some(([name, other]) => other !== ending[1] && before.includes(` ${name} `))
    return saysMore ? null : { part: ending[1], confidence: 0.8 }
  }
}
