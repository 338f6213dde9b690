import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { zipSync } from 'fflate'

/** A fixed time in every entry: the same files make the same bytes. */
const MADE = new Date('2020-01-01T00:00:00Z')

/** The files below a folder as one ZIP archive. */
export function zipFolder(folder: string): Uint8Array {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  return zipSync(
    Object.fromEntries(
      files.map((file) => [relative(folder, file).split(sep).join('/'), new Uint8Array(readFileSync(file))]),
    ),
    { level: 9, mtime: MADE },
  )
}
