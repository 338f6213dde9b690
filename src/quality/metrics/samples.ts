import { mask } from '../../contracts/mask.ts'
import type { MeasureOptions } from './measure-options.ts'
import type { Sample } from './state.ts'

const MAX_SHOWN = 80

export const text = (value: unknown): string | null => (value === null || value === undefined ? null : String(value))

/** Failing rows as they may be kept: their place, and the values of `columns`, masked. */
export function samplesFrom(
  found: unknown,
  columns: readonly string[],
  { origin, pii }: Pick<MeasureOptions, 'origin' | 'pii'>,
): Sample[] {
  if (!Array.isArray(found)) return []
  return (found as Readonly<Record<string, unknown>>[]).map(({ place, ...shown }) => ({
    ...origin,
    at: scalar(place),
    shown: Object.keys(shown).length === 0 ? null : masked(Object.values(shown).map(text), columns, pii),
  }))
}

/** Values next to one another, each masked by its column's class, shortened. */
function masked(values: readonly (string | null)[], columns: readonly string[], pii: MeasureOptions['pii']): string {
  const joined = values
    .map((value, at) => (value === null ? '(empty)' : mask(value, pii[columns[at] ?? ''] ?? 'sensitive')))
    .join(' | ')
  return joined.length > MAX_SHOWN ? `${joined.slice(0, MAX_SHOWN - 1)}…` : joined
}

export const scalar = (value: unknown): number | string =>
  typeof value === 'bigint' || typeof value === 'number' ? Number(value) : String(value)
