import { stat } from 'node:fs/promises'
import { FileChangedError } from '../storage/errors.ts'
import type { ObjectStore, ObjectSummary } from '../storage/object-store.ts'
import { sha256File } from '../storage/sha256.ts'
import { SourceChangingError, SourceUnreadableError } from './errors.ts'
import { keys } from './keys.ts'
import { rememberHashes, sourceHashes } from './source-hashes.ts'

/** A local file that is to be copied. */
export interface LandingFile {
  /** Absolute path. */
  readonly local: string
  /** Where the copy of a content belongs. */
  keyOf(sha256: string): string
  /** Gives the path of what may be stored of the file; asked again whenever the file is taken again. */
  filter(local: string): Promise<string>
}

export interface LandingCopy {
  readonly key: string
  /** Bytes. */
  readonly size: number
  readonly etag: string
  readonly sha256: string
}

const TRIES = 4

/**
 * Copies local files into the store, each under a key that its content decides. What is written is hashed as it is written and is put in
 * place only with the key's hash. A copy that is there already counts when its content has been hashed; another content is replaced,
 * and told in `notes`. A file that changes meanwhile is taken again.
 * @returns a copy for each file, in their order
 * @throws SourceChangingError, SourceUnreadableError and the store's errors
 */
export async function copyToLanding(
  store: ObjectStore,
  files: readonly LandingFile[],
  scratch: string,
): Promise<{ readonly copies: LandingCopy[]; readonly notes: string[] }> {
  const taken = []
  for (const file of files) {
    const content = await take(file)
    taken.push({ file, content, held: await summaryOf(store, file.keyOf(content.sha256)) })
  }
  const proved = await sourceHashes(
    store,
    taken.flatMap(({ held }) => held ?? []),
    scratch,
    keys.copyIndex,
  )
  const copies: LandingCopy[] = []
  const notes: string[] = []
  const written = new Map<ObjectSummary, string>()
  for (const { file, content, held } of taken) {
    const found = held === undefined ? undefined : proved.get(held.key)
    if (held !== undefined && found === content.sha256) {
      copies.push({ key: held.key, size: held.size, etag: held.etag, sha256: content.sha256 })
      continue
    }
    const copy = await write(store, file, content)
    if (found !== undefined)
      notes.push(
        `${store.uri(held?.key ?? '')} held another content (sha256 ${found.slice(0, 12)}…) and was written anew.`,
      )
    const now = await summaryOf(store, copy.key)
    if (now !== undefined) written.set(now, copy.sha256)
    copies.push({ ...copy, etag: now?.etag ?? '' })
  }
  await rememberHashes(store, written, keys.copyIndex)
  return { copies, notes }
}

interface Content {
  /** Path of what is stored: the file itself, or what the filter made of it. */
  readonly path: string
  readonly sha256: string
}

/** Hashes the file while it stands still. */
async function take(file: LandingFile): Promise<Content> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const before = await identity(file.local)
    if (before === undefined) continue
    const path = await file.filter(file.local)
    const sha256 = await reading(file.local, () => sha256File(path))
    if (sha256 !== undefined && (await identity(file.local)) === before) return { path, sha256 }
  }
  throw new SourceChangingError(file.local, TRIES)
}

async function write(store: ObjectStore, file: LandingFile, first: Content): Promise<Omit<LandingCopy, 'etag'>> {
  let content = first
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const key = file.keyOf(content.sha256)
    try {
      return { key, ...(await store.putFile(key, content.path, content.sha256)) }
    } catch (error) {
      if (!(error instanceof FileChangedError)) throw error
      content = await take(file)
    }
  }
  throw new SourceChangingError(file.local, TRIES)
}

/** What tells a file from another, or from itself after a write; undefined for one that is gone or is no plain file any more. */
const identity = (path: string): Promise<string | undefined> =>
  reading(path, async () => {
    const status = await stat(path, { bigint: true })
    const { dev, ino, size, mtimeNs, ctimeNs } = status
    return status.isFile() ? [dev, ino, size, mtimeNs, ctimeNs].join(' ') : undefined
  })

/** @returns undefined when the file is gone @throws SourceUnreadableError */
async function reading<T>(path: string, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new SourceUnreadableError(path, error)
  }
}

async function summaryOf(store: ObjectStore, key: string): Promise<ObjectSummary | undefined> {
  for await (const object of store.list(key)) if (object.key === key) return object
  return undefined
}
