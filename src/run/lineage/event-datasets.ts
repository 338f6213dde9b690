import { toldText } from '../../contracts/told-text.ts'
import type { SourceFilePin } from '../../ledger/plan-document.ts'
import { placedName, publishedDataset } from '../../ledger/published-name.ts'
import { inputStatisticsFacet, outputStatisticsFacet } from '../../lineage/facets/statistics-facets.ts'
import { inputSubsetFacet, outputSubsetFacet } from '../../lineage/facets/subset-facets.ts'
import type { InputDataset, OutputDataset } from '../../lineage/index.ts'
import { describeDataset } from './describe-dataset.ts'
import { isEnd, type Moment, type RunKnowledge } from './moment.ts'
import { columnFacet, outputColumns } from './output-columns.ts'
import { assertionsOf, inputMetricsOf, metricsOf } from './quality-facets.ts'
import type { SourceColumns } from './source-columns.ts'
import type { SourceDataset } from './source-datasets.ts'
import type { LineageState } from './states.ts'
import type { Amounts } from './told-record.ts'

/** Of what an event speaks: the whole run (no state), a state, or one group of its shards. */
export interface Speaker {
  readonly state?: LineageState
  readonly group?: string | undefined
  /** Contracts of the rows it is about. */
  readonly contracts: readonly string[]
}

/** What does not change is told once, by the state itself at its end. */
const tellsAll = ({ state, group }: Speaker, moment: Moment): boolean =>
  state !== undefined && group === undefined && isEnd(moment)

/** What inputs have in common: nothing of them is made by who speaks. */
const describeInput = (
  { store, plan, compared }: RunKnowledge,
  speaker: Speaker,
  moment: Moment,
  name: string,
  more: Partial<Parameters<typeof describeDataset>[1]>,
) => describeDataset(name, { store, plan, compared, written: false, full: tellsAll(speaker, moment), ...more })

/** Source files as an input: their labels, their content's hash, which objects were read. */
export function sourceInput(
  knowledge: RunKnowledge,
  speaker: Speaker,
  moment: Moment,
  { name, source, files }: SourceDataset,
): InputDataset {
  const [only] = files.length === 1 ? files : []
  const rows = moment.told?.inputs.get(name)?.rows
  return {
    ...describeInput(knowledge, speaker, moment, name, {
      ...(moment.found === undefined ? {} : { sourceColumns: moment.found.columns }),
      ...(only === undefined ? {} : { version: only.sha256 }),
    }),
    inputFacets: {
      subset: inputSubsetFacet({
        inputCondition: {
          type: 'location',
          locations: [knowledge.store.uri(mayBeTold(only) ? only.key : `landing/${source}/`)],
        },
      }),
      inputStatistics: inputStatisticsFacet({
        ...(rows === undefined ? {} : { rowCount: rows }),
        size: files.reduce((total, file) => total + file.size, 0),
        fileCount: files.length,
      }),
    },
  }
}

const mayBeTold = (pin: SourceFilePin | undefined): pin is SourceFilePin =>
  pin !== undefined && toldText(pin.file) === pin.file

/** A dataset of ours as an input. The gate says what it found of the data it judged. */
export function input(knowledge: RunKnowledge, speaker: Speaker, moment: Moment, name: string): InputDataset {
  const amounts = moment.told?.inputs.get(name)
  const base = knowledge.plan?.baseVersions[publishedDataset(name) ?? '']
  const judged = speaker.state === 'Gate' ? /^work\/consolidate\/(.+)$/.exec(name)?.[1] : undefined
  const verdict = judged === undefined ? undefined : moment.verdict
  const assertions = verdict && assertionsOf(verdict, judged ?? '')
  const metrics = verdict && inputMetricsOf(verdict, judged ?? '')
  return {
    ...describeInput(knowledge, speaker, moment, name, base === undefined ? {} : { version: String(base) }),
    inputFacets: {
      ...(amounts === undefined ? {} : { inputStatistics: inputStatisticsFacet(statistics(amounts)) }),
      ...(assertions === undefined ? {} : { dataQualityAssertions: assertions }),
      ...(metrics === undefined ? {} : { dataQualityMetrics: metrics }),
    },
  }
}

const NOTHING_FOUND: SourceColumns = { columns: new Map(), fields: new Map() }

/** An output: its columns are told once, when they are known to be true, by the state itself at its end. */
export function output(
  { store, plan, compared }: RunKnowledge,
  speaker: Speaker,
  moment: Moment,
  name: string,
): OutputDataset {
  const { group, contracts } = speaker
  const amounts = moment.told?.outputs.get(name)
  const full = tellsAll(speaker, moment)
  const described = describeDataset(name, {
    store,
    plan,
    compared,
    written: true,
    full,
    ...(amounts?.version === undefined ? {} : { version: amounts.version }),
    ...(amounts?.impact === undefined ? {} : { impact: amounts.impact }),
  })
  const columnLineage =
    full && moment.eventType === 'COMPLETE' && plan !== undefined && compared !== undefined
      ? columnFacet(
          store,
          (rule) => placedName(plan, rule),
          outputColumns(name, {
            domain: plan.domain,
            contracts,
            fields: (moment.found ?? NOTHING_FOUND).fields,
            compared,
          }),
        )
      : undefined
  const published = publishedDataset(name)
  const metrics =
    published === undefined || moment.verdict === undefined ? undefined : metricsOf(moment.verdict, published)
  return {
    ...described,
    facets: {
      ...described.facets,
      ...(columnLineage === undefined ? {} : { columnLineage }),
      ...(metrics === undefined ? {} : { dataQualityMetrics: metrics }),
    },
    outputFacets: {
      ...(amounts === undefined || !isEnd(moment)
        ? {}
        : { outputStatistics: outputStatisticsFacet(statistics(amounts)) }),
      ...(group === undefined ? {} : { subset: partitionOf(group) }),
    },
  }
}

const partitionOf = (group: string) =>
  outputSubsetFacet({
    outputCondition: {
      type: 'partition',
      partitions: [{ identifier: `source=${group}`, dimensions: { source: group } }],
    },
  })

const statistics = ({ rows, bytes, files }: Amounts) => ({
  ...(rows === undefined ? {} : { rowCount: rows }),
  ...(bytes === undefined ? {} : { size: bytes }),
  ...(files === undefined ? {} : { fileCount: files }),
})
