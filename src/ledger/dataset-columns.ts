import { contractById } from '../contracts/registry.ts'
import type { ColumnDefinition } from '../engine/engine.ts'
import type { DatasetId } from './datasets.ts'

export const contractColumns = (id: DatasetId): ColumnDefinition[] =>
  contractById(id).fields.map(({ name, type }) => ({ name, type }))
