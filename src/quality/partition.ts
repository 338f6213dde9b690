import { z } from 'zod'
import { sqlName } from '../engine/sql.ts'
import type { ColumnTypes } from './dataset-metrics.ts'
import { conjunction } from './expectation.ts'
import { memberMisfit, memberSql, membersShape, typeMisfit } from './members.ts'

const weights = z.array(z.number().min(0).max(1)).min(1).max(1000)

/** An expected distribution: named values, or bins of numbers (one edge more than weights), whose weights add up to one. */
export const partitionShape = z.union([
  z.strictObject({ values: membersShape, weights }),
  z.strictObject({ bins: z.array(z.number()).min(2).max(1001), weights }),
])
export type Partition = z.output<typeof partitionShape>

export function partitionMisfit(types: ColumnTypes, column: string, partition: Partition): string | undefined {
  const sum = partition.weights.reduce((total, weight) => total + weight, 0)
  if (Math.abs(sum - 1) > 1e-6) return `the weights of its partition add up to ${sum}, not to 1`
  if ('values' in partition)
    return partition.values.length === partition.weights.length
      ? memberMisfit(types, column, partition.values, 'its partition')
      : `its partition has ${partition.values.length} values and ${partition.weights.length} weights`
  if (partition.bins.length !== partition.weights.length + 1)
    return `its partition has ${partition.bins.length} edges and ${partition.weights.length} weights; edges are one more`
  const falls = partition.bins.some((edge, at) => at > 0 && edge <= (partition.bins[at - 1] as number))
  return falls ? 'the edges of its bins do not rise' : typeMisfit(types, column, 'number')
}

/** Rows of each part, then rows that lie in none. A bin holds its lower edge, the last one both. */
export function partitionCounts(column: string, partition: Partition, where: string) {
  const name = sqlName(column)
  const is = (sql: string) => conjunction(where, `coalesce(${sql}, false)`)
  if ('values' in partition)
    return {
      kind: 'counts',
      conditions: [
        ...partition.values.map((value) => is(`${name} = ${memberSql(value)}`)),
        is(`${name} NOT IN (${partition.values.map(memberSql).join(', ')})`),
      ],
    } as const
  const { bins } = partition
  const last = bins.length - 2
  const inside = bins
    .slice(0, -1)
    .map((edge, at) => `${name} >= ${edge} AND ${name} ${at === last ? '<=' : '<'} ${bins[at + 1]}`)
  return {
    kind: 'counts',
    conditions: [
      ...inside.map(is),
      is(`${name} IS NOT NULL AND NOT (${name} >= ${bins[0]} AND ${name} <= ${bins.at(-1)})`),
    ],
  } as const
}

/** Kullback–Leibler divergence (nats) of what was counted from what is expected; infinite where something excluded occurs. */
export function klDivergence(counts: readonly number[], { weights: expected }: Partition): number {
  const n = counts.reduce((sum, one) => sum + one, 0)
  let divergence = 0
  for (const [at, one] of counts.entries()) {
    if (one === 0) continue
    const weight = expected[at] ?? 0
    if (weight === 0) return Number.POSITIVE_INFINITY
    divergence += (one / n) * Math.log(one / n / weight)
  }
  return Math.max(0, divergence)
}
