import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { unzipSync } from 'fflate'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { sqlText } from '../../src/engine/sql.ts'

/** Every file below a folder, what a store keeps for itself among them. */
function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => lstatSync(path).isFile())
}

const startsWith = (bytes: Uint8Array, ...mark: number[]): boolean => mark.every((byte, at) => bytes[at] === byte)

/** The bytes as they stand, and all that is unpacked of them: zip and so workbooks, gzip, Zstandard, Parquet. */
async function* layers(bytes: Uint8Array, engine: Engine, scratch: string): AsyncGenerator<string> {
  const raw = Buffer.from(bytes)
  yield raw.toString('utf8')
  yield raw.toString('utf16le')
  if (startsWith(bytes, 0x50, 0x4b, 3, 4))
    for (const part of Object.values(unzipSync(bytes))) yield* layers(part, engine, scratch)
  else if (startsWith(bytes, 0x1f, 0x8b)) yield* layers(gunzipSync(bytes), engine, scratch)
  else if (startsWith(bytes, 0x28, 0xb5, 0x2f, 0xfd)) yield* layers(zstdDecompressSync(bytes), engine, scratch)
  else if (startsWith(bytes, 0x50, 0x41, 0x52, 0x31)) {
    const path = join(scratch, 'layer.parquet')
    writeFileSync(path, bytes)
    for (const from of [`read_parquet(${sqlText(path)})`, `parquet_metadata(${sqlText(path)})`]) {
      const rows = await engine.rows(`SELECT to_json(t)::VARCHAR AS row FROM ${from} t`).catch(() => [])
      yield rows.map(({ row }) => row).join('\n')
    }
  }
}

/** Where any of some markers (in lower case) stands in the names and bytes of files, however they are packed: `<file>: <marker>`. */
export async function whereFound(folders: readonly string[], markers: readonly string[]): Promise<string[]> {
  const scratch = mkdtempSync('/tmp/search-')
  const engine = await openEngine({ memoryLimitMb: 256, threads: 1, scratch })
  const found = new Set<string>()
  try {
    for (const folder of folders)
      for (const path of filesBelow(folder)) {
        const name = relative(folder, path)
        const look = (text: string) => {
          const lower = text.toLowerCase()
          for (const marker of markers) if (lower.includes(marker)) found.add(`${name}: ${marker}`)
        }
        look(name)
        for await (const layer of layers(readFileSync(path), engine, scratch)) look(layer)
      }
  } finally {
    engine.close()
    rmSync(scratch, { recursive: true, force: true })
  }
  return [...found].sort()
}
