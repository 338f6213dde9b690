import type { Engine } from '../../engine/engine.ts'
import { sqlText } from '../../engine/sql.ts'
import { UsageError } from '../errors.ts'
import { INPUT_ROWS } from './linkage-input.ts'
import type { FileOfThing } from './refined-rows.ts'

/**
 * Makes sure that every row has an id of its own. Ids that were found out and do not tell rows apart give way to places in the file.
 * Adds `key`, by which a row is known from one result to the next: its id, else its content.
 * @returns what was done, in words
 * @throws UsageError for a column that was named
 */
export async function checkRowIds(engine: Engine, files: readonly FileOfThing[], isAsked: boolean): Promise<string[]> {
  const notes: string[] = []
  for (const { source, drafted, idColumn } of files) {
    if (idColumn === null) continue
    const fault = await faultOf(engine, source)
    if (fault === undefined) continue
    const { file } = drafted.sample
    if (isAsked)
      throw new UsageError(
        `${file}: "${idColumn}" (--id) does not tell rows apart: ${fault}. Name another column, or leave --id out: then rows are called after their place in the file.`,
      )
    await engine.run(
      `UPDATE ${INPUT_ROWS} SET row_id = file || ':' || row_number, has_id = false WHERE source_dataset = ${sqlText(source)}`,
    )
    notes.push(
      `${file}: "${idColumn}" looked like the rows' ids, but ${fault}. Rows are called after their place in the file.`,
    )
  }
  const key = `CASE WHEN has_id THEN row_id ELSE '#' || row_hash END`
  const scope = files.length > 1 ? "source_dataset || '/' || " : ''
  await engine.run(`ALTER TABLE ${INPUT_ROWS} ADD COLUMN key VARCHAR`)
  await engine.run(`UPDATE ${INPUT_ROWS} SET key = ${scope}${key}`)
  return notes
}

/** Rows are named by their places: an id may be somebody's number. */
async function faultOf(engine: Engine, source: string): Promise<string | undefined> {
  const of = `source_dataset = ${sqlText(source)}`
  const [blank] = await engine.rows<{ n: number; row: number }>(
    `SELECT count(*) AS n, min(row_number) AS row FROM ${INPUT_ROWS} WHERE ${of} AND NOT has_id HAVING count(*) > 0`,
  )
  if (blank !== undefined)
    return blank.n === 1 ? `row ${blank.row} has none` : `${blank.n} rows have none, the first of them row ${blank.row}`
  const [twice] = await engine.rows<{ ids: number; rows: number[] }>(
    `SELECT count(*) OVER () AS ids, list_sort(list(row_number))[:2] AS rows FROM ${INPUT_ROWS} WHERE ${of}
     GROUP BY row_id HAVING count(*) > 1 ORDER BY 2 LIMIT 1`,
  )
  if (twice === undefined) return undefined
  return `rows ${twice.rows.join(' and ')} have the same${twice.ids > 1 ? `, and ${twice.ids} values come again` : ''}`
}
