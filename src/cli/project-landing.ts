import { copyFile, mkdir, readFile } from 'node:fs/promises'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { UsageError } from './errors.ts'

/** Where a project's runs find files, and what has to be copied for that. */
export interface ProjectLanding {
  /** Relative to the project's folder, with `/`. */
  readonly landing: string
  /** From → to, absolute. */
  readonly copies: readonly (readonly [from: string, to: string])[]
}

/**
 * The folder below the project that all files lie in, where they lie in one; else `landing/`, with a copy of each.
 * @param project its folder
 * @throws UsageError when another file of the name lies there
 */
export async function landingFor(project: string, files: readonly string[]): Promise<ProjectLanding> {
  const root = resolve(project)
  const folders = new Set(files.map((file) => dirname(resolve(file))))
  const [only] = folders
  const within = only === undefined ? '' : relative(root, only)
  if (folders.size === 1 && isBelow(within) && !/^(?:\.|node_modules|domains)/.test(within))
    return { landing: within.split(sep).join('/'), copies: [] }
  return { landing: 'landing', copies: await copiesInto(join(root, 'landing'), files) }
}

/** What has to be copied so that a landing folder has each of the files. @throws UsageError when another file of the name lies there */
export async function copiesInto(landing: string, files: readonly string[]): Promise<ProjectLanding['copies']> {
  const copies: [string, string][] = []
  for (const file of files) {
    const from = resolve(file)
    const to = join(landing, basename(file))
    if (from === to || isBelow(relative(landing, from))) continue
    const there = await readFile(to).catch(() => undefined)
    if (there === undefined) copies.push([from, to])
    else if (!there.equals(await readFile(from)))
      throw new UsageError(`${to} is another file of that name, and nothing is written over. Rename one of them.`)
  }
  return copies
}

const isBelow = (path: string): boolean => path !== '' && !isAbsolute(path) && path.split(sep)[0] !== '..'

/** Makes the copies; the files themselves stay as they are. */
export async function copyInto({ copies }: Pick<ProjectLanding, 'copies'>): Promise<void> {
  for (const [from, to] of copies) {
    await mkdir(dirname(to), { recursive: true })
    await copyFile(from, to)
  }
}
