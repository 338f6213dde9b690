import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractById } from '../../src/contracts/index.ts'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { parquetFiles, sqlName, sqlText } from '../../src/engine/sql.ts'
import { readPlan } from '../../src/ledger/documents.ts'
import { type PinnedLinkage, pinnedLinkage } from '../../src/ledger/pinned-linkage.ts'
import { REFINED_COLUMNS } from '../../src/ledger/refined-row.ts'
import type { WorkFile } from '../../src/ledger/works/work-file.ts'
import { analyseBlocking } from '../../src/resolve/blocking/analyse-blocking.ts'
import { comparePairs } from '../../src/resolve/comparing/compare-pairs.ts'
import { LinkageRecordsConfigurationError } from '../../src/resolve/errors.ts'
import { prepareRecords } from '../../src/resolve/records/prepare-records.ts'
import { runStage } from '../../src/run/index.ts'
import type { DatasetColumns } from '../../src/run/lineage/column-source.ts'
import { type ComparedColumns, plannedComparedColumns } from '../../src/run/lineage/compared-columns.ts'
import { pairColumns, recordColumns } from '../../src/run/lineage/linkage-columns.ts'
import { resolvedChanges, resolvedRows } from '../../src/run/lineage/resolved-columns.ts'
import { organizationRecordSql } from '../../src/stages/link/organization-records.ts'
import { resolveSql } from '../../src/stages/link/resolve-sql.ts'
import type { StageName } from '../../src/stages/stage-table.ts'
import { DirectoryStore } from '../../src/storage/directory-store.ts'
import { openStore } from '../../src/storage/open-store.ts'
import { sha256 } from '../../src/storage/sha256.ts'
import { ColumnChanges } from '../support/column-changes.ts'
import {
  organisationRow,
  PEOPLE_HEADER,
  personRow,
  REACHOUT_HEADER,
  temporaryFolder,
  writeSheets,
} from '../support/landing.ts'
import { readDocument, refine } from '../support/run-store.ts'

/** Organisations, people and addresses that linkage has something to do with: alike, repeated, tied, marked as wrong. */
const folder = temporaryFolder('linkage-columns')
const root = join(folder, 'store')
const store = new DirectoryStore(root)
const run = 'changed'
let engine: Engine
let linkage: PinnedLinkage
let compared: ComparedColumns

type Cells = ReturnType<typeof organisationRow>
function land(name: string, organisations: Cells[], people: Cells[]): string {
  const landing = join(folder, name)
  mkdirSync(landing)
  writeSheets(join(landing, 'Reachout Database.xlsx'), {
    Organisation: [[...REACHOUT_HEADER], ...organisations],
    'Contact Info': [[...PEOPLE_HEADER], ...people],
  })
  return landing
}

async function stage(name: StageName, input: object): Promise<void> {
  const scratch = join(folder, 'scratch')
  mkdirSync(scratch, { recursive: true })
  const control = new AbortController()
  const host = { store, scratch, memoryLimitMb: 256, threads: 1, signal: control.signal, onProgress: () => undefined }
  await runStage(name, { run, ...input }, host)
}

/** Copies of refined rows, changed: what the landing itself does not have. */
const MORE: readonly string[] = [
  // Almost the name of another organisation, and its phone.
  `kind = 'organization' AND row_number = 2 | record_key = 'reachout|more|1', row_number = 40, source_record_id = 'reachout:40', owner_key = '40', organization_name = 'Umber0 Gliding Clubs', matching_key = 'umber0 gliding clubs', name_words = 'umber0 gliding clubs', phones = '+27825550000', province = 'Limpopo', person_name = 'Jane Doe', emails = 'info@shared.example'`,
  // The same name, once with an initial.
  `kind = 'organization' AND row_number = 3 | record_key = 'reachout|more|7', row_number = 50, source_record_id = 'reachout:50', owner_key = '50', organization_name = 'Blue Sky Air Charter', matching_key = 'blue sky air charter', name_words = 'blue sky air charter', website = NULL, registered_domain = NULL`,
  `kind = 'organization' AND row_number = 3 | record_key = 'reachout|more|8', row_number = 51, source_record_id = 'reachout:51', owner_key = '51', organization_name = 'B Sky Air Charter', matching_key = 'b sky air charter', name_words = 'b sky air charter', website = NULL, registered_domain = NULL`,
  // An address and a capture row of the first organisation, a capture row of its own.
  `kind = 'contact' AND row_number = 2 | kind = 'address', record_key = 'reachout|more|2', row_number = 41, source_record_id = 'reachout:41', address = 'Hangar 9', province = 'Limpopo', person_name = NULL, emails = NULL, phones = NULL`,
  `kind = 'organization' AND row_number = 2 | kind = 'capture', record_key = 'reachout|more|3', row_number = 42, source_record_id = 'reachout:42', owner_key = NULL`,
  `kind = 'organization' AND row_number = 3 | kind = 'capture', record_key = 'reachout|more|4', row_number = 43, source_record_id = 'reachout:43', owner_key = NULL, organization_name = 'Zulu Air', matching_key = 'zulu air', name_words = 'zulu air', province = NULL, address = NULL, website = NULL, registered_domain = NULL`,
  // A repeated key with the same content, and one with other content.
  `kind = 'contact' AND row_number = 3 | row_number = 44, source_record_id = 'reachout:44'`,
  `kind = 'contact' AND row_number = 3 | row_number = 45, source_record_id = 'reachout:45', row_hash = 'ffffffffffffffffffffffffffffffff'`,
  `kind = 'organization' AND row_number = 3 | row_number = 48, source_record_id = 'reachout:48', row_hash = 'eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee', area = 'Rand', website = 'https://other.example', registered_domain = 'other.example'`,
  // A contact that only its organisation's name ties, and one that nothing ties.
  `kind = 'contact' AND row_number = 4 | record_key = 'reachout|more|5', row_number = 46, source_record_id = 'reachout:46', owner_key = '999'`,
  `kind = 'contact' AND row_number = 4 | record_key = 'reachout|more|6', row_number = 47, source_record_id = 'reachout:47', owner_key = '998', matching_key = 'nobody'`,
]

const WIDE = REFINED_COLUMNS.map(({ name }) => name)

beforeAll(async () => {
  engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch: join(folder, 'spill') })
  // The first has no place of its own, so that its address says it; people have names of their own.
  const rows = (...numbers: number[]) =>
    numbers.map((n) => organisationRow(n).map((cell, at) => (n === 0 && (at === 4 || at === 5) ? null : cell)))
  const people = (...numbers: number[]) =>
    numbers.map((n) => personRow(n).map((cell, at) => (at === 3 ? ['Thandi', 'Jane', 'Ann'][n] : cell) ?? null))
  expect((await refine(root, land('first', rows(0, 1, 2, 3), people(0, 1, 2)))).status).toBe('published')
  // One is gone, one is new.
  const landing = land('second', rows(0, 1, 2, 4), people(0, 1, 2))
  await stage('Plan', { pipeline: 'refinement', nominalTime: '2026-02-28T00:00:00Z', landing })
  for (const map of ['ingest', 'refine'] as const)
    for (const item of readDocument<object[]>(root, `runs/${run}/items/${map}.json`))
      await stage(map === 'ingest' ? 'Ingest' : 'Refine', { item })
  const plan = await readPlan(openStore(root), run)
  linkage = pinnedLinkage(plan.domain)
  compared = plannedComparedColumns(plan)
  const files = readdirSync(join(root, `runs/${run}/stages/Refine`)).map(
    (file) => readDocument<{ work: { refined: WorkFile } }>(root, `runs/${run}/stages/Refine/${file}`).work.refined,
  )
  await engine.run(`CREATE TABLE refined AS SELECT * FROM ${parquetFiles(files.map(({ key }) => join(root, key)))}`)
  for (const line of MORE) {
    const [where, sets = ''] = line.split(' | ')
    const changed = sets.split(', ').map((set) => set.split(' = '))
    await engine.run(
      `INSERT INTO refined SELECT * REPLACE (${changed.map(([name, value]) => `${value} AS ${name}`).join(', ')}) FROM refined WHERE ${where} LIMIT 1`,
    )
  }
  // Two organisations of the version before are one now.
  await engine.run(
    `UPDATE refined r SET organization_name = o.organization_name, matching_key = o.matching_key, name_words = o.name_words,
       website = o.website, registered_domain = o.registered_domain, address = o.address, phones = '+27825550001'
     FROM refined o WHERE o.kind = 'organization' AND o.row_number = 3 AND r.kind = 'organization' AND r.row_number = 4`,
  )
  await engine.run(
    `CREATE TABLE numbered AS SELECT row_number() OVER (ORDER BY file, sheet, row_number) AS n, * FROM refined`,
  )
}, 60_000)
afterAll(() => engine?.close())

/** The values of each column of a query, in whatever order its rows stand. */
async function columnsOf(query: string): Promise<ReadonlyMap<string, string>> {
  const rows = await engine.rows(query)
  const names = Object.keys(rows[0] ?? {})
  return new Map(
    names.map((name) => [name, JSON.stringify(rows.map((row) => JSON.stringify(row[name] ?? null)).sort())]),
  )
}

/** What one stage makes of a table whose rows have the numbers `n`, after one cell of it was given another's value, or none. */
interface Experiment {
  readonly dataset: string
  readonly table: string
  readonly fields: readonly string[]
  /** Makes the outputs of the table's copy `given`; undefined when the stage refuses it. */
  readonly make: () => Promise<ReadonlyMap<string, string> | undefined>
  readonly declared: readonly DatasetColumns[]
  /** Whether every column must be seen to change with every field that is named for it, or each field to change something. */
  readonly exact: 'column' | 'field'
}

/** Holds that a column changes only with what it is made of or what decides which rows there are, and that each of these changes something. */
async function expectExact({ dataset, table, fields, make, declared, exact }: Experiment): Promise<void> {
  const own = declared
    .flatMap(({ columns }) => ColumnChanges.declared(columns))
    .filter((pair) => pair.includes(` ← ${dataset}.`))
  const deciding = new Set(
    declared.flatMap(({ rows }) => rows).flatMap((one) => (one.dataset === dataset ? [one.field] : [])),
  )
  const named = new Set([
    ...deciding,
    ...own.map((pair) => pair.slice(pair.indexOf(` ← ${dataset}.`) + dataset.length + 4)),
  ])
  const [{ rows } = { rows: 0 }] = await engine.rows<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`)
  const described = await engine.rows<{ column_name: string; column_type: string }>(`DESCRIBE ${table}`)
  const types = new Map(described.map((one) => [one.column_name, one.column_type]))
  const change = (sql: string) => engine.run(`CREATE OR REPLACE TABLE given AS ${sql}`)
  await change(`SELECT * FROM ${table}`)
  const before = await make()
  const differing = async () => {
    const after = await make()
    return after === undefined
      ? []
      : [...(before ?? [])].flatMap(([name, values]) => (after.get(name) === values ? [] : [name]))
  }
  const others = fields.filter((field) => !named.has(field))
  if (others.length > 0) {
    const reversed = others.map((field) => `o.${sqlName(field)} AS ${sqlName(field)}`).join(', ')
    await change(`SELECT t.* REPLACE (${reversed}) FROM ${table} t JOIN ${table} o ON o.n = ${rows + 1} - t.n`)
    expect(await differing(), `columns that changed with ${others.join(', ')}`).toEqual([])
  }
  const seen = new Set<string>()
  for (const field of named) {
    const wanted = new Set(exact === 'column' ? own.filter((pair) => pair.endsWith(` ← ${dataset}.${field}`)) : [])
    const type = types.get(field) ?? ''
    const other = { BIGINT: '0', INTEGER: '0', UINTEGER: '0', DOUBLE: '0', BOOLEAN: 'NOT t.$', 'VARCHAR[]': '[]' }[type]
    const values = [
      ...[1, Math.ceil(rows / 2)].map((step) => `(SELECT $ FROM ${table} WHERE n = (t.n - 1 + ${step}) % ${rows} + 1)`),
      other ?? "'a ' || coalesce(t.$, '')",
    ].map((value) => value.replaceAll('$', sqlName(field)))
    // The whole column at once first, then cell by cell.
    const places = [
      'true',
      ...[0, 1].map((part) => `t.n % 2 = ${part}`),
      ...[0, 1, 2].map((part) => `t.n % 3 = ${part}`),
      ...Array.from({ length: rows }, (_, at) => `t.n = ${rows - at}`),
    ]
    for (const place of places)
      for (const value of values) {
        if (wanted.size === 0 && seen.has(field)) continue
        await change(
          `SELECT t.* REPLACE (CASE WHEN ${place} THEN ${value} ELSE t.${sqlName(field)} END AS ${sqlName(field)}) FROM ${table} t`,
        )
        for (const name of await differing()) {
          const pair = `${name} ← ${dataset}.${field}`
          if (!deciding.has(field)) expect(own).toContain(pair)
          wanted.delete(pair)
          seen.add(field)
        }
      }
    expect([...wanted], `nothing that was done to ${field} changed these`).toEqual([])
    expect(seen, `${field} changes something`).toContain(field)
  }
}

const RECORDS = 'SELECT * EXCLUDE (link_position, link_row_id, link_source, link_is_new, content) FROM link_record'

async function blocked(): Promise<void> {
  for (const table of ['source_row', 'organization', 'said', 'fact', 'shared_value', 'organization_record'])
    await engine.run(`DROP TABLE IF EXISTS ${table}`)
  await engine.run(`COPY (SELECT * EXCLUDE n FROM given) TO ${sqlText(join(folder, 'given.parquet'))}`)
  await engine.run(resolveSql.rows([join(folder, 'given.parquet')]))
  await engine.run(resolveSql.organizations)
  for (const statement of organizationRecordSql([], 1)) await engine.run(statement)
}

async function scored(): Promise<void> {
  await engine.run('DROP TABLE IF EXISTS organization_record')
  await engine.run('CREATE TABLE organization_record AS SELECT * EXCLUDE n, true AS is_new FROM given')
  const prepared = await prepareRecords(engine, linkage.derived, 'organization_record', { newRowsColumn: 'is_new' })
  await analyseBlocking(engine, linkage.derived, prepared)
  await comparePairs(engine, linkage.derived, prepared)
}

let written = 0
/** A table without its numbers, as the work of a stage that has run. */
async function workFile(table: string): Promise<WorkFile> {
  const key = `work/given/${++written}.parquet`
  const path = join(root, key)
  mkdirSync(dirname(path), { recursive: true })
  await engine.run(`COPY (SELECT * EXCLUDE n FROM ${table} ORDER BY n) TO ${sqlText(path)}`)
  const [{ rows } = { rows: 0 }] = await engine.rows<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`)
  return { key, rows, sha256: sha256(readFileSync(path)) }
}

/** Gives the next states other work than the state left, in the record that it left. */
async function replaceWork(key: string, work: object): Promise<void> {
  const left = readDocument<{ work: object }>(root, `runs/${run}/stages/${key}`)
  await store.put(`runs/${run}/stages/${key}`, JSON.stringify({ ...left, work: { ...left.work, ...work } }))
}

/** Resolve itself, on refined rows and compared pairs of these tables. */
async function resolved(refined: string, pairs: string): Promise<ReadonlyMap<string, string> | undefined> {
  await replaceWork('Refine/00000.json', { refined: await workFile(refined) })
  await replaceWork('Score/00000.json', { pairs: await workFile(pairs) })
  try {
    await stage('Resolve', {})
  } catch (error) {
    // Rows that are other organisations than those that were compared.
    if (error instanceof Error && /Block saw/.test(error.message)) return undefined
    throw error
  }
  const { work } = readDocument<{ work: { resolved: WorkFile; changes: WorkFile } }>(
    root,
    `runs/${run}/stages/Resolve.json`,
  )
  const of = (file: WorkFile) => columnsOf(`SELECT * FROM read_parquet(${sqlText(join(root, file.key))})`)
  const changes = [...(await of(work.changes))].map(([name, values]) => [`changes.${name}`, values] as const)
  return new Map([...(await of(work.resolved)), ...changes])
}

/** Both outputs of Resolve under one roof: columns of the changes are `changes.…`. */
const resolvedBoth = (): DatasetColumns[] => {
  const { columns, rows } = resolvedChanges(compared)
  const named = Object.entries(columns).map(([name, sources]) => [`changes.${name}`, sources] as const)
  return [resolvedRows(compared), { columns: Object.fromEntries(named), rows }]
}

describe('what linkage makes changes with the columns that lineage names, and with no other', () => {
  test('comparable records, of refined rows', async () => {
    await expectExact({
      dataset: 'work/refine/rows',
      table: 'numbered',
      fields: WIDE,
      declared: [recordColumns(compared)],
      exact: 'column',
      make: async () => {
        await blocked()
        // Derived as linkage derives them, without all else that it makes ready for comparing.
        const derived = Object.entries(linkage.settings.options.derived_columns).reduce(
          (source, [name, sql]) => `(SELECT *, (${sql}) AS ${sqlName(name)} FROM ${source})`,
          'organization_record',
        )
        return columnsOf(`SELECT * EXCLUDE content FROM ${derived}`)
      },
    })
  })

  test('compared pairs, of comparable records', async () => {
    await engine.run('CREATE OR REPLACE TABLE given AS SELECT * FROM numbered')
    await blocked()
    await prepareRecords(engine, linkage.settings, 'organization_record')
    await engine.run(`CREATE TABLE record AS SELECT row_number() OVER (ORDER BY record_key) AS n, * FROM (${RECORDS})`)
    await expectExact({
      dataset: 'work/block/records',
      table: 'record',
      fields: Object.keys(recordColumns(compared).columns),
      declared: [pairColumns(compared)],
      exact: 'column',
      make: async () => {
        try {
          await scored()
        } catch (error) {
          // Two records of one key are no records.
          if (error instanceof LinkageRecordsConfigurationError) return undefined
          throw error
        }
        return columnsOf('SELECT * FROM link_pair')
      },
    })
  })

  test('who is who, of refined rows and of compared pairs', async () => {
    // All rows are in the first shard, the others' with them.
    const [first = '', ...others] = readdirSync(join(root, `runs/${run}/stages/Refine`)).sort()
    expect(first).toBe('00000.json')
    for (const file of others) rmSync(join(root, `runs/${run}/stages/Refine/${file}`))
    await replaceWork('Refine/00000.json', { refined: await workFile('numbered') })
    await stage('Block', {})
    // All pairs are compared, not those of new records alone.
    await replaceWork('Block.json', { known: null })
    for (const item of readDocument<object[]>(root, `runs/${run}/items/score.json`)) await stage('Score', { item })
    const { work } = readDocument<{ work: { pairs: WorkFile } }>(root, `runs/${run}/stages/Score/00000.json`)
    await engine.run(
      `CREATE TABLE pair AS SELECT row_number() OVER (ORDER BY a, b) AS n, * FROM read_parquet(${sqlText(join(root, work.pairs.key))})`,
    )
    const shared = { declared: resolvedBoth(), exact: 'field' } as const
    await expectExact({
      ...shared,
      dataset: 'work/refine/rows',
      table: 'numbered',
      fields: WIDE,
      make: () => resolved('given', 'pair'),
    })
    await expectExact({
      ...shared,
      dataset: 'work/score/pairs',
      table: 'pair',
      fields: ['a', 'b', 'rules', 'pattern'],
      make: () => resolved('numbered', 'given'),
    })
  })

  test('ids of the version before, of its links', async () => {
    await engine.run(
      `CREATE TABLE link AS SELECT row_number() OVER (ORDER BY file, sheet, row_number) AS n, * FROM read_parquet(${sqlText(join(root, 'datasets/refinement/entity_links/data/*.parquet'))})`,
    )
    await engine.run(
      "INSERT INTO link SELECT * REPLACE ((SELECT max(n) + 1 FROM link) AS n, 'merged' AS row_class, 'duplicate_row' AS linked_by, 'x' AS record_key) FROM link WHERE n = 1",
    )
    const path = join(folder, 'links.parquet')
    await expectExact({
      dataset: 'datasets/entity_links',
      table: 'link',
      fields: contractById('entity_links').fields.map(({ name }) => name),
      // What Resolve takes from them is a table of its own; which of its columns becomes which is shown above.
      declared: [
        {
          columns: {},
          rows: resolvedBoth().flatMap(({ columns, rows }) => [...rows, ...Object.values(columns).flat()]),
        },
      ],
      exact: 'field',
      make: async () => {
        await engine.run('DROP TABLE IF EXISTS base_link')
        await engine.run(`COPY (SELECT * EXCLUDE n FROM given) TO ${sqlText(path)}`)
        await engine.run(resolveSql.baseLinks([path], true))
        return columnsOf('SELECT * FROM base_link')
      },
    })
  })
})
