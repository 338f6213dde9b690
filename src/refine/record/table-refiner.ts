import type { CompiledDomain, SourceTable } from '../../domain/index.ts'
import { describer, type Rejection } from './describer.ts'
import type { Draft } from './draft.ts'
import { countryTeller } from './infer-country.ts'
import type { Cells } from './read-text.ts'
import type { AsideValue } from './reading-notes.ts'
import { RowCells } from './row-cells.ts'
import type { RowPlace } from './row-place.ts'
import { sourceReader } from './row-source.ts'
import { type ToldField, toldFields } from './told-fields.ts'

/** One row of an entity's refined table: values in the order of `refinedColumns`. */
export interface RefinedRecord {
  readonly entity: string
  /** Its place among the things that the table describes. */
  readonly at: number
  /** Which of those that one cell names it is; 0 is the first. */
  readonly nth: number
  readonly values: readonly unknown[]
}

/** A value that is not used, or a part of one, and of which attribute: a place in `TableRefiner.fields`. */
export interface SetAside extends AsideValue {
  readonly of: number
}

export interface RefinedRowOutcome {
  readonly records: readonly RefinedRecord[]
  readonly setAside: readonly SetAside[]
  /** How many values the row's cells gave of each attribute, used or not, in the order of `TableRefiner.fields`. */
  readonly said: readonly number[]
  /** What became of the row's filled cells where it is not rejected. Stands until the next row is refined. */
  readonly cells: RowCells
  /** Why the first thing that the row describes cannot be used; its row goes to quarantine, and nothing of it is published. */
  readonly rejected: Rejection | null
}

/** Refines the rows of one table: cells in, a record for each thing that a row describes out. */
export interface TableRefiner {
  /** Names of the table's columns, in the order in which cells are given. */
  readonly columns: readonly string[]
  /** Every attribute that a row may say, of each thing that it describes. */
  readonly fields: readonly ToldField[]
  readonly refine: (cells: Cells, place: RowPlace) => RefinedRowOutcome
}

/** Compiled once a table: whatever depends on the domain is decided before the first row. */
export function tableRefiner(domain: CompiledDomain, table: SourceTable): TableRefiner {
  const columns = table.columns.map(({ name }) => name)
  const places = new Map(columns.map((name, at) => [name, at]))
  const place = (column: string): number => places.get(column) ?? -1
  const sourceOf = sourceReader(domain, table, place)
  const countryOf = countryTeller(table.describes)
  const fields = toldFields(table)
  const used = new RowCells(fields.length)
  const firsts = table.describes.map((_, at) =>
    table.describes.slice(0, at).reduce((sum, { attributes }) => sum + attributes.length, 0),
  )
  const describers = table.describes.map((_, at) => describer(domain, table, at, place, used, firsts[at] as number))
  const told = noteTeller(table, firsts, used)
  return {
    columns,
    fields,
    refine: (cells, row) => {
      used.clear()
      const source = sourceOf(cells)
      const drafts = describers.map(({ speaks, read }) => (speaks(cells) ? read(cells) : undefined))
      for (const { infer, at } of describers) {
        const draft = drafts[at]
        if (draft !== undefined) infer(draft, () => countryOf((of) => drafts[of]))
      }
      const records: RefinedRecord[] = []
      const unused = new Map<number, Rejection>()
      let rowId: string | null = null
      let isCounted = true
      for (const { at, entity, useOf, further, record } of describers) {
        const draft = drafts[at]
        if (draft === undefined) continue
        const outcome = useOf(cells, draft, isCounted)
        // The row is counted by what it describes first; what else it says goes with it.
        if (outcome.use === 'rejected' && isCounted)
          return { ...told(drafts, unused), records: [], rejected: outcome.rejection }
        if (outcome.use === 'nothing') continue
        if (outcome.use === 'rejected') unused.set(at, outcome.rejection)
        else {
          const part = isCounted ? 0 : at
          const made = record({ cells, row, source, draft, use: outcome.use, part, rowId, nth: 0 })
          isCounted = false
          rowId ??= made.id
          records.push({ entity, at, nth: 0, values: made.values })
        }
        if (outcome.use === 'part') continue
        for (const [index, { draft: other, rejection }] of further(cells, draft).entries()) {
          if (rejection !== null) continue
          const nth = index + 1
          // No two things that a row says have one place in it.
          const place = nth * describers.length + at
          const { values } = record({ cells, row, source, draft: other, use: 'record', part: place, rowId, nth })
          records.push({ entity, at, nth, values })
        }
      }
      return { ...told(drafts, unused), records, rejected: isCounted ? notDescribed(table) : null }
    },
  }
}

/** No `when` of the table fits the row: it is kept for people to see, since every row that is read is counted. */
const notDescribed = ({ describes }: SourceTable): Rejection => ({
  rule: 'not_described',
  field: describes[0]?.when?.column ?? '',
  value: null,
  message: 'The row is about nothing that its table describes. Widen a `when` of the domain, or take the row out.',
})

/** Puts together what was noted of each thing that a row describes, by places in `TableRefiner.fields`. */
function noteTeller({ describes }: SourceTable, firsts: readonly number[], cells: RowCells) {
  const places = describes.map(({ attributes }, index) => {
    const first = firsts[index] as number
    return { first, of: new Map(attributes.map(({ attribute }, at) => [attribute.name, first + at])) }
  })
  const known = cells.given.length
  return (
    drafts: readonly (Draft | undefined)[],
    unused: ReadonlyMap<number, Rejection>,
  ): Pick<RefinedRowOutcome, 'setAside' | 'said' | 'cells'> => {
    const setAside: SetAside[] = []
    const said = new Array<number>(known).fill(0)
    for (const [at, draft] of drafts.entries()) {
      const place = places[at]
      if (draft === undefined || place === undefined) continue
      for (const [index, count] of draft.said.entries()) said[place.first + index] = count
      const placed = (value: AsideValue) => ({ ...value, of: place.of.get(value.field) as number })
      setAside.push(...draft.setAside.map(placed))
      const rejection = unused.get(at)
      if (rejection === undefined) continue
      setAside.push(...goneWith(draft, rejection).map(placed))
      for (const of of place.of.values()) cells.refuse(of)
    }
    return { setAside, said, cells }
  }
}

/** What cells say of something beside the first, of which too little is said to make a record. */
const goneWith = ({ values, said }: Draft, { rule, message }: Rejection): AsideValue[] =>
  [...values].flatMap(([field, value], at) =>
    value === null || (said[at] ?? 0) === 0
      ? []
      : [value].flat().map((one) => ({ field, code: rule, message, raw: String(one) })),
  )
