import { readFileSync } from 'node:fs'
import { unzipSync } from 'fflate'
import type { Engine } from '../../src/engine/engine.ts'
import { sqlText } from '../../src/engine/sql.ts'

/** All text that a file of a store holds, whatever packs it: the rows and the statistics of a Parquet file, the parts of a workbook. */
export async function textOfFile(path: string, engine: Engine): Promise<string> {
  const bytes = readFileSync(path)
  if (path.endsWith('.parquet')) {
    const rows = await engine.rows(`SELECT to_json(t)::VARCHAR AS row FROM read_parquet(${sqlText(path)}) t`)
    const stats = await engine.rows(`SELECT to_json(t)::VARCHAR AS row FROM parquet_metadata(${sqlText(path)}) t`)
    return [...rows, ...stats].map(({ row }) => row).join('\n')
  }
  if (path.endsWith('.xlsx'))
    return Object.values(unzipSync(bytes))
      .map((part) => Buffer.from(part).toString('utf8'))
      .join('\n')
  return bytes.toString('utf8')
}
