import { attributesFed } from '../../domain/columns-read.ts'
import type { SourceTable } from '../../domain/index.ts'
import { type IngestedCells, sumByAttribute } from '../../ledger/cell-accounting.ts'
import type { MappedSheet, RowOutcome, SourceRow } from '../../ledger/source-row.ts'
import type { IngestedSheet } from '../../ledger/works/ingest-work.ts'
import { fedCells } from '../../refine/record/fed-cells.ts'
import { toldFields } from '../../refine/record/told-fields.ts'
import type { SheetBatch } from '../../sources/index.ts'

type Filled = Extract<RowOutcome, { outcome: 'row' | 'too_long' }>

/** Stands for a filled cell that no reader can give a text of. */
const BROKEN = '#'

/**
 * Counts the filled cells of a sheet once for each attribute that they feed: as the reader has them, in rows that are rejected, and in
 * those that are passed on. A row that a person corrected has the cells of the correction.
 */
export class SheetCells {
  readonly #names: readonly string[]
  /** Field → place in the header; −1 where the file has none. */
  readonly #indexes: readonly number[]
  /** Label → place among the fields, of labels that stand once. */
  readonly #fieldOf: ReadonlyMap<string, number>
  readonly #table: SourceTable
  readonly #read: ReturnType<typeof fedCells>
  readonly #rejected: ReturnType<typeof fedCells>
  readonly #passed: ReturnType<typeof fedCells>
  readonly #broken: ReturnType<typeof fedCells>
  readonly #unfed: { readonly index: number; readonly header: string; readonly field: string | null; cells: number }[]
  #faults = new Map<number, number[]>()

  constructor(table: SourceTable, { contract, source, mapping }: MappedSheet) {
    this.#table = table
    this.#names = contract.fields.map(({ name }) => name)
    const indexOf = new Map(mapping.mapped.map(({ field, index }) => [field, index]))
    this.#indexes = this.#names.map((name) => indexOf.get(name) ?? -1)
    const isAlone = (label: string) => source.header.indexOf(label) === source.header.lastIndexOf(label)
    this.#fieldOf = new Map(
      mapping.mapped
        .filter(({ header }) => isAlone(header))
        .map(({ header, field }) => [header, this.#names.indexOf(field)]),
    )
    const counter = () => fedCells(table, (column) => this.#names.indexOf(column))
    this.#read = counter()
    this.#rejected = counter()
    this.#passed = counter()
    this.#broken = counter()
    const fed = attributesFed(table)
    this.#unfed = [
      ...mapping.unmapped.map(({ index, header }) => ({ index, header, field: null, cells: 0 })),
      ...mapping.mapped
        .filter(({ field }) => !fed.has(field))
        .map(({ index, header, field }) => ({ index, header, field, cells: 0 })),
    ]
  }

  /** Takes the cells of some lines that have no text, before their rows. */
  open({ errorCells, oversized }: Pick<SheetBatch, 'errorCells' | 'oversized'>): void {
    this.#faults = new Map()
    for (const { rowNumber, column } of [...errorCells, ...oversized]) {
      const at = this.#fieldOf.get(column)
      if (at !== undefined) this.#faults.set(rowNumber, [...(this.#faults.get(rowNumber) ?? []), at])
    }
  }

  /** @param corrected what is read in its place */
  read({ cells, row }: Filled, corrected: SourceRow | null): void {
    for (const unfed of this.#unfed) if (cells[unfed.index] != null) unfed.cells++
    const values = corrected === null ? this.#indexes.map((at) => cells[at] ?? null) : this.valuesOf(corrected)
    this.#read.add(this.#withFaults(row.rowNumber, values), values)
  }

  reject(row: SourceRow): void {
    const values = this.valuesOf(row)
    this.#rejected.add(this.#withFaults(row.rowNumber, values), values)
  }

  /** @param values of the row that is written, in the order of the contract's fields */
  pass({ rowNumber }: SourceRow, values: readonly (string | null)[]): void {
    this.#passed.add(values)
    if (this.#faults.has(rowNumber))
      this.#broken.add(
        this.#withFaults(rowNumber, values).map((value, at) => (values[at] === null ? value : null)),
        values,
      )
  }

  valuesOf({ fields }: SourceRow): (string | null)[] {
    return this.#names.map((name) => fields[name] ?? null)
  }

  /** By attribute; one that no cell feeds is left out. */
  counts(): IngestedCells[] {
    const all = toldFields(this.#table).map(({ entity, attribute }, at) => ({
      table: this.#table.id,
      entity,
      attribute,
      read: this.#read.counts[at] as number,
      quarantined: this.#rejected.counts[at] as number,
      broken: this.#broken.counts[at] as number,
      passed: this.#passed.counts[at] as number,
    }))
    return [...sumByAttribute(all).values()].filter(
      ({ read, quarantined, broken, passed }) => read + quarantined + broken + passed > 0,
    )
  }

  /** @param label how a label may be shown */
  unfed(label: (header: string) => string): IngestedSheet['unfed'] {
    const used = usedColumns(this.#table)
    return this.#unfed.map(({ header, field, cells }) => {
      return { column: label(header), field, is_used: field !== null && used.has(field), cells }
    })
  }

  #withFaults(rowNumber: number, values: readonly (string | null)[]): readonly (string | null)[] {
    const faults = this.#faults.get(rowNumber)
    return faults === undefined ? values : values.map((value, at) => value ?? (faults.includes(at) ? BROKEN : null))
  }
}

/** Columns that say which row it is, whose, of what, or what its values are worth. */
const usedColumns = ({ describes, sourceColumn }: SourceTable): ReadonlySet<string> =>
  new Set([
    ...(sourceColumn === null ? [] : [sourceColumn.column]),
    ...describes.flatMap(({ key, belongsTo, when, invalid }) => [
      ...key,
      ...belongsTo.flatMap((one) => [...(one.key ?? []), ...(one.named === null ? [] : [one.named])]),
      ...(when === null ? [] : [when.column]),
      ...(invalid === null ? [] : [invalid.column]),
    ]),
  ])
