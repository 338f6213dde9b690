import { constants } from 'node:fs'
import { access, lstat, readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { z } from 'zod'
import { checkedKey, RESERVED_SEGMENT } from './object-key.ts'

/** Something in a store's folder that is no object: a listing does not show it. */
export interface StoreRemain {
  /** Absolute path. */
  readonly path: string
  readonly why: string
  readonly isLink: boolean
}

const LOCK = /^[0-9a-f]{64}\.lock(?:\.break)?(?:\.[0-9a-f-]{36})?$/
const LINK = 'it is a symbolic link'
const holder = z.strictObject({ token: z.string(), pid: z.number(), host: z.string() })

/**
 * Everything in the folder of a store that is no readable object and none of the store's own files: links, pipes, devices, folders and files
 * that cannot be read, names that no object can have. Drafts are left to `sweepDrafts`.
 */
export async function storeRemains(root: string): Promise<StoreRemain[]> {
  const found: StoreRemain[] = []
  await look(root, root, found)
  return found
}

async function look(root: string, folder: string, found: StoreRemain[]): Promise<void> {
  let names: string[]
  try {
    names = await readdir(folder)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT')
      found.push({ path: folder, why: `it cannot be listed (${codeOf(error)})`, isLink: false })
    return
  }
  for (const name of names) {
    const path = join(folder, name)
    const key = relative(root, path).split(sep).join('/')
    if (key === `${RESERVED_SEGMENT}/tmp`) continue
    const why = await amiss(root, path, key, found)
    if (why !== undefined) found.push({ path, why, isLink: why === LINK })
  }
}

/** What is wrong with an entry; nothing for an object, or for a folder, whose own entries are looked at. */
async function amiss(root: string, path: string, key: string, found: StoreRemain[]): Promise<string | undefined> {
  let status: Awaited<ReturnType<typeof lstat>>
  try {
    status = await lstat(path)
  } catch (error) {
    // A name that is no UTF-8 comes back as another one, which is not there.
    if (codeOf(error) === 'ENOENT') return key.includes('\ufffd') ? 'its name is no UTF-8' : undefined
    return `it cannot be looked at (${codeOf(error)})`
  }
  if (status.isSymbolicLink()) return LINK
  if (status.isDirectory()) {
    await look(root, path, found)
    return undefined
  }
  if (!status.isFile()) return 'it is a pipe, a socket or a device'
  try {
    await access(path, constants.R_OK)
  } catch (error) {
    return `it cannot be read (${codeOf(error)})`
  }
  if (key.startsWith(`${RESERVED_SEGMENT}/`))
    return (await isLock(key, path)) ? undefined : "it is none of the store's own files"
  try {
    checkedKey(key)
    return undefined
  } catch {
    return 'its name is none that an object can have'
  }
}

async function isLock(key: string, path: string): Promise<boolean> {
  const name = key.slice(`${RESERVED_SEGMENT}/locks/`.length)
  if (!key.startsWith(`${RESERVED_SEGMENT}/locks/`) || !LOCK.test(name)) return false
  try {
    return holder.safeParse(JSON.parse(await readFile(path, 'utf8'))).success
  } catch (error) {
    // Its holder is done with it.
    return codeOf(error) === 'ENOENT'
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown')
