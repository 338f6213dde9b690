import type { ReviewPair } from '../resolve/review/index.ts'
import { table } from './table.ts'

const WIDTH = 24

/** Draws the steps of a waterfall: what speaks for one entity as `+`, what speaks against as `-`, the strongest as wide as a bar can be. */
export function weightBars(bits: readonly number[]): string[] {
  const most = Math.max(1, ...bits.map(Math.abs))
  return bits.map((value) =>
    value === 0 ? '' : (value < 0 ? '-' : '+').repeat(Math.max(1, Math.round((Math.abs(value) / most) * WIDTH))),
  )
}

/** A line a comparison of a pair: its level, its bits, and a bar of them. */
export function weightLines({ waterfall }: Pick<ReviewPair, 'waterfall'>, columns: number | undefined): string[] {
  const bars = weightBars(waterfall.map(({ bits, tfBits }) => bits + tfBits))
  return table(
    waterfall.map(({ comparison, label, bits, tfBits }, at) => [
      comparison,
      label,
      (bits + tfBits).toFixed(2),
      bars[at] as string,
    ]),
    columns,
  )
}
