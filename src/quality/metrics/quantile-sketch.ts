/** The relative error of a quantile's value. */
export const QUANTILE_ACCURACY = 0.005

const GAMMA = (1 + QUANTILE_ACCURACY) / (1 - QUANTILE_ACCURACY)

/**
 * DDSketch (Masson, Rim, Lee 2019): how many values fall into each bucket of logarithmic width. Merging adds counts, so the merged
 * sketch is the sketch of the whole.
 */
export interface QuantileState {
  readonly kind: 'quantiles'
  readonly n: number
  readonly zero: number
  /** Bucket → count, as `[bucket, count]` sorted by bucket. */
  readonly positive: readonly (readonly [number, number])[]
  readonly negative: readonly (readonly [number, number])[]
}

/** SQL that puts the finite values of a numeric expression into buckets: columns `side` (-1, 0, 1), `bucket`, `n`. */
export const bucketQuery = (value: string, table: string, where: string): string => `
  SELECT sign(v)::INTEGER AS side, CASE WHEN v = 0 THEN 0 ELSE ceil(ln(abs(v)) / ${Math.log(GAMMA)})::INTEGER END AS bucket, count(*) AS n
  FROM (SELECT CAST(${value} AS DOUBLE) AS v FROM ${table} WHERE ${where}) WHERE isfinite(v) GROUP BY ALL`

/** The state from the rows of `bucketQuery`. */
export function quantileState(rows: readonly { side: number; bucket: number; n: number }[]): QuantileState {
  const side = (wanted: number) =>
    rows
      .filter((row) => row.side === wanted)
      .map(({ bucket, n }) => [bucket, n] as const)
      .sort(([a], [b]) => a - b)
  return {
    kind: 'quantiles',
    n: rows.reduce((sum, { n }) => sum + n, 0),
    zero: rows.find((row) => row.side === 0)?.n ?? 0,
    positive: side(1),
    negative: side(-1),
  }
}

export function mergeQuantiles(states: readonly QuantileState[]): QuantileState {
  const add = (pick: (state: QuantileState) => QuantileState['positive']) => {
    const counts = new Map<number, number>()
    for (const state of states) for (const [bucket, n] of pick(state)) counts.set(bucket, (counts.get(bucket) ?? 0) + n)
    return [...counts].sort(([a], [b]) => a - b)
  }
  return {
    kind: 'quantiles',
    n: states.reduce((sum, { n }) => sum + n, 0),
    zero: states.reduce((sum, { zero }) => sum + zero, 0),
    positive: add(({ positive }) => positive),
    negative: add(({ negative }) => negative),
  }
}

/** The values at some quantiles (0…1), each within `QUANTILE_ACCURACY` of the true one; null where there are no values. */
export function quantileValues(state: QuantileState, quantiles: readonly number[]): (number | null)[] {
  if (state.n === 0) return quantiles.map(() => null)
  const ascending = [
    ...state.negative.toReversed().map(([bucket, n]) => ({ value: -bucketValue(bucket), n })),
    { value: 0, n: state.zero },
    ...state.positive.map(([bucket, n]) => ({ value: bucketValue(bucket), n })),
  ]
  return quantiles.map((quantile) => {
    const rank = quantile * (state.n - 1)
    let below = 0
    for (const { value, n } of ascending) {
      below += n
      if (below > rank) return value
    }
    return ascending.findLast(({ n }) => n > 0)?.value ?? null
  })
}

/** The value that no member of a bucket, between γ^(k−1) and γ^k, is further from than the accuracy. */
const bucketValue = (bucket: number): number => (2 * GAMMA ** bucket) / (GAMMA + 1)
