import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, join, sep } from 'node:path'
import type { DomainFiles } from './domain-files.ts'
import { DomainError, DomainNotFoundError } from './errors.ts'

/** Folders of a domain, and the endings of what is read in them. */
const FOLDERS: Readonly<Record<string, RegExp>> = {
  contracts: /\.ya?ml$/,
  suites: /\.(?:ya?ml|json)$/,
  linkage: /\.json$/,
  vocabularies: /\.ya?ml$/,
}
const MOST_FILES = 2000
const MOST_BYTES = 10_000_000

/**
 * Reads a domain's folder. Files of other names are not read.
 * @throws DomainNotFoundError without a domain.yaml; DomainError for what is no plain file, for a link that leads out of the folder, or
 * for too much
 */
export function readDomainFiles(folder: string): DomainFiles {
  const files: Record<string, string> = {}
  let bytes = 0
  const take = (path: string) => {
    const full = join(folder, path)
    const found = statSync(full)
    const [real, root] = [realpathSync(full), realpathSync(folder)]
    if (!real.startsWith(`${root}${sep}`))
      throw new DomainError(`${full} leads out of the domain's folder. Put the file itself there.`)
    if (!found.isFile()) throw new DomainError(`${full} is no plain file. Put the file itself there.`)
    bytes += found.size
    if (bytes > MOST_BYTES)
      throw new DomainError(
        `The files of ${folder} have more than ${MOST_BYTES / 1e6} MB. A domain is written by people.`,
      )
    files[path] = readFileSync(full, 'utf8')
  }
  try {
    take('domain.yaml')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' && (error as NodeJS.ErrnoException).code !== 'ENOTDIR')
      throw error
    throw new DomainNotFoundError(
      `There is no ${join(folder, 'domain.yaml')}. hotpass init writes one from your files; or name another folder.`,
    )
  }
  for (const [name, ending] of Object.entries(FOLDERS))
    for (const file of namesIn(join(folder, name))) {
      if (!ending.test(file) || basename(file).startsWith('.')) continue
      if (Object.keys(files).length >= MOST_FILES)
        throw new DomainError(`${folder} has more than ${MOST_FILES} files. A domain is written by people.`)
      take(`${name}/${file}`)
    }
  return files
}

/** The same as a promise, which fails with the same errors. */
export const loadDomainFiles = async (folder: string): Promise<DomainFiles> => readDomainFiles(folder)

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
