import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBAppender,
  DuckDBDataChunk,
  type DuckDBType,
  type DuckDBValue,
  VARCHAR,
} from '@duckdb/node-api'

export type ColumnType = 'string' | 'long' | 'double' | 'boolean'

export interface ColumnDefinition {
  readonly name: string
  readonly type: ColumnType
}

export const duckType: Record<ColumnType, DuckDBType> = {
  string: VARCHAR,
  long: BIGINT,
  double: DOUBLE,
  boolean: BOOLEAN,
}

const VECTOR = 2048

/** Appends column arrays to a table of the session, a vector (2,048 rows) at a time. */
export class TableWriter {
  readonly #appender: DuckDBAppender
  readonly #columns: readonly ColumnDefinition[]
  readonly #types: DuckDBType[]

  constructor(appender: DuckDBAppender, columns: readonly ColumnDefinition[]) {
    this.#appender = appender
    this.#columns = columns
    this.#types = columns.map((column) => duckType[column.type])
  }

  /** @param values one array a column, in the table's order, all of one length; `null` and `undefined` are SQL NULL. */
  append(values: readonly (readonly unknown[])[]): void {
    const count = values[0]?.length ?? 0
    for (let start = 0; start < count; start += VECTOR) {
      const end = Math.min(start + VECTOR, count)
      const chunk = DuckDBDataChunk.create(this.#types, end - start)
      for (let c = 0; c < this.#columns.length; c++) {
        const source = values[c] ?? []
        const long = this.#columns[c]?.type === 'long'
        const cells: DuckDBValue[] = new Array(end - start)
        for (let i = start; i < end; i++) {
          const value = source[i] as string | number | boolean | null | undefined
          cells[i - start] = value === null || value === undefined ? null : long ? BigInt(value) : value
        }
        chunk.setColumnValues(c, cells)
      }
      this.#appender.appendDataChunk(chunk)
    }
  }

  async finish(): Promise<void> {
    this.#appender.flushSync()
    this.#appender.closeSync()
  }
}
