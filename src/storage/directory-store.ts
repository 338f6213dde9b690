import { type Dirent, type Stats, statSync } from 'node:fs'
import { mkdir, readdir, readFile, realpath, stat, unlink } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { type DraftSource, discardDraft, linkIntoPlace, moveIntoPlace, writeDraft } from './atomic-file.ts'
import {
  FileChangedError,
  ObjectMissingError,
  StorageBusyError,
  StorageDeniedError,
  StorageFaultError,
  StorageKeyError,
} from './errors.ts'
import { withFileLock } from './file-lock.ts'
import { type IrregularEntry, irregularKind } from './irregular-entry.ts'
import { checkedKey, checkedPrefix, RESERVED_SEGMENT } from './object-key.ts'
import type { CreateOutcome, ObjectStore, ObjectSummary, StoredObject } from './object-store.ts'
import { sha256, sha256File, sha256FileSync } from './sha256.ts'
import { sweepDrafts } from './sweep-drafts.ts'

const lockTimeoutMs = 60_000

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

const isAbsence = (error: unknown) => ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '')

function byteOrder(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/**
 * A local directory with the semantics of a bucket. Writes are drafts that are flushed and then renamed or hard-linked, so a
 * reader never sees half an object. A kill leaves at most a draft under `.store/tmp/`, which the next process that writes removes. An etag is the sha256 of the
 * content, whatever the file's times say; in listings it is computed when it is first read.
 */
export class DirectoryStore implements ObjectStore {
  readonly kind = 'directory'
  /** Absolute path of the root. */
  readonly root: string
  readonly #etags = new Map<string, string>()
  #realRoot: string | undefined
  #swept: Promise<unknown> | undefined

  constructor(root: string) {
    this.root = resolve(root)
  }

  /** Makes a store on a folder, which is created with the first access. */
  static open(root: string): DirectoryStore {
    return new DirectoryStore(root)
  }

  uri(key: string): string {
    return `file://${this.root}${this.root.endsWith('/') ? '' : '/'}${checkedPrefix(key)}`
  }

  async get(key: string): Promise<StoredObject | undefined> {
    return this.#attempt('Reading', key, async () => {
      const path = await this.#pathOf(key)
      try {
        const body = await readFile(path)
        return { body, etag: sha256(body) }
      } catch (error) {
        if (isAbsence(error)) return undefined
        throw error
      }
    })
  }

  async put(key: string, body: Uint8Array | string): Promise<{ readonly etag: string }> {
    return this.#attempt('Writing', key, async () => {
      const target = await this.#targetOf(key)
      const draft = await this.#draft(body)
      await this.#replace(key, draft, target, async () => true)
      return { etag: sha256(body) }
    })
  }

  async create(key: string, body: Uint8Array | string): Promise<CreateOutcome> {
    return this.#attempt('Creating', key, async () => {
      const target = await this.#targetOf(key)
      if (await linkIntoPlace(await this.#draft(body), target)) return 'created'
      const held = await this.get(key)
      return held?.etag === sha256(body) ? 'identical' : 'exists'
    })
  }

  async swap(key: string, body: Uint8Array | string, etag: string | undefined): Promise<boolean> {
    if (etag === undefined) return (await this.create(key, body)) !== 'exists'
    return this.#attempt('Swapping', key, async () => {
      const target = await this.#targetOf(key)
      const draft = await this.#draft(body)
      const ours = sha256(body)
      return this.#replace(key, draft, target, async () => {
        const held = (await this.get(key))?.etag
        return held === etag || held === ours
      })
    })
  }

  async *list(prefix: string, { plain = false } = {}): AsyncIterable<ObjectSummary> {
    checkedPrefix(prefix)
    const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
    const keys: string[] = []
    const take = (key: string, entry: Dirent): void => {
      if (!entry.isDirectory() && key.startsWith(prefix) && (!plain || entry.isFile())) keys.push(key)
    }
    await this.#attempt('Listing', prefix, () => this.#collect(folder, prefix, take))
    for (const key of keys.sort(byteOrder)) {
      const summary = await this.#attempt('Listing', key, () => this.#summary(key))
      if (summary) yield summary
    }
  }

  async irregular(prefix: string): Promise<IrregularEntry[]> {
    checkedPrefix(prefix)
    const found: IrregularEntry[] = []
    const take = (key: string, entry: Dirent): void => {
      const kind = irregularKind(entry)
      if (kind !== undefined) found.push({ key, kind })
    }
    await this.#attempt('Listing', prefix, () => this.#collect(prefix, prefix, take))
    return found.sort((a, b) => byteOrder(a.key, b.key))
  }

  async delete(key: string): Promise<void> {
    await this.#attempt('Deleting', key, async () => {
      const path = await this.#pathOf(key)
      await this.#locked(key, async () => {
        try {
          await unlink(path)
        } catch (error) {
          if (!isAbsence(error)) throw error
        }
      })
    })
  }

  async purge(key: string, { keepCurrent }: { readonly keepCurrent: boolean }): Promise<void> {
    // A directory keeps no earlier versions.
    if (!keepCurrent) await this.delete(key)
  }

  async fetchFile(key: string, _scratch: string): Promise<string> {
    return this.#attempt('Reading', key, async () => {
      const path = await this.#pathOf(key)
      const status = await this.#statusOf(path)
      if (!status?.isFile()) throw new ObjectMissingError(this.uri(key), key)
      return path
    })
  }

  async putFile(
    key: string,
    path: string,
    expected?: string,
  ): Promise<{ readonly size: number; readonly sha256: string }> {
    return this.#attempt('Writing', key, async () => {
      const target = await this.#targetOf(key)
      const draft = await this.#draft({ file: path })
      const [digest, status] = await Promise.all([sha256File(draft), stat(draft)])
      if (expected !== undefined && digest !== expected) {
        await discardDraft(draft)
        throw new FileChangedError(path, key, expected, digest)
      }
      await this.#replace(key, draft, target, async () => true)
      return { size: status.size, sha256: digest }
    })
  }

  #reserved(name: string): string {
    return join(this.root, RESERVED_SEGMENT, name)
  }

  async #draft(source: DraftSource): Promise<string> {
    const folder = this.#reserved('tmp')
    this.#swept ??= sweepDrafts(folder)
    await this.#swept
    return writeDraft(folder, source)
  }

  async #locked<T>(key: string, body: Parameters<typeof withFileLock<T>>[2]): Promise<T> {
    const path = join(this.#reserved('locks'), `${sha256(key)}.lock`)
    const done = await withFileLock(path, lockTimeoutMs, body)
    if (!done) throw new StorageBusyError(this.uri(key), key, path)
    return done.value
  }

  // The draft was written before the lock is taken, so the lock is held for a comparison and a rename, never for a copy.
  async #replace(key: string, draft: string, target: string, allowed: () => Promise<boolean>): Promise<boolean> {
    try {
      for (;;) {
        const outcome = await this.#locked(key, async (lock) => {
          if (!(await allowed())) return 'refused'
          if (!(await lock.stillMine())) return 'lost-lock'
          await moveIntoPlace(draft, target)
          return 'moved'
        })
        if (outcome !== 'lost-lock') return outcome === 'moved'
      }
    } finally {
      await discardDraft(draft)
    }
  }

  async #attempt<T>(operation: string, key: string, body: () => Promise<T>): Promise<T> {
    try {
      return await body()
    } catch (error) {
      const code = codeOf(error)
      if (code === undefined || code.startsWith('ERR_')) throw error
      const where = `file://${join(this.root, key)}`
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
        throw new StorageDeniedError(operation, where, key, error)
      throw new StorageFaultError(operation, where, key, error)
    }
  }

  async #rootPath(): Promise<string> {
    if (this.#realRoot === undefined) {
      await mkdir(this.root, { recursive: true })
      this.#realRoot = await realpath(this.root)
    }
    return this.#realRoot
  }

  async #refuseEscape(path: string, key: string): Promise<void> {
    const root = await this.#rootPath()
    let at = path
    for (;;) {
      try {
        const real = await realpath(at)
        if (real !== root && !real.startsWith(root.endsWith(sep) ? root : root + sep))
          throw new StorageKeyError(key, 'a symbolic link on its way leads outside the store')
        return
      } catch (error) {
        if (!isAbsence(error) || at === this.root) throw error
        at = dirname(at)
      }
    }
  }

  async #pathOf(key: string): Promise<string> {
    const path = join(this.root, checkedKey(key))
    await this.#refuseEscape(path, key)
    return path
  }

  async #targetOf(key: string): Promise<string> {
    const path = join(this.root, checkedKey(key))
    await this.#refuseEscape(dirname(path), key)
    await mkdir(dirname(path), { recursive: true })
    return path
  }

  async #statusOf(path: string): Promise<Stats | undefined> {
    try {
      return await stat(path)
    } catch (error) {
      if (isAbsence(error)) return undefined
      throw error
    }
  }

  async #collect(folder: string, prefix: string, take: (key: string, entry: Dirent) => void): Promise<void> {
    let entries: Dirent[]
    try {
      await this.#refuseEscape(join(this.root, folder), folder)
      entries = await readdir(join(this.root, folder), { withFileTypes: true })
    } catch (error) {
      if (isAbsence(error)) return
      throw error
    }
    for (const entry of entries) {
      const key = `${folder}${entry.name}`
      if (key === RESERVED_SEGMENT) continue
      take(key, entry)
      if (entry.isDirectory() && (`${key}/`.startsWith(prefix) || prefix.startsWith(`${key}/`)))
        await this.#collect(`${key}/`, prefix, take)
    }
  }

  async #summary(key: string): Promise<ObjectSummary | undefined> {
    const path = join(this.root, key)
    const status = await this.#statusOf(path)
    if (!status?.isFile()) return undefined
    await this.#refuseEscape(path, key)
    const remembered = this.#etags
    return {
      key,
      size: status.size,
      lastModified: status.mtime,
      get etag() {
        const now = statSync(path)
        const identity = `${path}\0${now.ino}\0${now.size}\0${now.mtimeMs}\0${now.ctimeMs}`
        let etag = remembered.get(identity)
        if (etag === undefined) {
          etag = sha256FileSync(path)
          remembered.set(identity, etag)
        }
        return etag
      },
    }
  }
}
