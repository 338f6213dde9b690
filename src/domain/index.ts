/** The door of the domain room: what others may take of it. */

export { attributesFed, columnsFeeding, columnsOfReading } from './columns-read.ts'
export { compareDomains } from './compare/compare-domains.ts'
export type { DomainChange, DomainComparison, DomainState } from './compare/domain-change.ts'
export { compileDomain, type DomainOutcome } from './compile/compile-domain.ts'
export { primaryAttributes } from './derived-columns.ts'
export { diagram } from './diagram.ts'
export type { DerivedDocument } from './document/attribute-document.ts'
export { domainSchemaText } from './document/domain-schema.ts'
export type {
  Attribute,
  CompiledDomain,
  Derived,
  Description,
  Entity,
  MappedAttribute,
  MappedReading,
  Reading,
  Source,
  SourceTable,
} from './domain.ts'
export type { DomainFiles } from './domain-files.ts'
export { DomainError, DomainFaultsError } from './errors.ts'
export { type ColumnPlace, type ExplainedColumn, explainColumn } from './explain-column.ts'
export { type Fault, faultLine } from './fault.ts'
export { loadDomainFiles } from './load-domain-files.ts'
export type { PublishedColumn } from './published-column.ts'
export { publishedColumns } from './published-columns.ts'
export { publishedContract } from './published-contract.ts'
export { readDomain, readDomainFolder } from './read-domain.ts'
