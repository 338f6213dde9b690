import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type AvroSchema, type AvroValue, readAvro, writeAvro } from '../../src/versions/avro-container.ts'

/**
 * A copy of a directory store whose metadata names the place of the copy, so that readers that are not ours, which follow the addresses in
 * the metadata, can read it.
 * @param from the address that the metadata has now
 */
export function movedStore(source: string, from: string, target: string): void {
  cpSync(source, target, { recursive: true })
  const moved = (text: string) => text.replaceAll(from, pathToFileURL(target).href)
  const walk = (value: AvroValue): AvroValue => {
    if (typeof value === 'string') return moved(value)
    if (Array.isArray(value)) return value.map(walk)
    if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return value
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, walk(one as AvroValue)]))
  }
  for (const dataset of readdirSync(join(target, 'datasets'))) {
    const folder = join(target, 'datasets', dataset, 'metadata')
    const sizes = new Map<string, number>()
    const rewrite = (file: string, change: (row: AvroValue) => AvroValue) => {
      const { properties, rows } = readAvro(readFileSync(join(folder, file)), file)
      const { 'avro.schema': schema = '', 'avro.codec': _, ...rest } = properties
      const bytes = writeAvro(JSON.parse(schema) as AvroSchema, rest, rows.map(change))
      sizes.set(file, bytes.length)
      writeFileSync(join(folder, file), bytes)
    }
    const files = readdirSync(folder)
    for (const file of files.filter((name) => name.startsWith('manifest-'))) rewrite(file, walk)
    for (const file of files.filter((name) => name.startsWith('snap-')))
      rewrite(file, (row) => {
        const now = walk(row)
        if (now === null || typeof now !== 'object' || !('manifest_path' in now)) return now
        return { ...now, manifest_length: sizes.get(basename(String(now.manifest_path))) ?? 0 }
      })
    for (const file of files.filter((name) => name.endsWith('.metadata.json')))
      writeFileSync(join(folder, file), moved(readFileSync(join(folder, file), 'utf8')))
  }
}
