const WIDTH = 24

/** Draws the steps of a waterfall: what speaks for one entity as `+`, what speaks against as `-`, the strongest as wide as a bar can be. */
export function weightBars(bits: readonly number[]): string[] {
  const most = Math.max(1, ...bits.map(Math.abs))
  return bits.map((value) =>
    value === 0 ? '' : (value < 0 ? '-' : '+').repeat(Math.max(1, Math.round((Math.abs(value) / most) * WIDTH))),
  )
}
