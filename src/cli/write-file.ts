import { rm, stat, writeFile } from 'node:fs/promises'
import { UsageError } from './errors.ts'

/** Writes a file where nothing is yet, not even a link that leads nowhere. @throws UsageError when something is there */
export async function writeNewFile(path: string, text: string): Promise<void> {
  await writeFile(path, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
    throw isThere(path)
  })
}

/** Before work whose result goes there. @throws UsageError when something is there */
export async function refuseExisting(path: string): Promise<void> {
  if (await stat(path).catch(() => undefined)) throw isThere(path)
}

const isThere = (path: string) => new UsageError(`${path} is there already. Name another file, or remove it first.`)

/** Writes a file in place of what is there. A link is replaced and never followed: somebody else may have laid it. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await clearPlace(path)
  await writeNewFile(path, text)
}

/** Removes a file, or a link itself, so that nothing is written through it. */
export const clearPlace = (path: string): Promise<void> => rm(path, { force: true })
