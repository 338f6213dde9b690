import type { Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/index.ts'
import { refinedColumns } from './refined-columns.ts'

interface RecordWriter {
  readonly writer: Awaited<ReturnType<Engine['createTable']>>
  buffer: unknown[][]
  rows: number
}

/** A table for each entity that the rows of a shard describe. */
export class RecordWriters {
  readonly #writers: ReadonlyMap<string, RecordWriter>

  private constructor(writers: ReadonlyMap<string, RecordWriter>) {
    this.#writers = writers
  }

  static async open(engine: Engine, entities: readonly Entity[]): Promise<RecordWriters> {
    const writers = new Map<string, RecordWriter>()
    for (const entity of entities) {
      const columns = refinedColumns(entity)
      const writer = await engine.createTable(tableOf(entity.id), columns)
      writers.set(entity.id, { writer, buffer: columns.map(() => []), rows: 0 })
    }
    return new RecordWriters(writers)
  }

  add(entity: string, values: readonly unknown[]): void {
    const known = this.#writers.get(entity)
    if (known === undefined) return
    for (let at = 0; at < values.length; at++) known.buffer[at]?.push(values[at])
    known.rows++
  }

  /** Hands what was added to the engine. */
  flush(): void {
    for (const known of this.#writers.values()) {
      if ((known.buffer[0]?.length ?? 0) === 0) continue
      known.writer.append(known.buffer)
      known.buffer = known.buffer.map(() => [])
    }
  }

  async finish(): Promise<{ readonly entity: string; readonly table: string; readonly rows: number }[]> {
    this.flush()
    const tables = []
    for (const [entity, { writer, rows }] of this.#writers) {
      await writer.finish()
      tables.push({ entity, table: tableOf(entity), rows })
    }
    return tables
  }
}

const tableOf = (entity: string): string => `refined_${entity}`
