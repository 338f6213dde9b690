import { z } from 'zod'
import { aggregateKind, whole } from '../expectation.ts'
import { klDivergence, partitionCounts, partitionMisfit, partitionShape } from '../partition.ts'
import { rowsOf, shownNumber } from '../phrases.ts'

/** The distribution of a column is near an expected one: named values with weights, or bins of numbers with weights. */
export const columnKlDivergenceToBeLessThan = aggregateKind(
  'expect_column_kl_divergence_to_be_less_than',
  'The distribution of a column is near an expected one: named values with weights, or bins of numbers with weights.',
  { column: z.string().min(1), partition_object: partitionShape, threshold: z.number().min(0) },
  ({ column, partition_object: partition, threshold }) => ({
    columns: [column],
    sentence: `The distribution of ${column} differs from the expected one by less than ${threshold} (Kullback–Leibler divergence).`,
    misfit: ({ types }) => partitionMisfit(types, column, partition),
    asks: ({ where }) => [{ metric: partitionCounts(column, partition, where) }],
    judge: ({ state, where }) => {
      const { counts } = state(partitionCounts(column, partition, where))
      const n = counts.reduce((sum, one) => sum + one, 0)
      if (n === 0) return whole('failed', `${column} has no values.`, null)
      const divergence = klDivergence(counts, partition)
      const shown = Number.isFinite(divergence)
        ? shownNumber(divergence)
        : 'infinite: there are values that the expected distribution excludes'
      return whole(
        divergence < threshold,
        `The divergence is ${shown}, of ${rowsOf(n)}.`,
        Number.isFinite(divergence) ? divergence : null,
        { checked: n },
      )
    },
  }),
)
