import { parquetFiles, sqlName } from '../../engine/sql.ts'

/** The rows of an entity: every refined row that describes it, in one order. */
export const sourceRows = (entity: string): string => sqlName(`source_${entity}`)
/** Those that stand for themselves, by position: what linkage links. */
export const recordRows = (entity: string): string => sqlName(`record_${entity}`)

/**
 * Rows and records of an entity. A repeated record key keeps its first row in the order of files, sheets and rows; a row that makes an
 * entity only where nobody has its name is no record where somebody has.
 * @param files the refined files of the entity
 * @param columns those of its refined rows that are looked at; all of them without
 */
export const entityRowsSql = (entity: string, files: readonly string[], columns?: readonly string[]): string[] => [
  `CREATE OR REPLACE TABLE ${sourceRows(entity)} AS
   SELECT ${columns === undefined ? '*' : columns.map(sqlName).join(', ')}, row_number() OVER same AS _occurrence, first_value(_row_hash) OVER same AS _first_hash,
     first_value(_record_id) OVER same AS _first_record
   FROM ${parquetFiles(files)}
   WINDOW same AS (PARTITION BY _record_key ORDER BY _file, _sheet, _row, _part)`,
  `CREATE OR REPLACE TABLE ${recordRows(entity)} AS
   SELECT row_number() OVER (ORDER BY _record_key) - 1 AS position, *
   FROM ${sourceRows(entity)} r
   WHERE _occurrence = 1 AND (_role = 'record' OR (_role = 'unless_known' AND NOT EXISTS (
     SELECT 1 FROM ${sourceRows(entity)} k WHERE k._role = 'record' AND k._occurrence = 1 AND k._name_key = r._name_key)))`,
]
