import type { ObjectStore } from './storage/object-store.ts'
import { openStore as open } from './storage/open-store.ts'

/** The front of the package: what a program of one's own calls. Everything else is the command line's. */
export { ConfigurationError } from './config/errors.ts'
export { loadPipeline } from './config/load-pipeline.ts'
export type { Pipeline } from './config/pipeline.ts'
export { compileDomain, type DomainOutcome } from './domain/compile/compile-domain.ts'
export type { CompiledDomain } from './domain/domain.ts'
export type { DomainFiles } from './domain/domain-files.ts'
export { DomainError, DomainFaultsError } from './domain/errors.ts'
export type { Fault } from './domain/fault.ts'
export { loadDomainFiles } from './domain/load-domain-files.ts'
export { readDomainFolder as loadDomain } from './domain/read-domain.ts'
export { type Engine, openEngine } from './engine/engine.ts'
export type { PipelineResult } from './runtime/pipeline-result.ts'
export { type RunPipelineOptions, runPipeline } from './runtime/run-pipeline.ts'
export type { RunnerEvent } from './runtime/runner-event.ts'
export type { ObjectStore } from './storage/object-store.ts'
export { VersionsError } from './versions/errors.ts'
export { findDataset, listDatasets, type PublishedDataset } from './versions/find-dataset.ts'
export { type ListedVersion, listVersions } from './versions/list-versions.ts'
export { type PulledFile, type PullRequest, pullVersion } from './versions/pull-version.ts'
export { type Verification, verifyVersion } from './versions/verify-version.ts'

/** Opens a store: a folder, or `s3://bucket/prefix`. Nothing is read or made yet. */
export const openStore: (location: string) => ObjectStore = open
