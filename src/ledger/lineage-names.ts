import type { Plan } from './plan-document.ts'
import { publishedName } from './published-name.ts'

/** Names of datasets that several stages read or write, as a stage's lineage gives them. */

export const noDatasets = (): readonly string[] => []

/** What a state of linkage makes of each entity. */
export const entityDatasets = ({ domain }: Plan, room: 'block' | 'score' | 'resolve'): readonly string[] =>
  domain.compiled.entities.map(({ id }) => `work/${room}/${id}`)

/** Refined rows of each entity. */
export const refinedDatasets = ({ domain }: Plan): readonly string[] =>
  domain.compiled.entities.map(({ id }) => `work/refine/${id}`)

/** Golden records, before they are published. */
export const goldenDatasets = ({ domain }: Plan): readonly string[] =>
  domain.datasets.map((id) => `work/consolidate/${id}`)

/** A published dataset that the run stands on; none in a first run. */
export const baseDatasetName = (plan: Plan, id: string): readonly string[] =>
  plan.baseVersions[id] === undefined ? [] : [publishedName(plan, id)]

/** Typed rows of each contract. */
export const typedDatasets = (_: Plan, contracts: readonly string[]): readonly string[] =>
  contracts.map((contract) => `work/ingest/${contract}`)
