import type { Engine } from '../engine/engine.ts'
import { parquetFiles, sqlText } from '../engine/sql.ts'
import type { KeyPiece, Place, StateOf } from './metrics/state.ts'

/** Keys of all shards as one relation. */
export interface KeySource {
  /** Columns `hi`, `lo`, `piece` and `place`. */
  readonly sql: string
  /** The sheet of a piece. */
  readonly originOf: (piece: string) => Pick<Place, 'file' | 'sheet'>
}

/** Opens the pieces of a merged state. What stood in the states themselves is laid into a table of the engine, under `name`. */
export async function openKeys(engine: Engine, { pieces }: StateOf<'keys'>, name: string): Promise<KeySource> {
  const origins = new Map<string, Pick<Place, 'file' | 'sheet'>>()
  const files: string[] = []
  const inline: [string, string, string][] = []
  let textual = false
  for (const [at, piece] of pieces.entries()) {
    const id = 'path' in piece ? piece.path : `#${at}`
    origins.set(id, originOf(piece))
    if ('path' in piece) files.push(piece.path)
    else {
      inline.push([id, piece.hashes, JSON.stringify(piece.places)])
      textual ||= piece.places.some((place) => typeof place === 'string')
    }
  }
  const sources: string[] = []
  if (files.length > 0)
    sources.push(`SELECT hi, lo, filename AS piece, place FROM ${parquetFiles(files, 'filename = true')}`)
  if (inline.length > 0) {
    const writer = await engine.createTable(`${name}_packed`, [
      { name: 'piece', type: 'string' },
      { name: 'hashes', type: 'string' },
      { name: 'places', type: 'string' },
    ])
    writer.append([0, 1, 2].map((column) => inline.map((row) => row[column])))
    await writer.finish()
    const half = (from: string) => `CAST('0x' || substr(hashes, 32 * nth + ${from}, 16) AS UBIGINT)`
    const type = sqlText(`["${textual ? 'VARCHAR' : 'BIGINT'}"]`)
    await engine.run(
      `CREATE OR REPLACE TEMP TABLE ${name} AS SELECT ${half('1')} AS hi, ${half('17')} AS lo, piece, place
       FROM (SELECT piece, hashes, unnest(from_json(places, ${type})) AS place, unnest(range(length(hashes) // 32)) AS nth
             FROM ${name}_packed)`,
    )
    await engine.run(`DROP TABLE ${name}_packed`)
    sources.push(`SELECT hi, lo, piece, place FROM ${name}`)
  }
  return { sql: `(${sources.join(' UNION ALL ')})`, originOf: (piece) => origins.get(piece) ?? {} }
}

const originOf = ({ file, sheet }: KeyPiece): Pick<Place, 'file' | 'sheet'> => ({
  ...(file === undefined ? {} : { file }),
  ...(sheet === undefined ? {} : { sheet }),
})
