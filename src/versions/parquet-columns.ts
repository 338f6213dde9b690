import type { Engine } from '../engine/engine.ts'
import { sqlFile } from '../engine/sql.ts'

/** A column of a Parquet file, with the field ids that it carries. */
export interface ParquetColumn {
  readonly name: string
  readonly id: number | null
  /** Of a list: the id of its elements. */
  readonly elementId: number | null
}

/** The columns of a local Parquet file, in order. */
export async function parquetColumns(engine: Engine, path: string): Promise<ParquetColumn[]> {
  const nodes = await engine.rows<{ name: string; id: number | null; children: number | null }>(
    `SELECT name, field_id AS id, num_children AS children FROM parquet_schema(${sqlFile(path)})`,
  )
  const columns: ParquetColumn[] = []
  // The tree stands in depth-first order below its root: a list is three nodes, the column, its repetition and its element.
  for (let at = 1; at < nodes.length; ) {
    const node = nodes[at]
    if (node === undefined) break
    const isList = (node.children ?? 0) > 0
    columns.push({ name: node.name, id: node.id, elementId: isList ? (nodes[at + 2]?.id ?? null) : null })
    at += isList ? 3 : 1
  }
  return columns
}
