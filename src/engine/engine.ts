import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  DOUBLE,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBInstance,
  DuckDBScalarFunction,
  INTEGER,
  JSDuckDBValueConverter,
} from '@duckdb/node-api'
import { SQL_TYPE } from './column-types.ts'
import { EngineMemoryError, EngineQueryError } from './errors.ts'
import { readColumn } from './read-column.ts'
import { literalPath, sqlName, sqlText } from './sql.ts'
import { type ColumnDefinition, TableWriter } from './table-writer.ts'

export type { ColumnDefinition, ColumnType, TableWriter } from './table-writer.ts'

export interface EngineOptions {
  /** Above this DuckDB spills to `scratch`. */
  readonly memoryLimitMb: number
  readonly threads: number
  /** A folder for spilled data, created when missing; each engine spills into a folder of its own in it. */
  readonly scratch: string
  /** The files that SQL of this session can reach, beside those of its spill folder. Without it: all that the process can. */
  readonly reach?: EngineReach
  /** Told of each statement when it has ended: its first word, never its text. Times are milliseconds since the epoch. */
  readonly onStatement?: (kind: string, startMs: number, endMs: number, failed?: unknown) => void
}

export interface EngineReach {
  /** Folders to read and write in, at any depth. */
  readonly folders: readonly string[]
  readonly files?: readonly string[]
}

export interface ColumnChunk {
  readonly names: string[]
  /** One array a column; BIGINT comes as a number (exact up to 2^53). */
  readonly columns: unknown[][]
  readonly rowCount: number
}

/** Iceberg's id of a column; of a list also that of its elements. */
export type FieldId = number | { readonly id: number; readonly element: number }

export interface NumberChunk {
  readonly columns: readonly (Int32Array | Float64Array)[]
  readonly rowCount: number
}

/** A row group is held in memory while it is written: wide text rows would make DuckDB's default of 122,880 rows hundreds of megabytes. */
const ROW_GROUP_ROWS = 16_384

/**
 * Opens an in-memory DuckDB session with bounded memory, no extensions to fetch and its configuration locked.
 * @throws EngineQueryError when DuckDB cannot start.
 */
export async function openEngine(options: EngineOptions): Promise<Engine> {
  mkdirSync(options.scratch, { recursive: true })
  // DuckDB names its spill files the same in every process: two engines in one folder would read each other's.
  const spill = mkdtempSync(join(options.scratch, 'engine-'))
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(options.threads),
    memory_limit: `${options.memoryLimitMb}MB`,
    temp_directory: spill,
    preserve_insertion_order: 'true',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // Freed memory goes back to the system in steps: otherwise a session keeps up to half a gigabyte that nobody uses. Steps of 1 MB would
    // cost a tenth of a run in page faults.
    allocator_flush_threshold: '16MB',
    allocator_bulk_deallocation_flush_threshold: '16MB',
  })
  const engine = new Engine(instance, await instance.connect(), options, spill)
  try {
    for (const statement of [...confinement(options.reach), 'SET lock_configuration = true'])
      await engine.run(statement)
  } catch (error) {
    engine.close()
    throw error
  }
  return engine
}

/** What is allowed is read when access is switched off, and cannot change after. */
function confinement(reach: EngineReach | undefined): string[] {
  if (reach === undefined) return []
  // A file is opened by its name, and asked for by what means that name alone: both must be in reach.
  const [folders, files] = [reach.folders, reach.files ?? []].map((paths) => {
    const whole = paths.map((path) => resolve(path))
    return `[${[...new Set([...whole, ...whole.map(literalPath)])].map(sqlText).join(', ')}]`
  })
  return [
    `SET allowed_directories = ${folders}::VARCHAR[]`,
    `SET allowed_paths = ${files}::VARCHAR[]`,
    'SET enable_external_access = false',
  ]
}

/** One DuckDB session: SQL in, rows or column chunks out. */
export class Engine {
  readonly #instance: DuckDBInstance
  readonly #connection: DuckDBConnection
  readonly #options: EngineOptions
  readonly #spill: string

  constructor(instance: DuckDBInstance, connection: DuckDBConnection, options: EngineOptions, spill: string) {
    this.#instance = instance
    this.#connection = connection
    this.#options = options
    this.#spill = spill
  }

  async run(sql: string): Promise<void> {
    await this.#guard(sql, () => this.#connection.run(sql))
  }

  /** All rows of a small result, BIGINT as numbers. */
  async rows<T = Record<string, unknown>>(sql: string): Promise<T[]> {
    const [names, chunks] = await this.#guard(sql, async () => {
      const result = await this.#connection.run(sql)
      return [result.columnNames(), await result.fetchAllChunks()]
    })
    const rows: Record<string, unknown>[] = []
    for (const chunk of chunks) {
      const columns = names.map(
        (_, c) => readColumn(chunk, c) ?? chunk.convertColumnValues(c, JSDuckDBValueConverter).map(plain),
      )
      for (let r = 0; r < chunk.rowCount; r++) {
        const row: Record<string, unknown> = {}
        for (let c = 0; c < names.length; c++) row[names[c] as string] = columns[c]?.[r]
        rows.push(row)
      }
    }
    return rows as T[]
  }

  /**
   * A result of any size, streamed in chunks of up to 2,048 rows. It has a connection of its own, so that other statements may run
   * while it is read.
   */
  async *columns(sql: string): AsyncGenerator<ColumnChunk> {
    for await (const { names, chunk } of this.#chunks(sql)) {
      const columns = names.map((_, c) => readColumn(chunk, c) ?? chunk.getColumnValues(c).map(plain))
      yield { names, columns, rowCount: chunk.rowCount }
    }
  }

  /**
   * Like `columns`, for INTEGER and DOUBLE columns without NULL: the engine's own vectors, nothing converted. They hold good until the next
   * chunk is asked for.
   */
  async *numbers(sql: string): AsyncGenerator<NumberChunk> {
    for await (const { names, chunk } of this.#chunks(sql)) {
      const columns = names.map((_, c) => (chunk.getColumnVector(c) as unknown as NumberVector).items)
      yield { columns, rowCount: chunk.rowCount }
    }
  }

  async *#chunks(sql: string): AsyncGenerator<{ readonly names: string[]; readonly chunk: DuckDBDataChunk }> {
    const connection = await this.#instance.connect()
    try {
      const result = await this.#guard(sql, () => connection.stream(sql))
      const names = result.columnNames()
      for (;;) {
        const chunk = await this.#guard(sql, () => result.fetchChunk())
        if (chunk === null || chunk.rowCount === 0) return
        yield { names, chunk }
      }
    } finally {
      connection.closeSync()
    }
  }

  /** Creates an empty table and opens it for appending; `finish()` before the first query. */
  async createTable(name: string, columns: readonly ColumnDefinition[]): Promise<TableWriter> {
    const list = columns.map((column) => `${sqlName(column.name)} ${SQL_TYPE[column.type]}`).join(', ')
    await this.run(`CREATE OR REPLACE TABLE ${sqlName(name)} (${list})`)
    return new TableWriter(await this.#connection.createAppender(name), columns)
  }

  /**
   * Makes a function of numbers callable in SQL as `name(…)`, with a DOUBLE result. It is called with vectors of up to 2,048 values and
   * must be pure; it cannot throw. Rows where an argument is NULL give NULL.
   */
  registerFunction(
    name: string,
    parameters: readonly ('integer' | 'double')[],
    body: (args: readonly (Int32Array | Float64Array)[], out: Float64Array, count: number) => void,
  ): void {
    this.#connection.registerScalarFunction(
      DuckDBScalarFunction.create({
        name,
        returnType: DOUBLE,
        parameterTypes: parameters.map((type) => (type === 'integer' ? INTEGER : DOUBLE)),
        mainFunction: (_, chunk, output) => {
          const vectors = parameters.map((__, at) => chunk.getColumnVector(at) as unknown as NumberVector)
          const result = output as unknown as NumberVector
          body(
            vectors.map(({ items }) => items),
            result.items as Float64Array,
            chunk.rowCount,
          )
          result.flush()
        },
      }),
    )
  }

  /** Writes a query's rows, in its order, to one Parquet file; the same rows give the same bytes. */
  async writeParquet(query: string, path: string, fieldIds?: ReadonlyMap<string, FieldId>): Promise<void> {
    const ids = fieldIds && [...fieldIds].map(([name, id]) => `${sqlText(name)}: ${fieldIdSql(id)}`).join(', ')
    await this.run(
      `COPY (${query}) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION ${fieldIds ? 'zstd' : 'snappy'}, ROW_GROUP_SIZE ${ROW_GROUP_ROWS}${ids ? `, FIELD_IDS {${ids}}` : ''})`,
    )
  }

  close(): void {
    this.#connection.closeSync()
    this.#instance.closeSync()
    rmSync(this.#spill, { recursive: true, force: true })
  }

  async #guard<T>(sql: string, work: () => Promise<T>): Promise<T> {
    const startMs = clock()
    let failed: unknown
    try {
      return await work()
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error))
      failed = /out of memory|no space left|failed to offload|max_temp_directory_size/i.test(cause.message)
        ? new EngineMemoryError(cause, this.#options.memoryLimitMb)
        : new EngineQueryError(cause, sql)
      throw failed
    } finally {
      this.#options.onStatement?.(/^\s*(\w+)/.exec(sql)?.[1]?.toUpperCase() ?? '', startMs, clock(), failed)
    }
  }
}

const fieldIdSql = (id: FieldId): string =>
  typeof id === 'number' ? String(id) : `{__duckdb_field_id: ${id.id}, element: ${id.element}}`

/** Milliseconds since the epoch, with fractions. */
const clock = (): number => performance.timeOrigin + performance.now()
/** What DuckDB's INTEGER and DOUBLE vectors have in common. */
interface NumberVector {
  readonly items: Int32Array | Float64Array
  flush(): void
}

const plain = (value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value)
