import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CreateOutcome, ObjectStore, ObjectSummary, StoredObject } from '../../src/storage/object-store.ts'
import { sha256 } from '../../src/storage/sha256.ts'

/** A store in memory that counts what it is asked for: for laws about requests and bytes, at numbers a disk would take minutes for. */
export class MemoryStore implements ObjectStore {
  readonly kind = 's3'
  readonly objects = new Map<string, Uint8Array>()
  reads = 0
  writes = 0
  bytesRead = 0
  bytesWritten = 0
  lists = 0

  /** What `work` asked for. */
  async counted(work: () => Promise<unknown>) {
    const { reads, writes, bytesRead, bytesWritten, lists } = this
    await work()
    return {
      reads: this.reads - reads,
      writes: this.writes - writes,
      lists: this.lists - lists,
      bytesRead: this.bytesRead - bytesRead,
      bytesWritten: this.bytesWritten - bytesWritten,
    }
  }

  uri(key: string): string {
    return `s3://memory/${key}`
  }

  async get(key: string): Promise<StoredObject | undefined> {
    this.reads++
    const body = this.objects.get(key)
    if (body === undefined) return undefined
    this.bytesRead += body.byteLength
    return { body, etag: sha256(body) }
  }

  async put(key: string, given: Uint8Array | string) {
    const body = typeof given === 'string' ? new TextEncoder().encode(given) : given
    this.writes++
    this.bytesWritten += body.byteLength
    this.objects.set(key, body)
    return { etag: sha256(body) }
  }

  async create(key: string, body: Uint8Array | string): Promise<CreateOutcome> {
    const held = this.objects.get(key)
    if (held !== undefined) return sha256(held) === sha256(body) ? 'identical' : 'exists'
    await this.put(key, body)
    return 'created'
  }

  async swap(key: string, body: Uint8Array | string, etag: string | undefined): Promise<boolean> {
    const held = this.objects.get(key)
    if ((held === undefined ? undefined : sha256(held)) !== etag) return false
    await this.put(key, body)
    return true
  }

  async *list(prefix: string): AsyncIterable<ObjectSummary> {
    this.lists++
    for (const key of [...this.objects.keys()].filter((name) => name.startsWith(prefix)).sort()) {
      const body = this.objects.get(key) ?? new Uint8Array()
      yield { key, size: body.byteLength, etag: sha256(body), lastModified: new Date(0) }
    }
  }

  async irregular(): Promise<[]> {
    return []
  }

  async delete(key: string): Promise<void> {
    this.objects.delete(key)
  }

  async purge(key: string, { keepCurrent }: { keepCurrent: boolean }): Promise<void> {
    if (!keepCurrent) this.objects.delete(key)
  }

  async fetchFile(key: string, scratch: string): Promise<string> {
    const path = join(scratch, sha256(key))
    writeFileSync(path, this.objects.get(key) ?? new Uint8Array())
    return path
  }

  putFile(): Promise<{ size: number; sha256: string }> {
    throw new Error('files are for real stores')
  }
}
