import type { ColumnType } from '../engine/engine.ts'

const NAMES: Readonly<Record<ColumnType, readonly string[]>> = {
  string: ['string', 'str', 'object', 'text', 'varchar', 'stringtype'],
  long: ['long', 'int', 'int64', 'integer', 'bigint', 'longtype', 'integertype'],
  double: ['double', 'float', 'float64', 'real', 'double_precision', 'doubletype', 'floattype'],
  boolean: ['boolean', 'bool', 'bool_', 'booleantype'],
}

/** The column type that pandas, Spark or SQL call so. */
export const typeNamed = (name: string): ColumnType | undefined =>
  (Object.keys(NAMES) as ColumnType[]).find((type) => NAMES[type].includes(name.toLowerCase()))

export const unknownType = (name: string): string | undefined =>
  typeNamed(name) === undefined ? `there is no type ${name}; known are ${Object.keys(NAMES).join(', ')}` : undefined
