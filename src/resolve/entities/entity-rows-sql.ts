import { parquetFiles, sqlName } from '../../engine/sql.ts'

/** The rows of an entity: every refined row that describes it, in one order. */
export const sourceRows = (entity: string): string => sqlName(`source_${entity}`)
/** Those that stand for themselves, by position: what linkage links. */
export const recordRows = (entity: string): string => sqlName(`record_${entity}`)

/**
 * Rows and records of an entity. A key is a claim of its source, and sources repeat keys: the same row again is one row; other content
 * under the same name, or none, is the same record saying more; another name is another record, so that nobody is taken for somebody
 * else, and so is each row of a table that describes what other rows are about. Only a register's key (`unique`) is one entity's whatever
 * differs. A row that makes an entity only where nobody has its name is no record where somebody has.
 * `_key_repeats` says how: `no`, `row` (the same row), `content` (more of one record), `name` (another record).
 * @param files the refined files of the entity
 * @param columns those of its refined rows that are looked at; all of them without
 */
export const entityRowsSql = (entity: string, files: readonly string[], columns?: readonly string[]): string[] => [
  `CREATE OR REPLACE TABLE ${sourceRows(entity)} AS
   WITH seen AS (
     SELECT ${columns === undefined ? '*' : columns.map(sqlName).join(', ')}, first_value(_row_hash) OVER whole AS _first_hash, first_value(_name_key IGNORE NULLS) OVER whole AS _first_name
     FROM ${parquetFiles(files)}
     WINDOW whole AS (PARTITION BY _record_key ORDER BY _file, _sheet, _row, _part
       ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)),
   told AS (
     SELECT *, CASE
       WHEN _is_unique OR _row_hash = _first_hash THEN NULL
       WHEN _role IN ('part', 'reference') THEN left(_row_hash, 12)
       WHEN _name_key <> _first_name THEN left(sha256(_name_key), 12) END AS _apart
     FROM seen)
   SELECT * EXCLUDE (_apart, _first_name, _first_hash)
       REPLACE (_record_key || coalesce('~' || _apart, '') AS _record_key,
         _record_id || CASE WHEN _apart IS NULL THEN '' ELSE '~' || left(_row_hash, 6) END AS _record_id),
     CASE WHEN _apart IS NOT NULL AND _role NOT IN ('part', 'reference') AND row_number() OVER apart_key = 1 THEN 'name'
       WHEN row_number() OVER apart_key = 1 THEN 'no'
       WHEN row_number() OVER apart_row > 1 THEN 'row'
       ELSE 'content' END AS _key_repeats,
     row_number() OVER apart_key AS _occurrence, first_value(_record_id) OVER apart_key AS _first_record
   FROM told
   WINDOW apart_key AS (PARTITION BY _record_key, _apart ORDER BY _file, _sheet, _row, _part),
     apart_row AS (PARTITION BY _record_key, _apart, _row_hash ORDER BY _file, _sheet, _row, _part)`,
  `CREATE OR REPLACE TABLE ${recordRows(entity)} AS
   SELECT row_number() OVER (ORDER BY _record_key) - 1 AS _position, *
   FROM ${sourceRows(entity)} r
   WHERE _occurrence = 1 AND (_role = 'record' OR (_role = 'unless_known' AND NOT EXISTS (
     SELECT 1 FROM ${sourceRows(entity)} k WHERE k._role = 'record' AND k._occurrence = 1 AND k._name_key = r._name_key)))`,
]
