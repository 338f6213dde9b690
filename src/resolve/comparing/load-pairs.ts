import type { Engine } from '../../engine/engine.ts'
import { parquetFiles } from '../../engine/sql.ts'
import { RECORDS } from '../records/prepare-records.ts'
import { PAIRS } from './compare-pairs.ts'

/** What an earlier linkage compared, as files. */
export interface KnownPairs {
  /** Its records in the order of their positions, with the unique id and `_content`. */
  readonly records: string
  /** `a`, `b` (positions in `records`), `rules`, `pattern`. */
  readonly pairs: string
}

/**
 * Table `link_pair` from the files of every share, and, where pairs were known, from those whose records both stand unchanged
 * (equal `_content`). Both linkages order their records by id, so a pair keeps its direction. Needs `link_record`.
 * @param idColumn the unique id in the known records
 */
export async function loadPairs(
  engine: Engine,
  shares: readonly string[],
  idColumn: string,
  known: KnownPairs | undefined,
): Promise<void> {
  const columns = 'a::INTEGER AS a, b::INTEGER AS b, rules::UINTEGER AS rules, pattern::DOUBLE AS pattern'
  const parts = [`SELECT ${columns} FROM ${parquetFiles(shares)}`]
  if (known !== undefined) {
    await engine.run(
      `CREATE OR REPLACE TABLE kept_position AS
       SELECT o.file_row_number AS old, r.link_position AS now
       FROM ${parquetFiles(known.records, 'file_row_number = true')} o
       JOIN ${RECORDS} r ON r.link_row_id = CAST(o.${idColumn} AS VARCHAR) AND r._content = o._content`,
    )
    parts.push(
      `SELECT l.now::INTEGER, r.now::INTEGER, k.rules::UINTEGER, k.pattern::DOUBLE
       FROM ${parquetFiles(known.pairs)} k
       JOIN kept_position l ON l.old = k.a JOIN kept_position r ON r.old = k.b`,
    )
  }
  await engine.run(`CREATE OR REPLACE TABLE ${PAIRS} AS ${parts.join(' UNION ALL ')}`)
  if (known !== undefined) await engine.run('DROP TABLE kept_position')
}
