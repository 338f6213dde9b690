/** What a column holds, in Iceberg's words. In this program a date and a time are ISO 8601 text, a time in UTC; a list holds texts, none of them null. */
export const COLUMN_TYPES = ['string', 'long', 'double', 'boolean', 'date', 'timestamptz', 'list<string>'] as const
export type ColumnType = (typeof COLUMN_TYPES)[number]

/** The engine's types, as it names them itself. */
export const SQL_TYPE: Readonly<Record<ColumnType, string>> = {
  string: 'VARCHAR',
  long: 'BIGINT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  'list<string>': 'VARCHAR[]',
}

const NARROWER: Readonly<Record<string, ColumnType>> = { INTEGER: 'long', SMALLINT: 'long', FLOAT: 'double' }

/** The column type that holds what the engine says a column is, or undefined when none does. */
export const columnTypeOf = (sqlType: string): ColumnType | undefined =>
  COLUMN_TYPES.find((type) => SQL_TYPE[type] === sqlType) ?? NARROWER[sqlType]

/** What stands between the parts of a list where it is shown as one text. */
export const LIST_SEPARATOR = '; '

/** SQL for a column as one text: parts of a list joined, days and times as ISO 8601. NULL stays NULL. */
export function textSql(column: string, type: ColumnType): string {
  if (type === 'list<string>') return `array_to_string(${column}, '${LIST_SEPARATOR}')`
  if (type === 'timestamptz') return `strftime(${column} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%fZ')`
  return type === 'string' ? column : `CAST(${column} AS VARCHAR)`
}
