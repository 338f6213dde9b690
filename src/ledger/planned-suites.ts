import { type Pipeline, packagePath } from '../config/index.ts'
import { type Contract, contractById, contracts } from '../contracts/index.ts'
import {
  askContext,
  checkSuite,
  collectMetrics,
  contractSuite,
  type DatasetShape,
  datasetRequests,
  type Metric,
  privacyRequests,
  readSuite,
  type Suite,
  SuiteError,
} from '../quality/index.ts'
import { sha256File } from '../storage/sha256.ts'

export interface PlannedSuite {
  readonly contract: Contract
  /** What the pipeline's suite file says; undefined where it names none. */
  readonly suite: Suite | undefined
  readonly sha256: string | undefined
  /** Everything that is asked: what the contract implies, then the suite. */
  readonly asked: readonly Suite[]
}

export interface PlannedSuites {
  readonly byDataset: ReadonlyMap<string, PlannedSuite>
  readonly shapes: ReadonlyMap<string, DatasetShape>
  /** What each dataset is measured for: its own suites, others' that refer to it, its history, and what its contract says of privacy. */
  metricsOf(dataset: string, nominalTime: string): readonly Metric[]
}

const cache = new Map<string, Promise<PlannedSuites>>()

/**
 * Every suite of a pipeline, read and proved to fit its contract once a process. The cells of a source are text until they are
 * refined, so source suites see text alone.
 * @throws SuiteError
 */
export function plannedSuites(pipeline: Pick<Pipeline, 'id' | 'suites'>): Promise<PlannedSuites> {
  const key = JSON.stringify([pipeline.id, pipeline.suites])
  const found = cache.get(key) ?? load(pipeline)
  cache.set(key, found)
  // What cannot be read now may be there when it is asked for again.
  found.catch(() => cache.delete(key))
  return found
}

async function load(pipeline: Pick<Pipeline, 'suites'>): Promise<PlannedSuites> {
  const shapes = new Map([...contracts].map(([id, contract]) => [id, shapeOf(contract)]))
  const byDataset = new Map<string, PlannedSuite>()
  for (const contract of contracts.values()) {
    const file = pipeline.suites[contract.id]
    const path = file === undefined ? undefined : packagePath(file)
    const suite = path === undefined ? undefined : await readSuite(path)
    byDataset.set(contract.id, {
      contract,
      suite,
      sha256: path === undefined ? undefined : await sha256File(path),
      asked: [contractSuite(contract), ...(suite === undefined ? [] : [suite])],
    })
  }
  for (const dataset of Object.keys(pipeline.suites)) contractById(dataset)
  for (const [dataset, { asked, suite }] of byDataset) {
    if (suite !== undefined && suite.dataset !== dataset)
      throw new SuiteError(
        { file: suite.file },
        `it is about ${suite.dataset}, and the pipeline names it for ${dataset}`,
        'Correct one of them.',
      )
    const shape = shapes.get(dataset) as DatasetShape
    for (const one of asked) await checkSuite(one, askContext(shape, shapes, new Date(0)))
  }
  const all = [...byDataset.values()].flatMap(({ asked }) => asked)
  return {
    byDataset,
    shapes,
    metricsOf: (dataset, nominalTime) => [
      ...(collectMetrics(all, shapes, nominalTime).get(dataset) ?? []),
      ...datasetRequests(shapes.get(dataset) as DatasetShape),
      ...privacyRequests(contractById(dataset), nominalTime),
    ],
  }
}

export function shapeOf(contract: Contract): DatasetShape {
  const source = contract.kind === 'source'
  return {
    id: contract.id,
    types: new Map(contract.fields.map(({ name, type }) => [name, source ? 'string' : type])),
    pii: Object.fromEntries(contract.fields.map(({ name, pii }) => [name, pii])),
  }
}
