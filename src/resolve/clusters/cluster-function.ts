import type { Engine } from '../../engine/engine.ts'
import { functionName } from '../records/prepare-records.ts'

/** Makes the clusters known to SQL. @returns the name of a function of a position: the least position of its cluster */
export function clusterFunction(engine: Engine, clusterOf: Int32Array): string {
  const name = functionName('cluster')
  engine.registerFunction(name, ['integer'], ([positions], out, count) => {
    for (let i = 0; i < count; i++) out[i] = clusterOf[(positions as Int32Array)[i] as number] as number
  })
  return name
}
