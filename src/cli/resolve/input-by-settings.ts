import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Engine } from '../../engine/engine.ts'
import { sqlName, sqlText } from '../../engine/sql.ts'
import type { LinkageSettings } from '../../resolve/index.ts'
import { parseLinkageSettings } from '../../resolve/settings/parse-linkage-settings.ts'
import { refuseUnsafeSql } from '../../resolve/settings/refuse-unsafe-sql.ts'
import { trainModel } from '../../resolve/training/train-model.ts'
import { UsageError } from '../errors.ts'
import { readAnyFile, stem } from '../read-any-file.ts'
import { INPUT_ROWS, type LinkageInput } from './linkage-input.ts'
import { mostCommonSql } from './most-common-sql.ts'

const TABLE = 'input'

/** Settings as their file has them. @throws UsageError, LinkageSettingsConfigurationError */
export async function readLinkageSettings(path: string): Promise<LinkageSettings> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new UsageError(`The settings file ${path} cannot be read. Give --settings the path of a JSON file.`)
  })
  try {
    return parseLinkageSettings(JSON.parse(text), basename(path))
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw new UsageError(`The settings file ${path} is no JSON: ${error.message}`)
  }
}

/** The rows of files as settings compare them. @throws LinkageSettingsConfigurationError, SourceError, UsageError */
export async function inputBySettings(
  engine: Engine,
  files: readonly string[],
  settings: LinkageSettings,
  sheet: string | undefined,
  say: (text: string) => void,
): Promise<LinkageInput> {
  await refuseUnsafeSql(engine, settings)
  const rows = await readFiles(engine, files, settings, sheet, say)
  const hasSources = settings.linkType !== 'dedupe_only' || settings.options.duplicate_free_sources.length > 0
  return {
    settings,
    table: TABLE,
    rows,
    prepared: async () => {
      await makeRows(engine, hasSources)
      await engine.run(`DROP VIEW ${TABLE}`)
      for (const at of files.keys()) await engine.run(`DROP TABLE ${TABLE}_${at}`)
    },
    labelColumn: null,
    modelOf: async (records, known) => {
      const model = await trainModel(engine, known, records)
      const isGiven = model.training.passes.length === 0
      return { model, origin: isGiven ? 'those of the settings' : 'learnt from the rows' }
    },
    precision: null,
    idPrefix: null,
    idColumn: null,
    taken: null,
    hasSources,
    survivors: (made) => mostCommonSql(made, settings),
    recordsQuery: null,
    notes: [],
  }
}

const makeRows = (engine: Engine, hasSources: boolean): Promise<void> =>
  engine.run(
    `CREATE OR REPLACE TABLE ${INPUT_ROWS} AS
     SELECT link_position::BIGINT AS ordinal, link_row_id AS row_id, link_source AS source_dataset, true AS is_linked,
       ${hasSources ? "coalesce(link_source, '') || '/' || " : ''}link_row_id AS key, NULL::VARCHAR AS row_hash, true AS has_id
     FROM link_record`,
  )

/** View `input` over tables `input_0`, `input_1` …: the rows of all files, columns by name. With several files the source column says which file a row is from. */
async function readFiles(
  engine: Engine,
  files: readonly string[],
  settings: LinkageSettings,
  sheet: string | undefined,
  say: (text: string) => void,
): Promise<number> {
  let rows = 0
  const selects: string[] = []
  for (const [at, file] of files.entries()) {
    const name = `${TABLE}_${at}`
    const read = await readAnyFile(engine, file, name, { sheet })
    for (const note of read.notes) say(`Note: ${note}`)
    rows += read.rows
    const columns = await engine.rows<{ column_name: string }>(`DESCRIBE ${sqlName(name)}`)
    const hasSource = columns.some(
      ({ column_name }) => column_name.toLowerCase() === settings.sourceColumn.toLowerCase(),
    )
    const source = hasSource ? '' : `, ${sqlText(stem(file))} AS ${sqlName(settings.sourceColumn)}`
    selects.push(`SELECT *${source} FROM ${sqlName(name)}`)
  }
  await engine.run(`CREATE VIEW ${TABLE} AS ${selects.join(' UNION ALL BY NAME ')}`)
  return rows
}
