import type { CompiledDomain } from '../../src/domain/index.ts'
import { refinedColumns } from '../../src/refine/record/refined-columns.ts'
import { type RefinedRowOutcome, tableRefiner } from '../../src/refine/record/table-refiner.ts'

export interface RefinedTestRow {
  /** Columns of each record by name, with the entity under `entity`. */
  readonly records: readonly Readonly<Record<string, unknown>>[]
  /** Each with the entity and the attribute that it is about. */
  readonly setAside: readonly Readonly<Record<'entity' | 'field' | 'code' | 'message' | 'raw' | 'shown', string>>[]
  /** `entity.attribute` → how many values cells gave of it; those without any are left out. */
  readonly said: Readonly<Record<string, number>>
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
  const refiner = tableRefiner(domain, table)
  const outcome = refiner.refine(
    table.columns.map(({ label }) => row[label] ?? null),
    { file: 'file.csv', sheet: 'Sheet', rowNumber, rowHash: '0123456789abcdef' },
  )
  const said: Record<string, number> = {}
  for (const [at, { entity, attribute }] of refiner.fields.entries()) {
    const values = outcome.said[at] ?? 0
    if (values > 0) said[`${entity}.${attribute}`] = (said[`${entity}.${attribute}`] ?? 0) + values
  }
  return {
    said,
    setAside: outcome.setAside.map(({ of, field, code, message, raw }) => ({
      ...{
        entity: refiner.fields[of]?.entity ?? '',
        field,
        code,
        message,
        raw,
        shown: refiner.fields[of]?.mask(raw) ?? '',
      },
    })),
    rejected: outcome.rejected,
    records: outcome.records.map(({ entity, values }) => {
      const columns = refinedColumns(domain.entities.find(({ id }) => id === entity) as never)
      return { entity, ...Object.fromEntries(columns.map(({ name }, at) => [name, values[at]])) }
    }),
  }
}
