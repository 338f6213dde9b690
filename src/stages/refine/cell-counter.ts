import type { SourceTable } from '../../domain/index.ts'
import { type RefinedCells, sumByAttribute } from '../../ledger/cell-accounting.ts'
import type { RefinedRowOutcome, ToldField } from '../../refine/index.ts'
import { type FedCells, fedCells } from '../../refine/record/fed-cells.ts'

/** Counts what becomes of the cells of one table's rows: as they come, and by what refining says of them. */
class TableCells {
  readonly #table: string
  readonly #fields: readonly ToldField[]
  readonly #read: FedCells
  readonly #quarantined: FedCells
  readonly #refused: number[]
  readonly #silent: number[]
  readonly #lost: number[]
  readonly #given: number[]

  constructor(table: SourceTable, columns: readonly string[], fields: readonly ToldField[]) {
    const places = new Map(columns.map((name, at) => [name, at]))
    const counter = () => fedCells(table, (column) => places.get(column) ?? -1)
    const none = () => fields.map(() => 0)
    this.#table = table.id
    this.#fields = fields
    this.#read = counter()
    this.#quarantined = counter()
    this.#refused = none()
    this.#silent = none()
    this.#lost = none()
    this.#given = none()
  }

  add(cells: readonly (string | null)[], { rejected, cells: used }: RefinedRowOutcome): void {
    this.#read.add(cells)
    if (rejected !== null) {
      this.#quarantined.add(cells)
      return
    }
    for (let at = 0; at < this.#fields.length; at++) {
      this.#refused[at] = (this.#refused[at] as number) + (used.refused[at] as number)
      this.#silent[at] = (this.#silent[at] as number) + (used.silent[at] as number)
      this.#lost[at] = (this.#lost[at] as number) + (used.lost[at] as number)
      this.#given[at] = (this.#given[at] as number) + (used.given[at] as number)
    }
  }

  counts(): RefinedCells[] {
    return this.#fields.map(({ entity, attribute }, at) => ({
      table: this.#table,
      entity,
      attribute,
      read: this.#read.counts[at] as number,
      quarantined: this.#quarantined.counts[at] as number,
      refused: this.#refused[at] as number,
      silent: this.#silent[at] as number,
      lost_in_row: this.#lost[at] as number,
      given: this.#given[at] as number,
    }))
  }
}

/** Counts the cells that a shard reads, by table and attribute. */
export class CellCounter {
  readonly #tables = new Map<string, TableCells>()

  of(
    table: SourceTable,
    { columns, fields }: { readonly columns: readonly string[]; readonly fields: readonly ToldField[] },
  ): TableCells {
    const known = this.#tables.get(table.id) ?? new TableCells(table, columns, fields)
    this.#tables.set(table.id, known)
    return known
  }

  /** By table, entity and attribute; one of which no cell was read is left out. */
  counts(): RefinedCells[] {
    const all = [...this.#tables.values()].flatMap((table) => table.counts())
    return [...sumByAttribute(all).values()].filter(
      ({ read, quarantined, refused, silent, lost_in_row, given }) =>
        read + quarantined + refused + silent + lost_in_row + given > 0,
    )
  }
}
