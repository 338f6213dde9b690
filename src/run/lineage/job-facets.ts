import { CODE_VERSION } from '../../ledger/code-version.ts'
import {
  jobDocumentationFacet,
  jobOwnershipFacet,
  jobTypeFacet,
  sourceCodeLocationFacet,
} from '../../lineage/facets/job-facets.ts'
import type { JobFacets } from '../../lineage/index.ts'
import { ownerUrn } from './describe-dataset.ts'

const SOURCE_TREE = 'https://hotpass.example.org/source'
const DATA_OWNER = 'Data stewardship'

const jobType = (kind: 'DAG' | 'TASK') =>
  jobTypeFacet({
    processingType: 'BATCH',
    integration: 'HOTPASS',
    jobType: kind,
    emissionPattern: { eventTrigger: 'EVENT_BASED', eventContentMode: 'ACCUMULATIVE' },
  })

/** What a run's or a state's job is, who answers for it and where its code is. */
export const jobFacets = (kind: 'DAG' | 'TASK', file: string, does: string): JobFacets => ({
  jobType: jobType(kind),
  documentation: jobDocumentationFacet({ description: does, contentType: 'text/plain' }),
  ownership: jobOwnershipFacet({ owners: [{ name: ownerUrn(DATA_OWNER), type: 'MAINTAINER' }] }),
  sourceCodeLocation: sourceCodeLocationFacet({
    type: 'git',
    url: `${SOURCE_TREE}/blob/v${CODE_VERSION}/${file}`,
    repoUrl: `${SOURCE_TREE}.git`,
    path: file,
    version: `v${CODE_VERSION}`,
  }),
})

/** A group of shards is told with its state; of its job there is only the kind to say. */
export const groupJobFacets = (): JobFacets => ({ jobType: jobType('TASK') })
