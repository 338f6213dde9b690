import { stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { PiiClass } from '../contracts/index.ts'
import { columnTypeOf } from '../engine/column-types.ts'
import type { ColumnDefinition, Engine } from '../engine/engine.ts'
import { sqlName } from '../engine/sql.ts'
import { profileColumns, type TableProfile } from '../quality/profile-columns.ts'
import { suggestSuite } from '../quality/suggest-suite.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { dataFilesQuery } from '../versions/data-file.ts'
import { findDataset } from '../versions/find-dataset.ts'
import { resolveVersion } from '../versions/resolve-version.ts'
import { tableKeys } from '../versions/table-keys.ts'
import { describeVersion } from '../versions/version-files.ts'
import { readManifest } from '../versions/version-manifest.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainText } from './plain-text.ts'
import { readAnyFile, stem } from './read-any-file.ts'
import { table } from './table.ts'
import { versionNumber } from './version-number.ts'
import { filesReach, storeReach, withEngine } from './with-engine.ts'
import { refuseExisting, writeNewFile } from './write-file.ts'

interface ProfileOptions extends CommonOptions, PipelineOption {
  readonly sheet?: string
  readonly delimiter?: string
  readonly version?: string
  readonly out?: string
  readonly suggest?: string
}

const TABLE = 'profiled'

/** `hotpass profile`: what the columns of a file, or of a dataset's version, hold; `--suggest` writes a suite that it passes. */
export async function profileCommand(subject: string, options: ProfileOptions, io: CliIo): Promise<number> {
  for (const path of [options.out, options.suggest]) if (path !== undefined) await refuseExisting(path)
  const isFile = (await stat(subject).catch(() => undefined))?.isFile() === true
  const store = isFile ? undefined : await storeOf(subject, options)
  const reach = store === undefined ? await filesReach([resolve(subject)]) : storeReach(store)
  const { profile, name } = await withEngine(reach, async (engine, scratch) => {
    let known: ReadonlyMap<string, PiiClass> = new Map()
    if (store !== undefined) known = await readVersion(engine, store, subject, options, scratch)
    else
      for (const note of (await readAnyFile(engine, resolve(subject), TABLE, options)).notes)
        io.err(`${plainText(note)}\n`)
    const columns = await columnsOf(engine)
    return {
      profile: await profileColumns(
        engine,
        sqlName(TABLE),
        columns,
        store === undefined ? undefined : classesOf(known, columns),
      ),
      name: isFile ? stem(subject).replaceAll(/[^A-Za-z0-9_]+/g, '_') : subject,
    }
  })
  const document = { subject: isFile ? basename(subject) : subject, ...profile }
  if (options.out !== undefined) await writeNewFile(options.out, `${JSON.stringify(document, null, 1)}\n`)
  if (options.suggest !== undefined) await writeNewFile(options.suggest, suggestSuite(name, profile))
  if (options.json) io.out(`${jsonText(document)}\n`)
  else io.out(describe(document.subject, profile, options, io.outColumns))
  return EXIT.ok
}

async function storeOf(name: string, options: ProfileOptions): Promise<ObjectStore> {
  if (!/^[\w-]+(?:\/[\w-]+)?$/.test(name))
    throw new UsageError(`There is no file ${name}. Give a file, or the name of a dataset.`)
  return openExistingStore(options.store)
}

/** Reads a version into the session. @returns the classes of its columns, as the contract of its own time has them */
async function readVersion(
  engine: Engine,
  store: ObjectStore,
  name: string,
  options: ProfileOptions,
  scratch: string,
): Promise<ReadonlyMap<string, PiiClass>> {
  const found = await findDataset(store, name, options.pipeline)
  const version = versionNumber(options.version) ?? (await resolveVersion(store, found, {}))
  const described = await describeVersion(store, found.table, version)
  const paths: string[] = []
  for (const { path } of described.files)
    paths.push(await store.fetchFile(`${tableKeys.root(found.table)}/${path}`, join(scratch, 'data')))
  await engine.run(`CREATE OR REPLACE TABLE ${TABLE} AS ${dataFilesQuery(paths, described.fields)}`)
  const manifest = await readManifest(store, found.table, version)
  return new Map((manifest?.contract.fields ?? []).map(({ name: column, pii }) => [column, pii]))
}

/** The classes of a dataset's columns; a column that its contract does not know is taken for personal. */
function classesOf(known: ReadonlyMap<string, PiiClass>, columns: readonly ColumnDefinition[]): Map<string, PiiClass> {
  return new Map(columns.map((column) => [column.name, known.get(column.name) ?? 'personal']))
}

async function columnsOf(engine: Engine): Promise<ColumnDefinition[]> {
  const described = await engine.rows<{ column_name: string; column_type: string }>(`DESCRIBE ${TABLE}`)
  return described.map(({ column_name: name, column_type: type }) => ({ name, type: columnTypeOf(type) ?? 'string' }))
}

const personalIn = ({ likelyPersonal: found }: TableProfile['columns'][number]): string =>
  found === null ? '' : found.kind === 'declared' ? 'by contract' : `likely ${found.kind.replaceAll('_', ' ')}`

function describe(
  subject: string,
  profile: TableProfile,
  options: ProfileOptions,
  columns: number | undefined,
): string {
  const shown = (value: string | number | null): string =>
    typeof value === 'number' ? String(Math.round(value * 1000) / 1000) : plainText(value ?? '').slice(0, 24)
  const lines = profile.columns.map((column) => [
    column.name,
    column.written === null ? column.reads : `${column.reads}, ${column.written}`,
    column.nulls,
    column.unique ? `${column.distinct} (unique)` : String(column.distinct),
    shown(column.min),
    shown(column.max),
    (column.patterns[0]?.pattern ?? '').slice(0, 24),
    personalIn(column),
  ])
  const head = ['column', 'reads as', 'empty', 'distinct', 'least', 'greatest', 'usual shape', 'personal data']
  const next =
    options.suggest === undefined
      ? 'Next: the same with --suggest suite.yaml writes expectations that it passes.'
      : `Suggested suite: ${options.suggest}. Read it before you keep it.`
  return `${plainText(subject)}: ${profile.rows} rows, ${profile.columns.length} columns\n\n${table([head, ...lines], columns).join('\n')}\n\n${next}\n`
}
