import type { CompiledDomain } from '../../src/domain/index.ts'
import { refinedColumns } from '../../src/refine/record/refined-columns.ts'
import { type RefinedRowOutcome, tableRefiner } from '../../src/refine/record/table-refiner.ts'

export interface RefinedTestRow {
  /** Columns of each record by name, with the entity under `entity`. */
  readonly records: readonly Readonly<Record<string, unknown>>[]
  readonly issues: RefinedRowOutcome['issues']
  readonly lost: RefinedRowOutcome['lost']
  readonly rejected: RefinedRowOutcome['rejected']
}

/** One row of a table, its cells by the labels of their columns, as records of the domain. */
export function refineRow(
  domain: CompiledDomain,
  tableId: string,
  row: Readonly<Record<string, string | null>>,
  rowNumber = 2,
): RefinedTestRow {
  const table = domain.sources.flatMap(({ tables }) => tables).find(({ id }) => id === tableId)
  if (table === undefined) throw new Error(`no table ${tableId}`)
  const unknown = Object.keys(row).filter((label) => !table.columns.some((column) => column.label === label))
  if (unknown.length > 0) throw new Error(`the table has no column ${unknown.join(', ')}`)
  const outcome = tableRefiner(domain, table).refine(
    table.columns.map(({ label }) => row[label] ?? null),
    { file: 'file.csv', sheet: 'Sheet', rowNumber, rowHash: '0123456789abcdef' },
  )
  return {
    ...outcome,
    records: outcome.records.map(({ entity, values }) => {
      const columns = refinedColumns(domain.entities.find(({ id }) => id === entity) as never)
      return { entity, ...Object.fromEntries(columns.map(({ name }, at) => [name, values[at]])) }
    }),
  }
}
