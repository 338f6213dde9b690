import { type Facet, facet } from './facet.ts'

export interface RunReference {
  readonly runId: string
  readonly jobNamespace: string
  readonly jobName: string
}

export interface ParentFacet extends Facet {
  readonly run: { readonly runId: string }
  readonly job: { readonly namespace: string; readonly name: string }
  readonly root?: {
    readonly run: { readonly runId: string }
    readonly job: { readonly namespace: string; readonly name: string }
  }
}
export interface NominalTimeFacet extends Facet {
  readonly nominalStartTime: string
  readonly nominalEndTime?: string
}
export interface ErrorMessageFacet extends Facet {
  readonly message: string
  readonly programmingLanguage: string
}
export interface ProcessingEngineFacet extends Facet {
  readonly name: string
  readonly version: string
  readonly openlineageAdapterVersion?: string
}

/** The run facets of the first cut, under the keys OpenLineage gives them. */
export interface RunFacets {
  readonly parent?: ParentFacet
  readonly nominalTime?: NominalTimeFacet
  readonly errorMessage?: ErrorMessageFacet
  readonly processing_engine?: ProcessingEngineFacet
}

const reference = (at: RunReference) => ({
  run: { runId: at.runId },
  job: { namespace: at.jobNamespace, name: at.jobName },
})

/** Which run started this one. `root` is the outermost run, the parent itself unless said otherwise. */
export const parentFacet = (parent: RunReference, root: RunReference = parent): ParentFacet =>
  facet('ParentRunFacet', { ...reference(parent), root: reference(root) })

/** The time the run stands for (ISO 8601): its schedule's, or the one the caller named. */
export const nominalTimeFacet = (nominalStartTime: string, nominalEndTime?: string): NominalTimeFacet =>
  facet('NominalTimeRunFacet', { nominalStartTime, ...(nominalEndTime === undefined ? {} : { nominalEndTime }) })

/** Why a run failed, in one message. It carries no stack: a stack names machine paths and can quote data. */
export const errorMessageFacet = (message: string): ErrorMessageFacet =>
  facet('ErrorMessageRunFacet', { message, programmingLanguage: 'TypeScript' })

/** What did the work, for example `DuckDB` and its version. */
export const processingEngineFacet = (name: string, version: string, adapterVersion?: string): ProcessingEngineFacet =>
  facet('ProcessingEngineRunFacet', {
    name,
    version,
    ...(adapterVersion === undefined ? {} : { openlineageAdapterVersion: adapterVersion }),
  })
