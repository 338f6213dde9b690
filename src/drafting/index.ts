/** The door of the drafting room: what others may take of it. */

export type { Answers, DomainDraft, DraftAttribute, DraftTable, Question } from './draft.ts'
export { draftDomain, NOTHING, stemOf } from './draft-domain.ts'
export { BASES } from './draft-questions.ts'
export { NO_KEY } from './draft-table.ts'
export { ENTITY_KINDS, isEntityKind } from './entity-kinds.ts'
export { type Existing, existingDomain, takenBy } from './existing-domain.ts'
export { extendDomain } from './extend-domain.ts'
export { renderProject } from './render-project.ts'
export { type SampledFile, sampleFile } from './sample-file.ts'
export { type SampledTable, type SkippedTable, tableName } from './sampled-table.ts'
