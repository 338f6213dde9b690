import type { Level } from './linkage-model-shape.ts'

/** The answers of a comparison whose levels have these labels. */
export const gammasCalled = (levels: readonly Level[], labels: readonly string[]): ReadonlySet<number> =>
  new Set(levels.flatMap(({ label, gamma }) => (gamma >= 0 && labels.includes(label) ? [gamma] : [])))

/** The answers at which two are called otherwise: those that hold a pair back, or make it doubted. */
export const otherGammas = (
  { name, levels }: { readonly name: string; readonly levels: readonly Level[] },
  options: Readonly<Record<'held_levels' | 'doubted_levels', Readonly<Record<string, readonly string[]>>>>,
): ReadonlySet<number> =>
  gammasCalled(levels, [...(options.held_levels[name] ?? []), ...(options.doubted_levels[name] ?? [])])
