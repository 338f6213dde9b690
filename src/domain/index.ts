/** The door of the domain room: what others may take of it. */
export type {
  Attribute,
  Belonging,
  CompiledDomain,
  Description,
  Entity,
  MappedAttribute,
  MappedReading,
  Reading,
  Source,
  SourceTable,
} from './domain.ts'
