import { join } from 'node:path'
import type { Engine } from '../../engine/index.ts'
import { SET_ASIDE_COLUMNS } from '../../ledger/set-aside.ts'
import type { SaidField } from '../../ledger/works/refine-work.ts'
import type { RefinedRowOutcome, RowPlace, ToldField } from '../../refine/index.ts'

const TABLE = 'set_aside'

/** Values that are not used, handed to the engine a chunk at a time, and how many there were of each field. */
export class SetAsideWriter {
  readonly #engine: Engine
  readonly #source: string
  #writer: Awaited<ReturnType<Engine['createTable']>> | undefined
  #buffer: unknown[][] = SET_ASIDE_COLUMNS.map(() => [])
  readonly #said = new Map<string, SaidField>()
  rows = 0

  constructor(engine: Engine, source: string) {
    this.#engine = engine
    this.#source = source
  }

  add(
    table: string,
    fields: readonly ToldField[],
    { file, sheet, rowNumber, rowHash }: RowPlace,
    { setAside, said }: RefinedRowOutcome,
  ): void {
    for (const [at, { entity, attribute }] of fields.entries()) {
      const values = said[at] ?? 0
      if (values === 0) continue
      const key = `${table}\n${entity}\n${attribute}`
      const known = this.#said.get(key)
      if (known === undefined) this.#said.set(key, { table, entity, field: attribute, values })
      else known.values += values
    }
    for (const { of, code, message, raw } of setAside) {
      const { entity, attribute, mask } = fields[of] as ToldField
      const place = [this.#source, table, file, sheet, rowNumber, rowHash]
      const cells = [...place, entity, attribute, code, mask(raw), message]
      for (const [at, cell] of cells.entries()) this.#buffer[at]?.push(cell)
      this.rows++
    }
  }

  /** Hands what was added to the engine. */
  async flush(): Promise<void> {
    if (this.#buffer[0]?.length === 0) return
    this.#writer ??= await this.#engine.createTable(TABLE, SET_ASIDE_COLUMNS)
    this.#writer.append(this.#buffer)
    this.#buffer = SET_ASIDE_COLUMNS.map(() => [])
  }

  /** Writes a Parquet file in `scratch`. @returns its path; null when no value was set aside */
  async finish(scratch: string): Promise<string | null> {
    await this.flush()
    if (this.#writer === undefined) return null
    await this.#writer.finish()
    const path = join(scratch, `${TABLE}.parquet`)
    await this.#engine.writeParquet(`SELECT * FROM ${TABLE}`, path)
    await this.#engine.run(`DROP TABLE ${TABLE}`)
    return path
  }

  /** By table, entity and field. */
  said(): SaidField[] {
    return [...this.#said].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, field]) => field)
  }
}
