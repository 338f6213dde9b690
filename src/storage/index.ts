/** The door of the storage room: what others may take of it. */
export { canonicalJson } from './canonical-json.ts'
export { FileChangedError, ObjectMissingError } from './errors.ts'
export { FOLDER, irregularKind } from './irregular-entry.ts'
export type { ObjectStore, ObjectSummary } from './object-store.ts'
export { openStore, storeFolder } from './open-store.ts'
export { sha256, sha256File } from './sha256.ts'
