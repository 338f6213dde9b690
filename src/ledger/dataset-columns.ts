import { contractById } from '../contracts/index.ts'
import type { ColumnDefinition } from '../engine/engine.ts'

/** What a run publishes. */
export const DATASETS = ['organizations', 'contacts', 'entity_links', 'entity_changes'] as const
export type DatasetId = (typeof DATASETS)[number]

export const contractColumns = (id: DatasetId): ColumnDefinition[] =>
  contractById(id).fields.map(({ name, type }) => ({ name, type }))
