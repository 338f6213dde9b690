import { join } from 'node:path'
import { textSql } from '../../engine/column-types.ts'
import { sqlName } from '../../engine/sql.ts'
import { keys } from '../../ledger/keys.ts'
import { plannedTable } from '../../ledger/planned-table.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import type { SiteChange } from '../../site/index.ts'
import { dataFilesQuery } from '../../versions/data-file.ts'
import { tableKeys } from '../../versions/table-keys.ts'
import { describeVersion, type VersionDescription } from '../../versions/version-files.ts'

/** Writes what each version changed against the plan's base, by the contract's key: `runs/<run>/changes.json`. */
export async function describeChanges(
  context: PlannedContext,
  versions: Readonly<Record<string, number>>,
): Promise<void> {
  const changes: SiteChange[] = []
  for (const [dataset, to] of Object.entries(versions))
    changes.push(await changeOf(context, dataset, context.plan.baseVersions[dataset] ?? null, to))
  await context.store.put(keys.changes(context.run), JSON.stringify(changes))
}

async function changeOf(
  context: PlannedContext,
  dataset: string,
  from: number | null,
  to: number,
): Promise<SiteChange> {
  const table = plannedTable(context.plan, dataset)
  const after = await describeVersion(context.store, table, to)
  const told = { dataset, from, to, semanticVersion: after.semanticVersion, rows: after.rows }
  const none = { added: 0, removed: 0, changed: 0, columns: {}, addedColumns: [], removedColumns: [] }
  if (from === to) return { ...told, ...none }
  if (from === null) return { ...told, ...none, added: after.rows }
  const before = await describeVersion(context.store, table, from)
  const known = new Set(before.fields.map(({ name }) => name))
  const kept = new Set(after.fields.map(({ name }) => name))
  const declared = context.plan.domain
    .contract(dataset)
    .fields.filter((field) => field.primaryKey)
    .map(({ name }) => name)
  const key = declared.filter((name) => known.has(name))
  if (key.length === 0) return { ...told, ...none, added: after.rows, removed: before.rows }
  const shared = after.fields.map(({ name }) => name).filter((name) => known.has(name))
  const columns = shared.filter((name) => !key.includes(name))
  const engine = await context.engine()
  const types = [before, after].map(({ fields }) => new Map(fields.map(({ name, type }) => [name, type])))
  const differs = (name: string): string => {
    const [was = 'string', is = 'string'] = types.map((columns) => columns.get(name))
    const [left, right] = [`b.${sqlName(name)}`, `a.${sqlName(name)}`]
    // A column whose type changed is compared by what it says.
    return was === is
      ? `(${left} IS DISTINCT FROM ${right})`
      : `(${textSql(left, was)} IS DISTINCT FROM ${textSql(right, is)})`
  }
  // Of a key that has grown, the first row stands for the row of before, and the others are new.
  const grown = declared.filter((name) => !known.has(name))
  const nth = (order: readonly string[]) =>
    `row_number() OVER (PARTITION BY ${key.map(sqlName).join(', ')} ORDER BY ${order.map(sqlName).join(', ')}) AS _nth`
  const [nthBefore, nthAfter] =
    grown.length === 0 ? ['1 AS _nth', '1 AS _nth'] : [nth(shared), nth([...grown, ...shared])]
  const both = 'b._present AND a._present'
  const [found = {}] = await engine.rows<Record<string, number>>(
    `SELECT count(*) FILTER (b._present IS NULL) AS added, count(*) FILTER (a._present IS NULL) AS removed,
       count(*) FILTER (${both} AND (${columns.map(differs).join(' OR ') || 'false'})) AS changed
       ${columns.map((name, at) => `, count_if(${both} AND ${differs(name)}) AS c${at}`).join('')}
     FROM (SELECT true AS _present, ${nthBefore}, * FROM (${await query(context, before)})) b
     FULL JOIN (SELECT true AS _present, ${nthAfter}, * FROM (${await query(context, after)})) a
       ON b._nth = a._nth AND ${key.map((name) => `b.${sqlName(name)} = a.${sqlName(name)}`).join(' AND ')}`,
  )
  return {
    ...told,
    added: found.added ?? 0,
    removed: found.removed ?? 0,
    changed: found.changed ?? 0,
    columns: Object.fromEntries(
      columns.map((name, at) => [name, found[`c${at}`] ?? 0]).filter(([, rows]) => rows !== 0),
    ),
    addedColumns: [...kept].filter((name) => !known.has(name)),
    removedColumns: [...known].filter((name) => !kept.has(name)),
  }
}

async function query(context: PlannedContext, version: VersionDescription): Promise<string> {
  const paths: string[] = []
  for (const { path } of version.files)
    paths.push(
      await context.store.fetchFile(`${tableKeys.root(version.dataset)}/${path}`, join(context.scratch, 'versions')),
    )
  return dataFilesQuery(paths, version.fields)
}
