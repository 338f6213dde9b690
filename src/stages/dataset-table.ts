import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { ColumnDefinition, Engine, TableWriter } from '../engine/engine.ts'
import type { StageContext } from './stage.ts'
import { storeWork, type WorkFile } from './work.ts'

const BATCH = 2048

/**
 * A dataset under construction: rows come in published order, go to the engine a vector at a time, and are hashed on the way,
 * so that the same rows have the same content hash whatever wrote the file.
 */
export class DatasetTable {
  count = 0
  readonly #engine: Engine
  readonly #name: string
  readonly #writer: TableWriter
  readonly #names: readonly string[]
  readonly #hash = createHash('sha256')
  #buffer: unknown[][]

  constructor(engine: Engine, name: string, writer: TableWriter, names: readonly string[]) {
    this.#engine = engine
    this.#name = name
    this.#writer = writer
    this.#names = names
    this.#buffer = names.map(() => [])
  }

  static async open(engine: Engine, name: string, columns: readonly ColumnDefinition[]): Promise<DatasetTable> {
    const names = columns.map((column) => column.name)
    return new DatasetTable(engine, name, await engine.createTable(name, columns), names)
  }

  add(row: object): void {
    const cells = row as Readonly<Record<string, unknown>>
    this.count++
    for (let c = 0; c < this.#names.length; c++) this.#buffer[c]?.push(cells[this.#names[c] as string] ?? null)
    if ((this.#buffer[0]?.length ?? 0) >= BATCH) this.#flush()
  }

  #flush(): void {
    this.#hash.update(JSON.stringify(this.#buffer))
    this.#writer.append(this.#buffer)
    this.#buffer = this.#names.map(() => [])
  }

  async store(context: StageContext, prefix: string): Promise<WorkFile & { contentHash: string }> {
    this.#flush()
    await this.#writer.finish()
    const path = join(context.scratch, `${this.#name}.parquet`)
    await this.#engine.writeParquet(`SELECT * FROM ${this.#name}`, path)
    await this.#engine.run(`DROP TABLE ${this.#name}`)
    const stored = await storeWork(context.store, prefix, `${this.#name}.parquet`, path, this.count)
    return { ...stored, contentHash: this.#hash.digest('hex') }
  }
}
