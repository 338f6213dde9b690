import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  type DuckDBAppender,
  DuckDBDataChunk,
  DuckDBDateValue,
  DuckDBTimestampTZValue,
  type DuckDBType,
  type DuckDBValue,
  DuckDBVarCharVector,
  LIST,
  listValue,
  TIMESTAMPTZ,
  VARCHAR,
} from '@duckdb/node-api'
import type { ColumnType } from './column-types.ts'
import { isoDays, isoMicros } from './iso-time.ts'

export type { ColumnType } from './column-types.ts'

export interface ColumnDefinition {
  readonly name: string
  readonly type: ColumnType
}

const duckType: Record<ColumnType, DuckDBType> = {
  string: VARCHAR,
  long: BIGINT,
  double: DOUBLE,
  boolean: BOOLEAN,
  date: DATE,
  timestamptz: TIMESTAMPTZ,
  'list<string>': LIST(VARCHAR),
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

  /** @param values one array a column, in the table's order, all of one length; `null` and `undefined` are SQL NULL. @throws RangeError for a text
   * that is no day or time */
  append(values: readonly (readonly unknown[])[]): void {
    const count = values[0]?.length ?? 0
    for (let start = 0; start < count; start += VECTOR) {
      const end = Math.min(start + VECTOR, count)
      const chunk = DuckDBDataChunk.create(this.#types, end - start)
      for (let c = 0; c < this.#columns.length; c++) {
        const source = values[c] ?? []
        const type = this.#columns[c]?.type
        const vector = chunk.getColumnVector(c)
        if (vector instanceof DuckDBVarCharVector) writeTexts(vector, source, start, end)
        else {
          const cells: DuckDBValue[] = []
          for (let i = start; i < end; i++) cells.push(type === undefined ? null : cellOf(type, source[i]))
          chunk.setColumnValues(c, cells)
        }
      }
      this.#appender.appendDataChunk(chunk)
    }
  }

  async finish(): Promise<void> {
    this.#appender.flushSync()
    this.#appender.closeSync()
  }
}

/** A value as the engine takes it. @throws RangeError for a text that is no day or time. */
function cellOf(type: ColumnType, value: unknown): DuckDBValue {
  if (value === null || value === undefined) return null
  switch (type) {
    case 'long':
      return BigInt(value as number)
    case 'date':
      return new DuckDBDateValue(isoDays(String(value)))
    case 'timestamptz':
      return new DuckDBTimestampTZValue(isoMicros(String(value)))
    case 'list<string>':
      return listValue(value as readonly string[])
    default:
      return value as string | number | boolean
  }
}

/** Of the binding's text vector, what is written here: it would make three big integers for each value to mark which are NULL. */
interface TextMemory {
  readonly validity: { data: BigUint64Array | null; setItemValid(row: number, valid: boolean): void }
  readonly itemCache: (string | null)[]
  readonly itemCacheDirty: boolean[]
}

function writeTexts(vector: DuckDBVarCharVector, source: readonly unknown[], start: number, end: number): void {
  const { validity, itemCache, itemCacheDirty } = vector as unknown as TextMemory
  let bits: Uint8Array | undefined
  for (let i = start; i < end; i++) {
    const value = source[i] as string | null | undefined
    const row = i - start
    if (value !== null && value !== undefined) {
      itemCache[row] = value
      itemCacheDirty[row] = true
    } else if (bits === undefined) {
      validity.setItemValid(row, false)
      const { buffer, byteOffset, byteLength } = validity.data as BigUint64Array
      bits = new Uint8Array(buffer, byteOffset, byteLength)
    } else bits[row >> 3] = (bits[row >> 3] as number) & ~(1 << (row & 7))
  }
  vector.flush()
}
