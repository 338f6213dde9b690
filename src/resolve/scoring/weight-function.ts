import type { Engine } from '../../engine/engine.ts'
import { functionName } from '../records/prepare-records.ts'
import type { PairWeights } from './pair-weights.ts'

/** Makes the weight of a pair an SQL function of its positions and pattern. @returns its name */
export function weightFunction(engine: Engine, weights: PairWeights): string {
  const name = functionName('weight')
  engine.registerFunction(name, ['integer', 'integer', 'double'], ([a, b, pattern], out, count) => {
    const [left, right, patterns] = [a as Int32Array, b as Int32Array, pattern as Float64Array]
    for (let i = 0; i < count; i++)
      out[i] = weights.weight(left[i] as number, right[i] as number, patterns[i] as number)
  })
  return name
}
