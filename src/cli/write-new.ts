import { access, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { PROJECT_FILE } from '../config/project-file.ts'
import { UsageError } from './errors.ts'

/**
 * Which of the files can be written: all of `own`, and those of `beside` that are not there.
 * @throws UsageError when one of `own` is there
 */
export async function newFiles(
  folder: string,
  own: Readonly<Record<string, string>>,
  beside: Readonly<Record<string, string>>,
): Promise<{ readonly files: Readonly<Record<string, string>>; readonly kept: readonly string[] }> {
  for (const path of Object.keys(own))
    if (await isThere(join(folder, path)))
      throw new UsageError(
        `${join(folder, path)} is there already, and nothing is written over. ${path === PROJECT_FILE ? 'It makes the folder a project: hotpass add <file> gives it another file; --out <folder> makes a new one elsewhere.' : 'Say --out <folder>, or --domain <id> for another domain.'}`,
      )
  const kept: string[] = []
  for (const path of Object.keys(beside)) if (await isThere(join(folder, path))) kept.push(path)
  const fresh = Object.entries(beside).filter(([path]) => !kept.includes(path))
  return { files: { ...own, ...Object.fromEntries(fresh) }, kept }
}

/** Writes files that are not there. */
export async function writeNew(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text, { flag: 'wx' })
  }
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
