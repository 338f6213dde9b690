import type { Engine } from '../../engine/engine.ts'
import { clusterPairs } from '../../resolve/clusters/cluster-pairs.ts'
import type { ClusterInput } from '../../resolve/index.ts'
import { thresholdBits } from '../../resolve/scoring/score-pairs.ts'
import { type TruthMetrics, truthMetrics } from '../../resolve/truth-metrics.ts'
import { count } from '../describe-state.ts'
import { readTruth } from '../read-truth.ts'

const TRUTH_THRESHOLDS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999]

export interface MeasuredTruth extends TruthMetrics {
  readonly thresholds: readonly ({ readonly threshold: number } & TruthMetrics)[]
}

/** How the clusters of linked rows compare with a file of who is one, at one threshold and at others. @throws UsageError */
export async function againstTruth(
  engine: Engine,
  { path, keys }: { readonly path: string; readonly keys: readonly string[] },
  input: ClusterInput,
  threshold: number,
): Promise<{ readonly measured: MeasuredTruth; readonly notes: readonly string[] }> {
  const { truth, known, blank, gone } = await readTruth(engine, path, keys, await rowIds(engine))
  const at = (probability: number): TruthMetrics =>
    truthMetrics(clusterPairs({ ...input, threshold: thresholdBits(probability) }).clusterOf, truth)
  const notes = [
    ...(known < truth.length
      ? [`the truth says nothing of ${count(truth.length - known, 'row')}, which are not measured`]
      : []),
    ...(blank > 0 ? [`${count(blank, 'row')} of the truth have no id or no entity, and tell nothing`] : []),
    ...(gone > 0 ? [`${count(gone, 'row')} of the truth are not among the rows any more`] : []),
  ]
  return {
    measured: {
      ...at(threshold),
      thresholds: TRUTH_THRESHOLDS.map((probability) => ({ threshold: probability, ...at(probability) })),
    },
    notes,
  }
}

async function rowIds(engine: Engine): Promise<string[]> {
  const ids: string[] = []
  for await (const { columns } of engine.columns('SELECT link_row_id FROM link_record ORDER BY link_position'))
    for (const id of columns[0] as string[]) ids.push(id)
  return ids
}
