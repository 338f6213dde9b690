export { entityId } from './entity-id.ts'
export type { Evidence, EvidenceKind } from './evidence.ts'
export { type Resolution, type ResolvedRow, resolveEntities } from './resolve-entities.ts'
export { UnionFind } from './union-find.ts'
