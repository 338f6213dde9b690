import { createHash } from 'node:crypto'
import { join } from 'node:path'
import type { ColumnDefinition, Engine } from '../../engine/engine.ts'
import { parquetFiles } from '../../engine/sql.ts'
import { storeWork } from '../../ledger/work.ts'
import type { WorkFile } from '../../ledger/works/work-file.ts'
import type { ObjectStore } from '../../storage/object-store.ts'

/**
 * A dataset under construction: rows come in published order, go to disk in parts, and are hashed on the way,
 * so that the same rows, added in the same parts, have the same content hash whatever wrote the file.
 */
export class DatasetTable {
  count = 0
  readonly #engine: Engine
  readonly #name: string
  readonly #columns: readonly ColumnDefinition[]
  readonly #scratch: string
  readonly #hash = createHash('sha256')
  readonly #parts: string[] = []
  #buffer: unknown[][]

  constructor(engine: Engine, name: string, columns: readonly ColumnDefinition[], scratch: string) {
    this.#engine = engine
    this.#name = name
    this.#columns = columns
    this.#scratch = scratch
    this.#buffer = columns.map(() => [])
  }

  add(row: object): void {
    const cells = row as Readonly<Record<string, unknown>>
    this.count++
    for (let c = 0; c < this.#columns.length; c++) this.#buffer[c]?.push(cells[this.#columns[c]?.name ?? ''] ?? null)
  }

  /** Writes what has been added since the last part to disk. No result may be open on the engine: it would keep the table alive. */
  async writePart(): Promise<void> {
    if ((this.#buffer[0]?.length ?? 0) === 0 && this.#parts.length > 0) return
    this.#hash.update(JSON.stringify(this.#buffer))
    const writer = await this.#engine.createTable(this.#name, this.#columns)
    writer.append(this.#buffer)
    await writer.finish()
    this.#buffer = this.#columns.map(() => [])
    const path = join(this.#scratch, `${this.#name}-${this.#parts.length}.parquet`)
    await this.#engine.writeParquet(`SELECT * FROM ${this.#name}`, path)
    await this.#engine.run(`DROP TABLE ${this.#name}`)
    this.#parts.push(path)
  }

  async store(store: ObjectStore, prefix: string): Promise<WorkFile & { contentHash: string }> {
    await this.writePart()
    const path = await this.#joinParts()
    const stored = await storeWork(store, prefix, `${this.#name}.parquet`, path, this.count)
    return { ...stored, contentHash: this.#hash.digest('hex') }
  }

  async #joinParts(): Promise<string> {
    const [only] = this.#parts
    if (this.#parts.length === 1 && only !== undefined) return only
    const path = join(this.#scratch, `${this.#name}.parquet`)
    await this.#engine.writeParquet(`SELECT * FROM ${parquetFiles(this.#parts)}`, path)
    return path
  }
}
