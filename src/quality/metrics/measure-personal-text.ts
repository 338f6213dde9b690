import { findPersonalData } from '../../contracts/personal-data.ts'
import { sqlName, sqlText } from '../../engine/sql.ts'
import type { MeasureOptions } from './measure-options.ts'
import type { Metric } from './metric.ts'
import type { StateOf } from './state.ts'

/** Texts of a field that are looked at in a shard: enough to find a column that holds addresses. */
const SAMPLE = 2000

/** What DuckDB looks for before the checksums and lengths are asked about: cheap, and finds too much. */
const SUSPECT = '[^@\\s]@[^@\\s]+\\.|\\d[\\d ().-]{7,}\\d'

/** The kinds of personal data that stand in the text of some columns. */
export async function measurePersonalText(
  { engine, table }: MeasureOptions,
  { columns }: Extract<Metric, { kind: 'personal_text' }>,
): Promise<StateOf<'personal_text'>> {
  const kinds = columns.map(() => new Set<string>())
  const queries = columns.map((column, at) => {
    // Of a list the engine writes every element.
    const name = `CAST(${sqlName(column)} AS VARCHAR)`
    return `(SELECT ${at} AS field, ${name} AS value FROM ${table} WHERE regexp_matches(${name}, ${sqlText(SUSPECT)}) LIMIT ${SAMPLE})`
  })
  if (queries.length > 0)
    for (const { field, value } of await engine.rows<{ field: number; value: string }>(queries.join(' UNION ALL ')))
      for (const { kind } of findPersonalData(value)) kinds[field]?.add(kind)
  const found = columns.map((column, at) => [column, [...(kinds[at] as Set<string>)].sort()] as const)
  return { kind: 'personal_text', found: Object.fromEntries(found.filter(([, own]) => own.length > 0)) }
}
