import type { RecordColumns } from '../records/record-columns.ts'
import type { Comparison } from '../settings/linkage-model-shape.ts'
import { ConditionCompiler, MOST_PAIRS, type Pairs } from './compile-condition.ts'
import type { PatternCode } from './pattern-code.ts'

/** Writes the gamma of one comparison for each pair. A level is asked only about the pairs that no level before it took. */
function compileComparison(
  comparison: Comparison,
  columns: RecordColumns,
): (pairs: Pairs, count: number, gammas: Int8Array) => void {
  const compiler = new ConditionCompiler(columns)
  const levels = comparison.levels.flatMap(({ gamma }, at) => {
    const condition = comparison.conditions?.[at]
    return condition ? [{ test: compiler.compile(condition), gamma }] : []
  })
  const otherwise = comparison.levels.at(-1)?.gamma as number
  const open = new Int32Array(MOST_PAIRS)
  const truth = new Int8Array(MOST_PAIRS)
  return (pairs, count, gammas) => {
    for (let i = 0; i < count; i++) {
      open[i] = i
      gammas[i] = otherwise
    }
    let remaining = count
    for (const { test, gamma } of levels) {
      test(pairs, open, remaining, truth)
      let kept = 0
      for (let k = 0; k < remaining; k++) {
        if (truth[k] === 1) gammas[open[k] as number] = gamma
        else open[kept++] = open[k] as number
      }
      remaining = kept
    }
  }
}

/** Adds up the digits of the comparisons that are evaluated on positions; the others' digits are added in SQL. At most 2,048 pairs a call. */
export function compilePattern(
  comparisons: readonly Comparison[],
  code: PatternCode,
  columns: RecordColumns,
): (a: Int32Array, b: Int32Array, out: Float64Array, count: number) => void {
  const parts = comparisons.flatMap((comparison, at) =>
    comparison.conditions ? [{ gammas: compileComparison(comparison, columns), radix: code.radix[at] as number }] : [],
  )
  const found = new Int8Array(MOST_PAIRS)
  let chunk = 0
  return (a, b, out, count) => {
    chunk++
    out.fill(0, 0, count)
    for (const { gammas, radix } of parts) {
      gammas({ a, b, chunk }, count, found)
      for (let i = 0; i < count; i++) out[i] = (out[i] as number) + ((found[i] as number) + 1) * radix
    }
  }
}
