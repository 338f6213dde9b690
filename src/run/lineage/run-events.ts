import { lineageIds } from '../../ledger/job-identity.ts'
import { publishedName } from '../../ledger/published-name.ts'
import { buildRunEvent } from '../../lineage/events/build-run-event.ts'
import type { InputDataset, RunEvent } from '../../lineage/index.ts'
import { input, output, type Speaker, sourceInput } from './event-datasets.ts'
import { groupJobFacets, jobFacets } from './job-facets.ts'
import type { Moment, RunKnowledge } from './moment.ts'
import { stateRunFacets, wholeRunFacets } from './run-facets.ts'
import { contractsOf, shardGroups, sourceDatasets } from './source-datasets.ts'
import { LINEAGE_STATES, type LineageState } from './states.ts'

/** Builds the events of one run. Every event of a run names the same inputs and outputs, FAIL included. */
export class RunEvents {
  readonly #known: RunKnowledge

  constructor(known: RunKnowledge) {
    this.#known = known
  }

  /** The groups in which a Map's shards are told, each with its sources. */
  get groups(): ReadonlyMap<string, readonly string[]> {
    return shardGroups(this.#known.plan)
  }

  /** An event of the whole run: what Plan pinned goes in, what is published comes out. */
  whole(moment: Moment): RunEvent {
    const known = this.#known
    const { run, plan, sources } = known
    const ids = lineageIds(run)
    const speaker: Speaker = { contracts: [] }
    return buildRunEvent({
      eventType: moment.eventType,
      eventTime: moment.eventTime,
      runId: ids.runId,
      jobNamespace: ids.namespace,
      jobName: ids.name,
      runFacets: wholeRunFacets(known, moment),
      jobFacets: jobFacets('DAG', 'state-machines/refine.asl.json', sources?.document.pipeline.description ?? run),
      inputs: plan === undefined ? [] : sourceDatasets(plan).map((files) => sourceInput(known, speaker, moment, files)),
      outputs:
        plan === undefined
          ? []
          : plan.domain.datasets.map((id) => output(known, speaker, moment, publishedName(plan, id))),
    })
  }

  /** An event of one state, or of one group of its shards. */
  state(state: LineageState, moment: Moment, group?: string): RunEvent {
    const known = this.#known
    const { run, plan } = known
    const row = LINEAGE_STATES[state]
    const ids = lineageIds(run, group === undefined ? state : `${state}/${group}`)
    const speaker: Speaker = { state, group, contracts: this.#contracts(group) }
    const names = new Set(plan === undefined ? [] : row.writes(plan, speaker.contracts))
    if (group === undefined) for (const name of moment.told?.outputs.keys() ?? []) names.add(name)
    return buildRunEvent({
      eventType: moment.eventType,
      eventTime: moment.eventTime,
      runId: ids.runId,
      jobNamespace: ids.namespace,
      jobName: ids.name,
      runFacets: stateRunFacets(known, moment, state, group),
      jobFacets: group === undefined ? jobFacets('TASK', row.file, row.does) : groupJobFacets(),
      inputs: this.#inputs(state, speaker, moment),
      outputs: [...names].map((name) => output(known, speaker, moment, name)),
    })
  }

  #contracts(group: string | undefined): string[] {
    const { sources } = this.#known
    if (sources === undefined) return []
    return contractsOf(sources, group === undefined ? [...this.groups.values()].flat() : (this.groups.get(group) ?? []))
  }

  #inputs(state: LineageState, speaker: Speaker, moment: Moment): InputDataset[] {
    const known = this.#known
    const { plan } = known
    if (plan === undefined) return []
    const { group, contracts } = speaker
    const row = LINEAGE_STATES[state]
    const files =
      row.readsSources === true ? sourceDatasets(plan, group === undefined ? undefined : this.groups.get(group)) : []
    const names = new Set(row.reads(plan, contracts))
    if (group === undefined)
      for (const name of moment.told?.inputs.keys() ?? []) if (!name.startsWith('landing/')) names.add(name)
    return [
      ...files.map((dataset) => sourceInput(known, speaker, moment, dataset)),
      ...[...names].map((name) => input(known, speaker, moment, name)),
    ]
  }
}
