import type { RecordColumns } from '../records/record-columns.ts'
import type { Comparison } from '../settings/linkage-model-shape.ts'
import { ConditionCompiler, type PairTest } from './compile-condition.ts'
import type { PatternCode } from './pattern-code.ts'

/** The gamma of one comparison for the rows at two positions. */
export function compileComparison(comparison: Comparison, columns: RecordColumns): (a: number, b: number) => number {
  const compiler = new ConditionCompiler(columns)
  const tests: PairTest[] = []
  const gammas: number[] = []
  for (const [at, level] of comparison.levels.entries()) {
    const condition = comparison.conditions?.[at]
    if (condition) tests.push(compiler.compile(condition))
    gammas.push(level.gamma)
  }
  const otherwise = gammas.at(-1) as number
  return (a, b) => {
    for (let at = 0; at < tests.length; at++) if ((tests[at] as PairTest)(a, b) === 1) return gammas[at] as number
    return otherwise
  }
}

/** Adds up the digits of the comparisons that are evaluated on positions; the others' digits are added in SQL. */
export function compilePattern(
  comparisons: readonly Comparison[],
  code: PatternCode,
  columns: RecordColumns,
): (a: Int32Array, b: Int32Array, out: Float64Array, count: number) => void {
  const parts = comparisons.flatMap((comparison, at) =>
    comparison.conditions ? [{ gamma: compileComparison(comparison, columns), radix: code.radix[at] as number }] : [],
  )
  return (a, b, out, count) => {
    for (let i = 0; i < count; i++) out[i] = 0
    for (const { gamma, radix } of parts)
      for (let i = 0; i < count; i++) out[i] = (out[i] as number) + (gamma(a[i] as number, b[i] as number) + 1) * radix
  }
}
