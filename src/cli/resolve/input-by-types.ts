import { basename, join } from 'node:path'
import { SETTINGS } from '../../config/settings.ts'
import type { Entity } from '../../domain/index.ts'
import { draftOneThing } from '../../drafting/draft-one-thing.ts'
import { stemOf } from '../../drafting/file-patterns.ts'
import type { OneThing, SampledTable } from '../../drafting/index.ts'
import { tableName } from '../../drafting/sampled-table.ts'
import type { Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import { entityRecordSql } from '../../resolve/entities/entity-record-sql.ts'
import { entityRowsSql, recordRows } from '../../resolve/entities/entity-rows-sql.ts'
import { entitySettings } from '../../resolve/entities/entity-settings.ts'
import { comparedRowColumns } from '../../resolve/entities/row-columns.ts'
import { ENTITY_RECORD } from '../../resolve/entities/tables.ts'
import { parseLinkageSettings } from '../../resolve/settings/parse-linkage-settings.ts'
import { trainEntityModel } from '../../resolve/training/train-entity-model.ts'
import { answersOf } from '../draft-answers.ts'
import { UsageError } from '../errors.ts'
import { didYouMean } from '../nearest.ts'
import { stem } from '../read-any-file.ts'
import { sampleFiles } from '../sample-files.ts'
import { checkRowIds } from './check-row-ids.ts'
import { type ColumnMap, columnMaps, mappedAttributes } from './column-maps.ts'
import { goldenRowsSql } from './golden-rows-sql.ts'
import { INPUT_ROWS, type LinkageInput } from './linkage-input.ts'
import { type FileOfThing, isLabelColumn, refineFiles } from './refined-rows.ts'
import type { ResolveOptions } from './resolve-options.ts'
import { takenTables } from './taken-columns.ts'

const TABLE = 'comparable'
/** No attribute is called so, whatever the files call theirs. */
const LABEL_COLUMN = '_label'
const PRECISION = SETTINGS['resolve.match_precision'].default
const SWITCHBOARD_NAMES = SETTINGS['resolve.switchboard_names'].default

/** Of `--id`: rows are called after their place in the file. */
const NO_ID = 'none'

const NOTHING_COMPARED =
  'No column was taken for anything by which rows can be told to be one, so every row is an entity. --entity person or another thing says what a row is; --settings says what to compare.'
const LEARNT = 'learnt from the rows, beginning with what their types know'
const STARTED = 'what types know, since no two rows had anything to be compared by'

/** What the files are about, found out before any row is read. */
export interface ThingOfFiles {
  readonly thing: OneThing
  readonly entity: Entity
  readonly files: readonly FileOfThing[]
  readonly isIdAsked: boolean
  /** The column that says which entity some rows are: it is not compared. */
  readonly labelColumn: string | undefined
  readonly notes: readonly string[]
}

/** Finds out what columns hold, as `init` and `add` do, and asks nothing. @throws UsageError, SourceError */
export async function thingOfFiles(paths: readonly string[], options: ResolveOptions): Promise<ThingOfFiles> {
  const { tables, notes } = await tablesOf(paths, options)
  const maps = columnMaps(options.map, tables)
  const [first] = tables
  const asked = (value: string | undefined) => (value === undefined ? [] : [`${tableName(first)}=${value}`])
  const answers = answersOf(
    {
      ...(options.country === undefined ? {} : { country: options.country }),
      entity: asked(options.entity),
      key: tables.flatMap((table) => idsOf(table, first, maps, options.id)),
    },
    tables,
  )
  const thing = draftOneThing(tables, answers, (file, drafted) => mappedAttributes(maps, file, drafted))
  const entity = thing.domain.entities.find(({ id }) => id === thing.entity)
  if (entity === undefined) throw new Error(`the draft has no entity "${thing.entity}"`)
  const sources = sourceNames(tables)
  const files = thing.tables.map((table, at): FileOfThing => {
    const path = paths.find((one) => basename(one) === table.drafted.sample.file) ?? ''
    return { ...table, path, source: sources[at] ?? '', labelColumn: options.labelColumn }
  })
  return {
    thing,
    entity,
    files,
    isIdAsked: options.id !== undefined && files.some(({ idColumn }) => idColumn !== null),
    labelColumn: options.labelColumn,
    notes,
  }
}

async function tablesOf(
  paths: readonly string[],
  { sheet, labelColumn }: ResolveOptions,
): Promise<{ tables: readonly [SampledTable, ...SampledTable[]]; notes: string[] }> {
  const { tables: all, skipped } = await sampleFiles(paths, undefined)
  const notes: string[] = []
  const tables = paths.flatMap((path) => {
    const file = basename(path)
    const own = all.filter((table) => table.file === file)
    const table = own.find((one) => sheet === undefined || one.sheet === null || one.sheet === sheet)
    const others = own.filter((one) => one !== table).map((one) => `"${one.sheet}"`)
    if (table === undefined) {
      const why = skipped.find((one) => one.file === file)?.why
      throw new UsageError(
        why === undefined
          ? `${file} has no sheet "${sheet}".${didYouMean(
              sheet ?? '',
              own.map((one) => one.sheet ?? ''),
            )} It has: ${others.join(', ')}.`
          : `${file}: ${why}`,
      )
    }
    if (others.length > 0 && sheet === undefined)
      notes.push(`${file}: this is its sheet "${table.sheet}"; --sheet names another: ${others.join(', ')}.`)
    return [table]
  })
  const [first, ...others] = withoutColumn(tables, labelColumn)
  if (first === undefined) throw new UsageError('Name a file to link.')
  return { tables: [first, ...others], notes }
}

/** What a person says of the rows is no attribute of them. @throws UsageError for a column that no file has */
function withoutColumn(tables: readonly SampledTable[], labelColumn: string | undefined): readonly SampledTable[] {
  if (labelColumn === undefined) return tables
  const labels = tables.flatMap(({ columns }) => columns.map(({ label }) => label))
  if (!labels.some((label) => isLabelColumn(label, labelColumn)))
    throw new UsageError(
      `The rows have no column "${labelColumn}" (--label-column).${didYouMean(labelColumn, labels)} They have: ${[...new Set(labels)].join(', ')}.`,
    )
  return tables.map((table) => ({
    ...table,
    columns: table.columns.filter(({ label }) => !isLabelColumn(label, labelColumn)),
  }))
}

/** `--key` of a table, where a row's id was named. @throws UsageError for a column that a file does not have */
function idsOf(table: SampledTable, first: SampledTable, maps: readonly ColumnMap[], id: string | undefined): string[] {
  if (id === undefined) return []
  const labels = table.columns.map(({ label }) => label)
  const theirs = table === first ? id : (maps.find((map) => map.file === table.file && map.ours === id)?.theirs ?? id)
  const label = labels.find((one) => one === theirs || one === theirs.normalize('NFKC'))
  if (label !== undefined) return [`${tableName(table)}=${label}`]
  if (id === NO_ID) return [`${tableName(table)}=${NO_ID}`]
  const how = table === first ? '' : ` Or say which of its columns is meant: --map "${table.file}:Their Column=${id}".`
  throw new UsageError(
    `${table.file} has no column "${id}" (--id).${didYouMean(id, labels)} It has: ${labels.join(', ')}.${how}`,
  )
}

/** A name a file, without the day of an export where that tells no two apart: the next export is the same source. */
function sourceNames(tables: readonly SampledTable[]): string[] {
  const short = tables.map(({ file }) => stemOf(file))
  return tables.map(({ file }, at) => {
    const name = short[at] as string
    return short.filter((other) => other === name).length === 1 ? name : stem(file)
  })
}

/** The rows of files as their types compare them. @throws UsageError, SourceError */
export async function inputByTypes(engine: Engine, scratch: string, found: ThingOfFiles): Promise<LinkageInput> {
  const { thing, entity, files } = found
  const { domain } = thing
  const refined = await refineFiles(engine, domain, entity, files)
  const notes = [...found.notes, ...refined.notes, ...(await checkRowIds(engine, files, found.isIdAsked))]
  const path = join(scratch, 'refined.parquet')
  await engine.writeParquet(`SELECT * FROM ${sqlName(refined.table)}`, path)
  await engine.run(`DROP TABLE ${sqlName(refined.table)}`)
  for (const sql of entityRowsSql(entity.id, [path], comparedRowColumns(domain, entity))) await engine.run(sql)
  for (const sql of entityRecordSql(domain, entity, SWITCHBOARD_NAMES)) await engine.run(sql)
  await engine.run(
    `CREATE OR REPLACE TABLE ${TABLE} AS
     SELECT i.row_id AS _row_id, i.source_dataset AS _source, i.row_number AS _row, i.row_hash AS _row_hash,
       e.* EXCLUDE (_source, _record_id, _content)${found.labelColumn === undefined ? '' : `, i.label AS ${LABEL_COLUMN}`}
     FROM ${ENTITY_RECORD} e JOIN ${recordRows(entity.id)} r USING (_record_key)
     JOIN ${INPUT_ROWS} i ON i.file = r._file AND i.row_number = r._row`,
  )
  const hasSources = files.length > 1
  const taken = takenTables(thing, entity)
  if (!taken.some((table) => table.taken.some(({ is_compared }) => is_compared))) notes.push(NOTHING_COMPARED)
  const document = documentOf(thing, entity, hasSources)
  const shown = `the types of ${files.map(({ drafted }) => drafted.sample.file).join(', ')}`
  const settings = parseLinkageSettings(document, shown)
  return {
    settings,
    table: TABLE,
    rows: refined.rows,
    prepared: async () => {},
    labelColumn: LABEL_COLUMN,
    modelOf: async (records, known) => {
      const model = await trainEntityModel(engine, known, records)
      const isLearnt = model.training.passes.some(({ pairs }) => pairs > 0)
      return { model, origin: isLearnt ? LEARNT : STARTED }
    },
    precision: PRECISION,
    idPrefix: entity.idPrefix,
    idColumn: files[0]?.idColumn ?? null,
    taken,
    hasSources,
    survivors: (made) => goldenRowsSql(made, domain, entity, path),
    recordsQuery: `SELECT * FROM ${TABLE}`,
    notes,
  }
}

/** The settings that types make, for rows that are known by their ids. */
function documentOf({ domain }: OneThing, entity: Entity, hasSources: boolean): Record<string, unknown> {
  return {
    ...entitySettings(domain, entity),
    link_type: hasSources ? 'link_and_dedupe' : 'dedupe_only',
    unique_id_column_name: '_row_id',
    source_dataset_column_name: '_source',
  }
}
