import { join } from 'node:path'
import { sqlName, sqlText } from '../../engine/sql.ts'
import type { MeasureOptions } from './measure-options.ts'
import { type Metric, metricName } from './metric.ts'
import { scalar } from './samples.ts'
import type { StateOf } from './state.ts'

const INLINE_KEYS = 128

/** A key as one text: the lengths keep `a|b` and `ab|` apart, and an empty part is none of length 0. */
const keyText = (columns: readonly string[]): string =>
  columns.length === 1
    ? `CAST(${sqlName(columns[0] as string)} AS VARCHAR)`
    : columns
        .map((column) => {
          const part = `CAST(${sqlName(column)} AS VARCHAR)`
          return `CASE WHEN ${sqlName(column)} IS NULL THEN '-' ELSE length(${part}) || ':' || ${part} END`
        })
        .join(' || ')

/** Computing the hash once and cutting it is six times as fast as asking DuckDB for its halves. */
const LOW_HALF = '18446744073709551615::UHUGEINT'

/** The hashes of a shard's keys, sorted: in the state itself when they are few, since a small file costs as much to open as a large one. */
export async function measureKeys(
  { engine, table, place, folder, origin, inlineKeys = INLINE_KEYS }: MeasureOptions,
  metric: Extract<Metric, { kind: 'keys' }>,
): Promise<StateOf<'keys'>> {
  const filled =
    metric.empty === true ? 'true' : metric.columns.map((column) => `${sqlName(column)} IS NOT NULL`).join(' OR ')
  const from = `FROM ${table} WHERE (${metric.where}) AND (${filled})`
  const query = `
    SELECT (h >> 64)::UBIGINT AS hi, (h & ${LOW_HALF})::UBIGINT AS lo, place
    FROM (SELECT md5_number(${keyText(metric.columns)}) AS h, ${place} AS place ${from}) ORDER BY hi, lo, place`
  const [counted] = await engine.rows<{ n: number }>(`SELECT count(*) AS n ${from}`)
  const n = counted?.n ?? 0
  if (n === 0) return { kind: 'keys', n, pieces: [] }
  if (n > inlineKeys) {
    const path = join(folder, `${metricName(metric)}.parquet`)
    // Hashes have no pattern: neither a dictionary nor compression would make them smaller.
    await engine.run(
      `COPY (${query}) TO ${sqlText(path)} (FORMAT parquet, COMPRESSION uncompressed, DICTIONARY_SIZE_LIMIT 1)`,
    )
    return { kind: 'keys', n, pieces: [{ ...origin, path: path }] }
  }
  const rows = await engine.rows<{ hash: string; place: unknown }>(
    `SELECT printf('%016x%016x', hi, lo) AS hash, place FROM (${query})`,
  )
  const places = rows.map((row) => scalar(row.place))
  return { kind: 'keys', n, pieces: [{ ...origin, hashes: rows.map(({ hash }) => hash).join(''), places }] }
}
