import { z } from 'zod'
import { boundsMisfit, judgeBounds } from '../bounds.ts'
import { aggregateKind, whole } from '../expectation.ts'
import { typeMisfit } from '../members.ts'
import { QUANTILE_ACCURACY, quantileValues } from '../metrics/quantile-sketch.ts'
import { quantiles } from '../metrics/requests.ts'
import { percent, range, shownNumber } from '../phrases.ts'

const boundsAt = (asked: { value_ranges: readonly (readonly [number | null, number | null])[] }, at: number) => {
  const [min, max] = asked.value_ranges[at] ?? [null, null]
  return { min_value: min ?? undefined, max_value: max ?? undefined }
}

/** Quantiles of a numeric column lie in ranges; from a sketch that is within half a percent of the value. */
export const columnQuantileValuesToBeBetween = aggregateKind(
  'expect_column_quantile_values_to_be_between',
  'Quantiles of a numeric column lie in ranges; from a sketch that is within half a percent of the value.',
  {
    column: z.string().min(1),
    quantile_ranges: z.strictObject({
      quantiles: z.array(z.number().min(0).max(1)).min(1).max(100),
      value_ranges: z
        .array(z.tuple([z.number().nullable(), z.number().nullable()]))
        .min(1)
        .max(100),
    }),
  },
  ({ column, quantile_ranges: asked }) => ({
    columns: [column],
    sentence: `Of ${column}, ${asked.quantiles.map((quantile, at) => `the ${percent(quantile)} quantile is ${range(boundsAt(asked, at))}`).join(', ')}.`,
    misfit: ({ types }) =>
      (asked.quantiles.length === asked.value_ranges.length
        ? undefined
        : `${asked.quantiles.length} quantiles have ${asked.value_ranges.length} ranges`) ??
      asked.quantiles.map((_, at) => boundsMisfit(boundsAt(asked, at))).find((why) => why !== undefined) ??
      typeMisfit(types, column, 'number'),
    asks: ({ where }) => [{ metric: quantiles(column, where) }],
    judge: ({ state, where }) => {
      const found = state(quantiles(column, where))
      const values = quantileValues(found, asked.quantiles)
      if (found.n === 0) return whole('failed', `${column} has no numbers.`, null)
      const outcomes = values.map((value, at) =>
        judgeBounds(value ?? Number.NaN, boundsAt(asked, at), Math.abs(value ?? 0) * QUANTILE_ACCURACY),
      )
      const outcome = outcomes.includes('failed') ? 'failed' : outcomes.includes('uncertain') ? 'uncertain' : 'passed'
      const shown = values
        .map((value, at) => `${percent(asked.quantiles[at] ?? 0)}: ${shownNumber(value ?? Number.NaN)}`)
        .join(', ')
      const doubt = outcome === 'uncertain' ? ' One of them is too near to its bound to tell.' : ''
      return whole(outcome, `The quantiles are ${shown}, each within ${percent(QUANTILE_ACCURACY)}.${doubt}`, shown, {
        checked: found.n,
      })
    },
  }),
)
