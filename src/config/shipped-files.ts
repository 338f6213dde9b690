import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UnreadableFileError } from './errors.ts'

const packageRoot = resolve(import.meta.dirname, '..', '..')

/** A configuration file that was found: its text, and its name for messages. */
export interface FoundFile {
  readonly path: string
  readonly text: string
}

/** The identifiers of the files shipped in a folder of the package, sorted. */
export function shippedIds(folder: 'profiles' | 'pipelines'): string[] {
  const path = join(packageRoot, folder)
  return existsSync(path)
    ? readdirSync(path)
        .filter((name) => name.endsWith('.yaml'))
        .map((name) => name.slice(0, -'.yaml'.length))
        .toSorted()
    : []
}

/**
 * The file an identifier or a path means, or undefined when there is none. A text with a slash or a YAML suffix is a path,
 * taken from the working directory. Throws `UnreadableFileError` for a file that is there and cannot be read.
 */
export function findFile(folder: 'profiles' | 'pipelines', asked: string): FoundFile | undefined {
  const isPath = /[\\/]|\.ya?ml$/i.test(asked)
  if (!isPath && !shippedIds(folder).includes(asked)) return undefined
  const path = isPath ? resolve(asked) : join(packageRoot, folder, `${asked}.yaml`)
  if (!existsSync(path)) return undefined
  try {
    return { path: isPath ? asked : `${folder}/${asked}.yaml`, text: readFileSync(path, 'utf8') }
  } catch (error) {
    throw new UnreadableFileError(asked, error instanceof Error ? error.message : String(error), error)
  }
}
