import type { Engine } from '../engine/engine.ts'
import { sqlFiles, sqlText } from '../engine/sql.ts'

/**
 * Table `link_pair` from the files of every share, and, where pairs were known, from those whose records both stand unchanged. The
 * records of old and new stand in the same order (by key), so a pair keeps its direction. Needs `link_record`.
 */
export async function loadPairs(
  engine: Engine,
  shares: readonly string[],
  known: { readonly records: string; readonly pairs: string } | undefined,
): Promise<void> {
  const columns = 'a::INTEGER AS a, b::INTEGER AS b, rules::UINTEGER AS rules, pattern::DOUBLE AS pattern'
  const parts = [`SELECT ${columns} FROM read_parquet(${sqlFiles(shares)})`]
  if (known !== undefined) {
    await engine.run(
      `CREATE TABLE kept_position AS
       SELECT o.position AS old, r.link_position AS now
       FROM (SELECT row_number() OVER (ORDER BY record_key) - 1 AS position, record_key, content
             FROM read_parquet(${sqlText(known.records)})) o
       JOIN link_record r ON r.link_row_id = o.record_key AND r.content = o.content`,
    )
    parts.push(
      `SELECT l.now::INTEGER, r.now::INTEGER, k.rules::UINTEGER, k.pattern::DOUBLE
       FROM read_parquet(${sqlText(known.pairs)}) k
       JOIN kept_position l ON l.old = k.a JOIN kept_position r ON r.old = k.b`,
    )
  }
  await engine.run(`CREATE OR REPLACE TABLE link_pair AS ${parts.join(' UNION ALL ')}`)
  if (known !== undefined) await engine.run('DROP TABLE kept_position')
}
