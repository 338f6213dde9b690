import type { PiiClass } from '../contracts/index.ts'
import type { Engine } from '../engine/engine.ts'
import type { ColumnTypes, DatasetMetrics, HistoryPoint } from './dataset-metrics.ts'
import type {
  AskContext,
  Asked,
  Expectation,
  Finding,
  JudgeContext,
  NoteCounts,
  RowFindings,
  Severity,
} from './expectation.ts'
import { toldSentence } from './kept-values.ts'
import { missingKeys, repeatedKeys } from './key-findings.ts'
import type { ShardStates } from './metrics/measure.ts'
import { type Metric, metricName } from './metrics/metric.ts'
import type { MetricState, Place } from './metrics/state.ts'
import type { Outcome } from './outcome.ts'
import type { Suite } from './parse-suite.ts'

/** What came of one expectation. Plain JSON: it goes into verdicts and documentation as it is. */
export interface ExpectationResult {
  readonly dataset: string
  readonly id: string
  readonly type: string
  readonly columns: readonly string[]
  readonly severity: Severity
  readonly owner: string | null
  readonly because: string | null
  /** Whether the contract implies it or a suite says it. */
  readonly origin: 'contract' | 'suite'
  readonly outcome: Outcome
  readonly passed: boolean
  /** What is expected, as a sentence. */
  readonly expected: string
  /** What was found, as a sentence. */
  readonly found: string
  readonly mostly: number
  /** Rows the expectation applies to; for the whole table, its rows. */
  readonly checked: number
  readonly failed: number
  /** The value of a table expectation, else null. */
  readonly observed: string | number | null
  /** How far `observed` may be off; null where it is exact. */
  readonly error: number | null
  readonly row_condition: string | null
  /** Up to five failing values, masked by PII class, shortened. */
  readonly examples: readonly string[]
  /** Up to five places of failing rows. */
  readonly places: readonly {
    readonly file?: string
    readonly sheet?: string
    readonly row?: number
    readonly key?: string
  }[]
  /** Observed values of earlier versions, oldest first. */
  readonly history: readonly number[] | null
}

/** A dataset as expectations see it. */
export interface DatasetShape {
  readonly id: string
  readonly types: ColumnTypes
  /** PII class by column; a column that is not named is treated as sensitive. */
  readonly pii: Readonly<Record<string, PiiClass>>
}

const MAX_EXAMPLES = 5

/** What an expectation of a suite knows when it is asked. */
export function askContext(
  shape: DatasetShape,
  shapes: ReadonlyMap<string, DatasetShape>,
  nominalTime: string | Date,
  expectation?: Expectation,
): AskContext {
  return {
    types: shape.types,
    otherTypes: (dataset) => shapes.get(dataset)?.types,
    pii: (column) => shape.pii[column] ?? 'sensitive',
    nominalTime: new Date(nominalTime),
    where: expectation?.rowCondition?.sql ?? 'true',
  }
}

/** Every metric that the suites ask for, by the dataset it is to be taken of. */
export function collectMetrics(
  suites: readonly Suite[],
  shapes: ReadonlyMap<string, DatasetShape>,
  nominalTime: string | Date,
): Map<string, Metric[]> {
  const byDataset = new Map<string, Map<string, Metric>>()
  for (const suite of suites) {
    const shape = shapes.get(suite.dataset)
    if (shape === undefined) continue
    for (const expectation of suite.expectations)
      for (const { dataset, metric } of expectation.asks(askContext(shape, shapes, nominalTime, expectation))) {
        const target = dataset ?? suite.dataset
        const found = byDataset.get(target) ?? new Map<string, Metric>()
        found.set(metricName(metric), metric)
        byDataset.set(target, found)
      }
  }
  return new Map([...byDataset].map(([dataset, metrics]) => [dataset, [...metrics.values()]]))
}

export interface JudgeOptions {
  readonly engine: Engine
  readonly suite: Suite
  readonly shapes: ReadonlyMap<string, DatasetShape>
  /** Merged states by dataset; `path`s of keys are local. */
  readonly states: ReadonlyMap<string, ShardStates>
  readonly nominalTime: string | Date
  readonly current?: DatasetMetrics | null
  readonly history?: readonly HistoryPoint[]
  readonly notes?: NoteCounts | null
  /** Most rows of keys that one pass looks at. */
  readonly keysPerPass?: number
}

/**
 * What came of each expectation of a suite, from merged states alone: no row is read again, but for keys that prove not to be unique.
 * A failing expectation is a value.
 */
export async function judgeSuite(options: JudgeOptions): Promise<ExpectationResult[]> {
  const { suite, shapes, nominalTime } = options
  const shape = shapes.get(suite.dataset)
  if (shape === undefined) throw new TypeError(`the suite ${suite.suite} is about ${suite.dataset}, which has no shape`)
  const results: ExpectationResult[] = []
  for (const expectation of suite.expectations) {
    const context = judgeContext(options, askContext(shape, shapes, nominalTime, expectation), expectation)
    results.push(resultOf(suite, expectation, await expectation.judge(context)))
  }
  return results
}

function judgeContext(options: JudgeOptions, context: AskContext, { mostly, asks }: Expectation): JudgeContext {
  const { suite, states, engine, keysPerPass } = options
  const asked = asks(context)
  const find = (metric: Metric, dataset: string): MetricState => {
    const name = metricName(metric)
    const found = states.get(dataset)?.[name]
    if (found !== undefined) return found
    if (!asked.some((one: Asked) => metricName(one.metric) === name)) throw new TypeError(`${name} was not asked for`)
    return emptyState(metric)
  }
  const keyFiles = (metric: Metric & { kind: 'keys' }, dataset: string) => {
    const state = find(metric, dataset)
    return state.kind === 'keys' ? state : { kind: 'keys' as const, n: 0, pieces: [] }
  }
  return {
    ...context,
    mostly,
    state: (metric, dataset) => find(metric, dataset ?? suite.dataset) as never,
    repeatedKeys: (keys) => repeatedKeys(engine, keyFiles(keys, suite.dataset), { keysPerPass }),
    missingKeys: (keys, other, dataset): Promise<RowFindings> =>
      missingKeys(engine, keyFiles(keys, suite.dataset), keyFiles(other, dataset), { keysPerPass }),
    current: options.current ?? null,
    history: options.history ?? [],
    notes: options.notes ?? null,
  }
}

/** What a dataset without a single shard says. */
export function emptyState(metric: Metric): MetricState {
  switch (metric.kind) {
    case 'predicate':
      return { kind: 'predicate', checked: 0, failed: 0, samples: [] }
    case 'counts':
      return { kind: 'counts', counts: metric.conditions.map(() => 0) }
    case 'numbers':
      return {
        kind: 'numbers',
        n: 0,
        nan: 0,
        infinite: 0,
        beyond: 0,
        wide: 0,
        sum: '0',
        squares: '0',
        min: null,
        max: null,
      }
    case 'extremes':
      return { kind: 'extremes', n: 0, numeric: metric.numeric, min: null, max: null }
    case 'values':
      return { kind: 'values', n: 0, most: metric.most, counts: {} }
    case 'quantiles':
      return { kind: 'quantiles', n: 0, zero: 0, positive: [], negative: [] }
    case 'distinct':
      return { kind: 'distinct', hashes: [], registers: null }
    case 'keys':
      return { kind: 'keys', n: 0, pieces: [] }
    case 'personal_text':
      return { kind: 'personal_text', found: {} }
    case 'order':
      return { kind: 'order', n: 0, failed: 0, samples: [], segments: [] }
  }
}

function resultOf(suite: Suite, expectation: Expectation, finding: Finding): ExpectationResult {
  const { id, type, columns, severity, owner, because, mostly, sentence, rowCondition } = expectation
  const { outcome, found, checked, failed, observed, error, samples, series } = finding
  const failing = outcome === 'failed' || failed > 0 ? samples : []
  const examples = [...new Set(failing.map(({ shown }) => shown).filter((shown) => shown !== null))]
  return {
    dataset: suite.dataset,
    id,
    type,
    columns,
    severity,
    owner: owner ?? suite.owner,
    because,
    origin: suite.origin,
    outcome,
    passed: outcome === 'passed',
    expected: sentence,
    found: toldSentence(found),
    mostly,
    checked,
    failed,
    observed: typeof observed === 'string' ? toldSentence(observed) : observed,
    error,
    row_condition: rowCondition?.text ?? null,
    examples: examples.slice(0, MAX_EXAMPLES),
    places: failing.slice(0, MAX_EXAMPLES).map(placeOf),
    history: series,
  }
}

const placeOf = ({ file, sheet, at }: Place): ExpectationResult['places'][number] => ({
  ...(file === undefined ? {} : { file }),
  ...(sheet === undefined ? {} : { sheet }),
  ...(typeof at === 'number' ? { row: at } : { key: at.slice(0, 200) }),
})
