/** The door of the storage room: what others may take of it. */
export { canonicalJson } from './canonical-json.ts'
export { FileChangedError, ObjectMissingError } from './errors.ts'
export type { ObjectStore, ObjectSummary } from './object-store.ts'
export { openStore, storeFolder } from './open-store.ts'
export { processStart } from './process-owner.ts'
export { openScratch, sweepScratch } from './scratch.ts'
export { sha256, sha256File } from './sha256.ts'
