import { z } from 'zod'
import type { Differences } from './count-differences.ts'

/** How much of what was published a release changed; beside the semantic version, which says what the schema does. */
export const impactSchema = z.enum(['none', 'small', 'large'])
export type Impact = z.infer<typeof impactSchema>

/** The share from which a loss blocks where nobody says otherwise. */
const LARGE = 0.2
/** One thing of a few is everyday, whatever share that is. */
const LEAST = 2

const isLarge = (some: number, of: number): boolean => some >= LEAST && some > LARGE * of

/**
 * `none` when no row differs and the columns are the same; `large` when more than a fifth of the rows came, went or say something else,
 * or a fifth of a column's values do, or the major version rose; `small` otherwise. Columns that only tell where values come from make
 * it small at most, and so does a dataset that only tells of entities.
 */
export function impactOf(
  found: Differences,
  { telling, tells, majorRose }: { telling: ReadonlySet<string>; tells: boolean; majorRose: boolean },
): Impact {
  const { added, removed, changed, changedValues, before, after } = found
  const shape = found.addedColumns.length + found.removedColumns.length + found.retypedColumns.length
  if (majorRose) return 'large'
  if (added + removed + changed + shape === 0) return 'none'
  if (tells) return 'small'
  const values = found.fields.filter(({ name }) => !telling.has(name))
  return isLarge(added + removed + changedValues, Math.max(before, after)) ||
    values.some((field) => isLarge(field.changed, Math.max(field.before, field.after)))
    ? 'large'
    : 'small'
}

const ORDER: readonly Impact[] = ['none', 'small', 'large']

/** The greatest of several; `none` of none. */
export const greatestImpact = (impacts: Iterable<Impact>): Impact =>
  [...impacts].reduce<Impact>((most, one) => (ORDER.indexOf(one) > ORDER.indexOf(most) ? one : most), 'none')
