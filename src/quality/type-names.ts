import { COLUMN_TYPES, type ColumnType } from '../engine/column-types.ts'

const NAMES: Readonly<Record<ColumnType, readonly string[]>> = {
  string: ['string', 'str', 'object', 'text', 'varchar', 'stringtype'],
  long: ['long', 'int', 'int64', 'integer', 'bigint', 'longtype', 'integertype'],
  double: ['double', 'float', 'float64', 'real', 'double_precision', 'doubletype', 'floattype'],
  boolean: ['boolean', 'bool', 'bool_', 'booleantype'],
  date: ['date', 'date32', 'datetype'],
  timestamptz: ['timestamptz', 'timestamp', 'timestamp with time zone', 'datetime64[ns, utc]', 'timestamptype'],
  'list<string>': ['list<string>', 'array<string>', 'list', 'array', 'varchar[]', 'arraytype'],
}

/** The column type that pandas, Spark or SQL call so. */
export const typeNamed = (name: string): ColumnType | undefined =>
  COLUMN_TYPES.find((type) => NAMES[type].includes(name.toLowerCase()))

export const unknownType = (name: string): string | undefined =>
  typeNamed(name) === undefined ? `there is no type ${name}; known are ${COLUMN_TYPES.join(', ')}` : undefined
