import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { z } from 'zod'
import { type Engine, openEngine } from '../src/engine/engine.ts'
import { sqlText } from '../src/engine/sql.ts'

const HERE = process.cwd()
const PROGRAM = join(import.meta.dirname, '../bin/hotpass.ts')
const LANDING = relative(HERE, join(import.meta.dirname, 'landing')) || '.'
const FOLDER = '.hotpass/demo'
const STORE = '.hotpass/demo-store'

const text = z.string().nullable()
const resultSchema = z.object({ status: z.string(), quarantine: z.array(z.object({ key: z.string() })) })
const quarantinedSchema = z.object({
  file: z.string(),
  sheet: z.string(),
  row_number: z.number(),
  rule: z.string(),
  value: text,
  message: z.string(),
})
const value = z.union([z.string(), z.number(), z.null()])
const goldenSchema = z.object({ field_provenance: z.string() }).catchall(z.union([value, z.array(z.string())]))
const provenanceSchema = z.record(
  z.string(),
  z.object({ file: z.string(), sheet: z.string(), row_number: z.number(), rule: z.string() }),
)

const linkSchema = z.object({ entity_id: z.string(), linked_by: z.string() })
const queueSchema = z.object({ pairs: z.array(z.object({ pair_id: z.string(), subject: z.string() })) })

const say = (line = ''): void => console.log(line)
const title = (line: string): void => say(`\n== ${line}\n`)

/** Runs the command line as a person would and shows it; `quiet` only gives back what it printed. @throws when it fails. */
function hotpass(args: readonly string[], quiet = false): string {
  if (!quiet) say(`$ hotpass ${args.map((arg) => (/\s/.test(arg) ? `'${arg}'` : arg)).join(' ')}`)
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { cwd: HERE, encoding: 'utf8' })
  if (!quiet) say(`${stderr}${stderr === '' ? '' : '\n'}${stdout}`.trimEnd())
  if (status !== 0) throw new Error(`hotpass ${args[0]} ended with exit code ${status}.\n${quiet ? stderr : ''}`)
  return stdout
}

const store = ['--store', STORE]
const run = ['run', 'refinement', '--landing', LANDING, ...store]

async function showQuarantine(engine: Engine, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const path = join(STORE, key)
    const rows = await engine.rows(`SELECT * FROM read_parquet(${sqlText(path)}) LIMIT 2`)
    say(path)
    for (const row of z.array(quarantinedSchema).parse(rows)) {
      say(`  ${row.file}, sheet ${row.sheet}, row ${row.row_number}: ${row.rule}`)
      say(`    ${row.message}${row.value === null ? '' : ` (value: ${row.value})`}`)
    }
  }
}

/** An entity of several records that linkage found. */
async function linkedEntity(): Promise<string> {
  const out = `${FOLDER}/entity_links.jsonl`
  hotpass(['pull', 'entity_links', ...store, '--out', out], true)
  const rows = readFileSync(out, 'utf8').trimEnd().split('\n')
  const linked = rows.map((row) => linkSchema.parse(JSON.parse(row))).find(({ linked_by }) => linked_by === 'linkage')
  if (linked === undefined) throw new Error('No record of the demo was linked to another. Please report this.')
  return linked.entity_id
}

async function showGoldenRecord(engine: Engine, path: string): Promise<void> {
  const [row] = await engine.rows(
    `SELECT * FROM read_parquet(${sqlText(path)}) ORDER BY len(source_record_ids) DESC, entity_id LIMIT 1`,
  )
  const record = goldenSchema.parse(row)
  const provenance = provenanceSchema.parse(JSON.parse(record.field_provenance))
  for (const [field, value] of Object.entries(record)) {
    if (value === null || field === 'field_provenance') continue
    const from = provenance[field]
    say(`  ${field}: ${Array.isArray(value) ? value.join('; ') : value}`)
    if (from) say(`      from ${from.file}, sheet ${from.sheet}, row ${from.row_number} (${from.rule})`)
  }
}

async function demo(): Promise<void> {
  rmSync(STORE, { recursive: true, force: true })
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })

  title('1. Three workbooks of invented organizations in, a version out')
  hotpass(run)

  title('2. The same files again: nothing to do')
  if (!hotpass(run).startsWith('Unchanged'))
    throw new Error('The second run did work again, though nothing had changed. Please report this.')

  title('3. The versions there are, and proof of the newest')
  hotpass(['versions', 'organizations', ...store])
  hotpass(['verify', 'organizations', ...store])

  title('4. The version as files to work with')
  for (const format of ['xlsx', 'csv', 'parquet'])
    hotpass(['pull', 'organizations', ...store, '--out', `${FOLDER}/organizations.${format}`])

  const runs = z
    .object({ runs: z.array(z.object({ run: z.string(), status: z.string() })) })
    .parse(JSON.parse(hotpass(['runs', '--json', ...store], true)))
  const published = runs.runs.find(({ status }) => status === 'published')
  if (published === undefined) throw new Error('No run of the store is published. See: hotpass runs')
  const shown = JSON.parse(hotpass(['runs', 'show', published.run, '--json', ...store], true))
  const { quarantine } = resultSchema.parse(shown.result ?? shown)

  const scratch = mkdtempSync(join(tmpdir(), 'hotpass-demo-'))
  const engine = await openEngine({ memoryLimitMb: 200, threads: 1, scratch })
  try {
    title('5. Rows that were set aside, and why (personal values are masked)')
    await showQuarantine(
      engine,
      quarantine.map(({ key }) => key),
    )
    title('6. One golden record, and the row that each field came from')
    await showGoldenRecord(engine, `${FOLDER}/organizations.parquet`)
  } finally {
    engine.close()
    rmSync(scratch, { recursive: true, force: true })
  }

  title('7. Why some rows are one: the pairs behind an entity, and what each comparison adds')
  hotpass(['explain', await linkedEntity(), ...store])

  title('8. Pairs in doubt are not merged: they wait for a person, whose word every later run keeps')
  hotpass(['review', 'list', ...store])
  const { pairs } = queueSchema.parse(JSON.parse(hotpass(['review', 'list', '--json', ...store], true)))
  const pair = pairs.find(({ subject }) => subject === 'organizations')
  if (pair === undefined)
    throw new Error('No pair of organizations of the demo is in doubt, though some should be. Please report this.')
  hotpass(['review', 'show', pair.pair_id, ...store])
  hotpass([
    'review',
    'reject',
    pair.pair_id,
    '--why',
    'two branches with owners of their own',
    '--by',
    'demo',
    ...store,
  ])
  hotpass(run)
  hotpass(['review', 'list', ...store])

  title('Where everything is')
  say(`  the tables and their versions   ${STORE}/datasets/`)
  say(`  the release, and what it names  ${STORE}/releases/refinement/1.json`)
  say(`  rows in quarantine              ${STORE}/quarantine/`)
  say(`  the run, its plan and lineage   ${STORE}/runs/${published.run}/`)
  say(`  the files pulled                ${FOLDER}/`)
}

try {
  await demo()
} catch (error) {
  console.error(`demo: ${error instanceof Error ? error.message : String(error)}`)
  process.exitCode = 1
}
