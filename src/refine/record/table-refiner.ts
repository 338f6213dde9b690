import type { CompiledDomain, SourceTable } from '../../domain/index.ts'
import type { ValueIssue } from './attribute-reader.ts'
import { describer, type Rejection } from './describer.ts'
import { countryTeller } from './infer-country.ts'
import type { Cells } from './read-text.ts'
import type { RowPlace } from './row-place.ts'
import { sourceReader } from './row-source.ts'

/** One row of an entity's refined table: values in the order of `refinedColumns`. */
export interface RefinedRecord {
  readonly entity: string
  /** Its place among the things that the table describes. */
  readonly at: number
  readonly values: readonly unknown[]
}

/** A value that could not be read, or a thing beside the first of which too little is said: by attribute, and why. */
export interface LostValue {
  readonly field: string
  readonly code: string
}

export interface RefinedRowOutcome {
  readonly records: readonly RefinedRecord[]
  readonly issues: readonly ValueIssue[]
  /** What the cells of a row that is used say, and nothing published does. */
  readonly lost: readonly LostValue[]
  /** Why the first thing that the row describes cannot be used; its row goes to quarantine, and nothing of it is published. */
  readonly rejected: Rejection | null
}

/** Refines the rows of one table: cells in, a record for each thing that a row describes out. */
export interface TableRefiner {
  /** Names of the table's columns, in the order in which cells are given. */
  readonly columns: readonly string[]
  readonly refine: (cells: Cells, place: RowPlace) => RefinedRowOutcome
}

/** Compiled once a table: whatever depends on the domain is decided before the first row. */
export function tableRefiner(domain: CompiledDomain, table: SourceTable): TableRefiner {
  const columns = table.columns.map(({ name }) => name)
  const places = new Map(columns.map((name, at) => [name, at]))
  const place = (column: string): number => places.get(column) ?? -1
  const sourceOf = sourceReader(domain, table, place)
  const countryOf = countryTeller(table.describes)
  const describers = table.describes.map((_, at) => describer(domain, table, at, place))
  return {
    columns,
    refine: (cells, row) => {
      const source = sourceOf(cells)
      const drafts = describers.map(({ speaks, read }) => (speaks(cells) ? read(cells) : undefined))
      for (const { infer, at } of describers) {
        const draft = drafts[at]
        if (draft !== undefined) infer(draft, () => countryOf((of) => drafts[of]))
      }
      const issues = drafts.flatMap((draft) => draft?.issues ?? [])
      const records: RefinedRecord[] = []
      const unused: LostValue[] = []
      let rowId: string | null = null
      let isCounted = true
      for (const { at, entity, useOf, record } of describers) {
        const draft = drafts[at]
        if (draft === undefined) continue
        const outcome = useOf(cells, draft, isCounted)
        // The row is counted by what it describes first; what else it says goes with it.
        if (outcome.use === 'rejected' && isCounted)
          return { records: [], issues, lost: [], rejected: outcome.rejection }
        if (outcome.use === 'rejected')
          unused.push({ field: `${entity}.${outcome.rejection.field}`, code: outcome.rejection.rule })
        if (outcome.use === 'rejected' || outcome.use === 'nothing') continue
        const made = record({ cells, row, source, draft, use: outcome.use, part: isCounted ? 0 : at, rowId })
        isCounted = false
        rowId ??= made.id
        records.push({ entity, at, values: made.values })
      }
      const lost = issues.flatMap(({ field, code, isLost }) => (isLost ? [{ field, code }] : []))
      return { records, issues, lost: [...lost, ...unused], rejected: isCounted ? notDescribed(table) : null }
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
