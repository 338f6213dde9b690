import type { Engine } from '../engine/engine.ts'
import { sqlName } from '../engine/sql.ts'
import { type ComparedColumn, differsSql, isShared, type RowComparison } from './compare-rows.ts'

/** Of one column that both states have. */
export interface FieldDifference {
  readonly name: string
  /** Rows of both states in which it says something else. */
  readonly changed: number
  /** Of those: rows in which it said nothing before, and rows in which it says nothing now. */
  readonly filled: number
  readonly emptied: number
  /** Rows that had a value, and rows that have one. */
  readonly before: number
  readonly after: number
}

/** Two states of a dataset in numbers. */
export interface Differences {
  readonly before: number
  readonly after: number
  readonly added: number
  readonly removed: number
  /** Rows of both that differ in any column, and those that differ in one that does not only tell where values come from. */
  readonly changed: number
  readonly changedValues: number
  /** Every column that both have and that is not of the key. */
  readonly fields: readonly FieldDifference[]
  readonly addedColumns: readonly string[]
  readonly removedColumns: readonly string[]
  readonly retypedColumns: readonly { readonly name: string; readonly from: string; readonly to: string }[]
}

/**
 * Counts what differs, in one pass of the engine: no row leaves it.
 * @param telling columns that only tell where values come from
 */
export async function countDifferences(
  engine: Engine,
  { columns, joined }: RowComparison,
  telling: ReadonlySet<string>,
): Promise<Differences> {
  const shared = columns.filter(isShared)
  const both = 'b._present AND a._present'
  const any = (among: readonly ComparedColumn[]) => among.map(differsSql).join(' OR ') || 'false'
  const values = shared.filter(({ name }) => !telling.has(name))
  const parts = shared.flatMap((column, at) => {
    const [was, is] = [`b.${sqlName(column.name)}`, `a.${sqlName(column.name)}`]
    return [
      `count_if(${both} AND ${differsSql(column)}) AS c${at}`,
      `count_if(${both} AND ${was} IS NULL AND ${is} IS NOT NULL) AS f${at}`,
      `count_if(${both} AND ${was} IS NOT NULL AND ${is} IS NULL) AS e${at}`,
      `count(${was}) AS b${at}`,
      `count(${is}) AS a${at}`,
    ]
  })
  const [found = {}] = await engine.rows<Record<string, number>>(
    `SELECT count(b._present) AS before, count(a._present) AS after,
       count(*) FILTER (b._present IS NULL) AS added, count(*) FILTER (a._present IS NULL) AS removed,
       count(*) FILTER (${both} AND (${any(shared)})) AS changed,
       count(*) FILTER (${both} AND (${any(values)})) AS changed_values
       ${parts.map((part) => `, ${part}`).join('')}
     FROM ${joined}`,
  )
  const said = (name: string) => Number(found[name] ?? 0)
  return {
    before: said('before'),
    after: said('after'),
    added: said('added'),
    removed: said('removed'),
    changed: said('changed'),
    changedValues: said('changed_values'),
    fields: shared.map(({ name }, at) => ({
      name,
      changed: said(`c${at}`),
      filled: said(`f${at}`),
      emptied: said(`e${at}`),
      before: said(`b${at}`),
      after: said(`a${at}`),
    })),
    addedColumns: columns.filter(({ was }) => was === undefined).map(({ name }) => name),
    removedColumns: columns.filter(({ is }) => is === undefined).map(({ name }) => name),
    retypedColumns: columns.flatMap(({ name, was, is }) =>
      was === undefined || is === undefined || was === is ? [] : [{ name, from: was, to: is }],
    ),
  }
}
