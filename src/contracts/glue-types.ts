import type { FieldType } from './contract.ts'

/** What the AWS Glue Data Catalog, and so Athena, calls a type. Its timestamps are in UTC. */
export const GLUE_TYPE: Readonly<Record<FieldType, string>> = {
  string: 'string',
  long: 'bigint',
  double: 'double',
  boolean: 'boolean',
  date: 'date',
  timestamptz: 'timestamp',
  'list<string>': 'array<string>',
}
