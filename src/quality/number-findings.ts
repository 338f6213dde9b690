import { type Bounds, judgeBounds } from './bounds.ts'
import { type Finding, whole } from './expectation.ts'
import type { StateOf } from './metrics/state.ts'
import { count, range, rowsOf, shownNumber } from './phrases.ts'

/** Units of the exact sums. */
const UNIT = 1e9

export interface NumberFacts {
  readonly n: number
  readonly sum: number
  readonly mean: number
  /** Sample standard deviation; null below two numbers, or where squares were left out. */
  readonly deviation: number | null
}

/** The exact sum to double precision, and what follows from it; undefined where there is nothing, or something that no sum can hold. */
export function numberFacts({
  n,
  sum,
  squares,
  nan,
  infinite,
  beyond,
  wide,
}: StateOf<'numbers'>): NumberFacts | undefined {
  if (n === 0 || nan + infinite + beyond > 0) return undefined
  const total = BigInt(sum)
  const exact = ratio(total, 1n)
  const variance = n < 2 || wide > 0 ? null : Math.max(0, ratio(BigInt(squares), 1n) - exact * (exact / n)) / (n - 1)
  return { n, sum: exact, mean: ratio(total, BigInt(n)), deviation: variance === null ? null : Math.sqrt(variance) }
}

/** An amount in units of 1e-9, divided by a whole number, as a double. */
function ratio(amount: bigint, divisor: bigint): number {
  const whole = amount / divisor
  const rest = Number(amount % divisor) / Number(divisor)
  return Number(whole / 1_000_000_000n) + (Number(whole % 1_000_000_000n) + rest) / UNIT
}

/** Why there is no sum, mean or deviation, as a finding that fails. */
export function noNumbers(column: string, { n, nan, infinite, beyond, wide }: StateOf<'numbers'>): Finding {
  const parts = [
    ...(nan > 0 ? [`${count(nan)} not a number`] : []),
    ...(infinite > 0 ? [`${count(infinite)} infinite`] : []),
    ...(beyond > 0 ? [`${count(beyond)} beyond 1e18, which no exact sum holds`] : []),
    ...(nan + infinite + beyond === 0 && wide > 0 ? [`${count(wide)} beyond 1e9, whose squares are not summed`] : []),
  ]
  const found =
    parts.length > 0
      ? `It cannot be computed: of the values in ${column} ${parts.join(', ')}.`
      : `${column} has ${n === 0 ? 'no numbers' : 'a single number'}.`
  return whole('failed', found, null, { checked: n })
}

/** One number against its bounds. */
export function boundedFinding(name: string, observed: number, bounds: Bounds, checked: number, error = 0): Finding {
  const outcome = judgeBounds(observed, bounds, error)
  const give = error === 0 ? '' : ` ± ${shownNumber(error)}`
  const doubt = outcome === 'uncertain' ? ` That is too near to ${range(bounds)} to tell.` : ''
  return whole(outcome, `The ${name} is ${shownNumber(observed)}${give}, of ${rowsOf(checked)}.${doubt}`, observed, {
    checked,
    error: error === 0 ? null : error,
  })
}
