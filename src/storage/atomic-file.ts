import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { link, mkdir, open, rename, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StorageFullError } from './errors.ts'
import { ownerName } from './process-owner.ts'

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Where the bytes of a draft come from: bytes, text, a local file, or a stream. */
export type DraftSource = Uint8Array | string | { readonly file: string } | { readonly stream: Readable }

/**
 * Writes the bytes to a fresh file in `folder`, flushed to disk, and returns its path. Its name says whose it is, so that what a killed
 * process leaves is known for what it is. Whoever asks must `moveIntoPlace`, `linkIntoPlace` or `discardDraft` it; a failure while
 * writing removes it.
 */
export async function writeDraft(folder: string, source: DraftSource, mode = 0o666): Promise<string> {
  await mkdir(folder, { recursive: true })
  const path = join(folder, `${ownerName()}.${randomUUID()}.tmp`)
  try {
    if (typeof source === 'string' || source instanceof Uint8Array) {
      const handle = await open(path, 'wx', mode)
      try {
        await handle.writeFile(source)
        await handle.sync()
      } finally {
        await handle.close()
      }
    } else {
      const input = 'file' in source ? createReadStream(source.file, { highWaterMark: 1 << 20 }) : source.stream
      await pipeline(input, createWriteStream(path, { flags: 'wx', flush: true, mode }))
    }
    return path
  } catch (error) {
    await discardDraft(path)
    if (error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT'))
      throw new StorageFullError(folder, error)
    throw error
  }
}

/** Puts the draft at `target`, replacing what was there in one step. */
export async function moveIntoPlace(draft: string, target: string): Promise<void> {
  await rename(draft, target)
  await syncDirectory(dirname(target))
}

/** Puts the draft at `target` only when nothing is there. False: something was. The draft is gone either way. */
export async function linkIntoPlace(draft: string, target: string): Promise<boolean> {
  try {
    await link(draft, target)
    await syncDirectory(dirname(target))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await discardDraft(draft)
  }
}

/** Removes a draft; one that is gone already is fine. */
export async function discardDraft(draft: string): Promise<void> {
  try {
    await unlink(draft)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}
