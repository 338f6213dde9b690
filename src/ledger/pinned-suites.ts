import type { Contract } from '../contracts/index.ts'
import { checkSuite } from '../quality/check-suite.ts'
import { contractSuite } from '../quality/contract-suite.ts'
import { SuiteError } from '../quality/errors.ts'
import type { Metric } from '../quality/index.ts'
import { askContext, collectMetrics, type DatasetShape } from '../quality/judge-suite.ts'
import { datasetRequests } from '../quality/measure-dataset.ts'
import { parseSuite, type Suite } from '../quality/parse-suite.ts'
import { privacyRequests } from '../quality/privacy-checks.ts'
import type { PinnedDomain } from './pinned-domain.ts'

export interface PinnedSuite {
  readonly contract: Contract
  /** What the pipeline's suite file says; undefined where it names none. */
  readonly suite: Suite | undefined
  readonly sha256: string | undefined
  /** Everything that is asked: what the contract implies, then the suite. */
  readonly asked: readonly Suite[]
}

export interface PinnedSuites {
  readonly byDataset: ReadonlyMap<string, PinnedSuite>
  readonly shapes: ReadonlyMap<string, DatasetShape>
  /** What each dataset is measured for: its own suites, others' that refer to it, its history, and what its contract says of privacy. */
  metricsOf(dataset: string, nominalTime: string): readonly Metric[]
}

const read = new WeakMap<PinnedDomain, Promise<PinnedSuites>>()

/**
 * Every suite that a plan pinned, proved to fit its contract. The cells of a source are text until they are refined, so source suites
 * see text alone.
 * @throws SuiteError
 */
export function pinnedSuites(domain: PinnedDomain): Promise<PinnedSuites> {
  const found = read.get(domain) ?? readSuites(domain)
  read.set(domain, found)
  return found
}

async function readSuites(domain: PinnedDomain): Promise<PinnedSuites> {
  const { contracts, suites } = domain
  const shapes = new Map([...contracts].map(([id, contract]) => [id, shapeOf(contract)]))
  const byDataset = new Map<string, PinnedSuite>()
  for (const contract of contracts.values()) {
    const file = suites[contract.id]
    const suite = file === undefined ? undefined : parseSuite(file.text, file.file)
    byDataset.set(contract.id, {
      contract,
      suite,
      sha256: file?.sha256,
      asked: [contractSuite(contract), ...(suite === undefined ? [] : [suite])],
    })
  }
  for (const dataset of Object.keys(suites)) domain.contract(dataset)
  for (const [dataset, { asked, suite }] of byDataset) {
    if (suite !== undefined && suite.dataset !== dataset)
      throw new SuiteError(
        { file: suite.file },
        `it is about ${suite.dataset}, and its file is named for ${dataset}`,
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
      ...privacyRequests(domain.contract(dataset), nominalTime),
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
