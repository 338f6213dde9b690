import type { Engine } from '../engine/engine.ts'
import { checkSuite } from './check-suite.ts'
import type { DatasetMetrics, HistoryPoint } from './dataset-metrics.ts'
import type { NoteCounts } from './expectation.ts'
import { askContext, collectMetrics, type DatasetShape, type ExpectationResult, judgeSuite } from './judge-suite.ts'
import { measureShard, type ShardStates } from './metrics/measure.ts'
import type { Suite } from './parse-suite.ts'

export interface EvaluateOptions {
  readonly engine: Engine
  readonly suite: Suite
  /** SQL of each dataset's rows: the suite's own, and those it refers to. */
  readonly tables: ReadonlyMap<string, string>
  readonly shapes: ReadonlyMap<string, DatasetShape>
  /** What counts as now (ISO 8601 or Date). */
  readonly nominalTime: string | Date
  /** SQL that says where a row is; its key as a rule. */
  readonly place: string
  /** A folder for key files. */
  readonly folder: string
  readonly current?: DatasetMetrics | null
  readonly history?: readonly HistoryPoint[]
  readonly notes?: NoteCounts | null
}

/**
 * Asks every expectation of a suite of one table: one shard, measured and judged. A failing expectation is a value.
 * @throws SuiteError when the suite does not fit the columns, EngineError when the rows cannot be read.
 */
export async function evaluateSuite(options: EvaluateOptions): Promise<ExpectationResult[]> {
  const { engine, suite, tables, shapes, nominalTime, place, folder } = options
  const shape = shapes.get(suite.dataset)
  if (shape === undefined) throw new TypeError(`the suite ${suite.suite} is about ${suite.dataset}, which has no shape`)
  await checkSuite(suite, askContext(shape, shapes, nominalTime), engine)
  const states = new Map<string, ShardStates>()
  for (const [dataset, metrics] of collectMetrics([suite], shapes, nominalTime)) {
    const table = tables.get(dataset)
    if (table === undefined) continue
    const pii = shapes.get(dataset)?.pii ?? {}
    const at = dataset === suite.dataset ? place : '0'
    states.set(dataset, await measureShard({ engine, table, metrics, place: at, pii, folder }))
  }
  const { current = null, history = [], notes = null } = options
  return judgeSuite({ engine, suite, shapes, states, nominalTime, current, history, notes })
}
