import { uuidV5 } from './uuid-v5.ts'

/** The namespace every Hotpass run id is derived in. Changing it would break the link to all earlier lineage. */
export const HOTPASS_NAMESPACE = '5f2a6f0e-6a0b-5c58-9d0e-3f6f0c1b7a42'

/** The OpenLineage run id of a whole run. `runName` is the execution's name; the same name in the same job namespace is the same run. */
export const lineageRunId = (jobNamespace: string, runName: string): string =>
  uuidV5(`${jobNamespace}/${runName}`, HOTPASS_NAMESPACE)

/** The run id of one state of a run, or of one shard of it (`Ingest/<group>`). `parent` is the id `lineageRunId` gave. */
export const childRunId = (parent: string, state: string): string => uuidV5(state, parent)
