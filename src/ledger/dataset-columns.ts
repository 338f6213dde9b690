import type { Contract } from '../contracts/index.ts'
import type { ColumnDefinition } from '../engine/engine.ts'

export const columnsOfContract = ({ fields }: Contract): ColumnDefinition[] =>
  fields.map(({ name, type }) => ({ name, type }))
