import { createReadStream } from 'node:fs'
import { access, mkdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3'
import { moveIntoPlace, writeDraft } from './atomic-file.ts'
import {
  FileChangedError,
  ObjectMissingError,
  StorageDeniedError,
  StorageFaultError,
  StorageFullError,
  StorageKeyError,
} from './errors.ts'
import { checkedKey, checkedPrefix } from './object-key.ts'
import type { CreateOutcome, ObjectStore, ObjectSummary, StoredObject } from './object-store.ts'
import { type Pace, pacedBody } from './paced-body.ts'
import { faultOf, isMissingKey, isOverloaded, isPassing } from './s3-fault.ts'
import { sha256, sha256File } from './sha256.ts'

const conflictTries = 12
const fileTries = 6
/** How often S3 may say that it is busy, each time after the SDK's own tries: when many are told so at once, those end early. */
const busyTries = 4

/** A transfer below this is begun again. */
const PACE: Pace = { bytes: 16_384, milliseconds: 30_000 }

/** A host that does not take the connection, or falls silent, is asked again: without these the SDK would wait for ever. */
const TIME_OUTS = { connectionTimeout: 10_000, socketTimeout: 30_000 }

const backOff = (attempt: number) => sleep(Math.random() * Math.min(2000, 20 * 2 ** attempt))
const busyBackOff = (attempt: number) => sleep(Math.random() * Math.min(8000, 500 * 2 ** attempt))

export interface S3StoreOptions {
  readonly bucket: string
  /** Key prefix inside the bucket, without leading or trailing `/`; keys of the store are relative to it. */
  readonly prefix?: string
  /** Handed to the SDK's client as it is (region, endpoint, credentials, forcePathStyle …). */
  readonly client?: S3ClientConfig
  /** The least that an answer must bring; else it is asked for again. */
  readonly pace?: Pace
}

interface Opened {
  readonly sdk: typeof import('@aws-sdk/client-s3')
  readonly client: S3Client
}

interface Answer {
  readonly body: AsyncIterable<Uint8Array>
  readonly etag: string
  /** Nobody will read the body. */
  leave(): void
}

/**
 * An S3 bucket (or a prefix of one). Conditional writes are S3's own: `create` is `If-None-Match: *`, `swap` is `If-Match`.
 * A 409 is the same PUT again; a 412 is settled by comparing bytes, because the PUT whose answer got lost looks the same.
 * The SDK is imported on first use, so a laptop run that never touches S3 does not load it.
 */
export class S3Store implements ObjectStore {
  readonly kind = 's3'
  readonly #bucket: string
  readonly #prefix: string
  readonly #config: S3ClientConfig
  readonly #pace: Pace
  #opened: Promise<Opened> | undefined

  constructor(options: S3StoreOptions) {
    this.#bucket = options.bucket
    const prefix = checkedPrefix(options.prefix ?? '').replace(/\/$/, '')
    this.#prefix = prefix === '' ? '' : `${prefix}/`
    this.#config = { maxAttempts: 6, requestHandler: TIME_OUTS, ...options.client }
    this.#pace = options.pace ?? PACE
  }

  /** Makes a store; the bucket is first asked when something is read or written. */
  static open(options: S3StoreOptions): S3Store {
    return new S3Store(options)
  }

  uri(key: string): string {
    return `s3://${this.#bucket}/${this.#prefix}${checkedPrefix(key)}`
  }

  async get(key: string): Promise<StoredObject | undefined> {
    try {
      return await this.#read(key, async ({ body, etag }) => ({
        body: Buffer.concat(await Array.fromAsync(body)),
        etag,
      }))
    } catch (error) {
      if (isMissingKey(faultOf(error))) return undefined
      throw this.#failure('GetObject', key, error)
    }
  }

  async put(key: string, body: Uint8Array | string): Promise<{ readonly etag: string }> {
    try {
      const reply = await this.#patient(({ sdk, client }) =>
        client.send(new sdk.PutObjectCommand({ ...this.#at(key), Body: body })),
      )
      return { etag: reply.ETag ?? '' }
    } catch (error) {
      throw this.#failure('PutObject', key, error)
    }
  }

  async create(key: string, body: Uint8Array | string): Promise<CreateOutcome> {
    for (let attempt = 0; ; attempt++) {
      if (await this.#putIf(key, body, { IfNoneMatch: '*' })) return 'created'
      const held = await this.get(key)
      if (held) return sha256(held.body) === sha256(body) ? 'identical' : 'exists'
      if (attempt === conflictTries)
        throw this.#failure('PutObject', key, new Error('it keeps appearing and vanishing'))
    }
  }

  async swap(key: string, body: Uint8Array | string, etag: string | undefined): Promise<boolean> {
    if (etag === undefined) return (await this.create(key, body)) !== 'exists'
    if (await this.#putIf(key, body, { IfMatch: etag })) return true
    const held = await this.get(key)
    return held !== undefined && sha256(held.body) === sha256(body)
  }

  async *list(prefix: string): AsyncIterable<ObjectSummary> {
    const full = this.#prefix + checkedPrefix(prefix)
    let token: string | undefined
    do {
      const asked = { Bucket: this.#bucket, Prefix: full, ContinuationToken: token }
      const page = await this.#patient(({ sdk, client }) => client.send(new sdk.ListObjectsV2Command(asked))).catch(
        (error: unknown) => {
          throw this.#failure('ListObjectsV2', prefix, error)
        },
      )
      // An empty answer would pass for an empty bucket, and one without its continuation for the end of the list.
      if (page.Name === undefined || (page.IsTruncated === true && !page.NextContinuationToken))
        throw this.#failure('ListObjectsV2', prefix, new Error('the answer is no whole page of a list'))
      for (const item of page.Contents ?? []) {
        // A key ending in "/" is the console's picture of a folder, not an object anybody wrote.
        if (!item.Key || item.Key.endsWith('/')) continue
        yield {
          key: item.Key.slice(this.#prefix.length),
          size: item.Size ?? 0,
          etag: item.ETag ?? '',
          lastModified: item.LastModified ?? new Date(0),
        }
      }
      token = page.IsTruncated ? page.NextContinuationToken : undefined
    } while (token)
  }

  async irregular(): Promise<[]> {
    return []
  }

  async delete(key: string): Promise<void> {
    try {
      await this.#patient(({ sdk, client }) => client.send(new sdk.DeleteObjectCommand(this.#at(key))))
    } catch (error) {
      throw this.#failure('DeleteObject', key, error)
    }
  }

  async purge(key: string, { keepCurrent }: { readonly keepCurrent: boolean }): Promise<void> {
    const { Bucket, Key } = this.#at(key)
    try {
      let at: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } = {}
      for (;;) {
        const asked = { Bucket, Prefix: Key, ...at }
        const page = await this.#patient(({ sdk, client }) => client.send(new sdk.ListObjectVersionsCommand(asked)))
        const versions = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].filter((one) => one.Key === Key)
        for (const { VersionId, IsLatest } of versions)
          if (VersionId !== undefined && !(keepCurrent && IsLatest))
            await this.#patient(({ sdk, client }) =>
              client.send(new sdk.DeleteObjectCommand({ Bucket, Key, VersionId })),
            )
        if (!page.IsTruncated) return
        if (!page.NextKeyMarker) throw new Error('the answer is no whole page of a list')
        at = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      }
    } catch (error) {
      throw this.#failure('DeleteObjectVersion', key, error)
    }
  }

  async fetchFile(key: string, scratch: string): Promise<string> {
    checkedKey(key)
    await mkdir(scratch, { recursive: true })
    try {
      return await this.#read(key, async ({ body, etag, leave }) => {
        const target = join(scratch, `${sha256(`${this.uri(key)}\n${etag}`).slice(0, 20)}-${basename(key)}`)
        if (await fileExists(target)) leave()
        else {
          const stream = Readable.from(body, { objectMode: false })
          await moveIntoPlace(await writeDraft(scratch, { stream }, 0o600), target)
        }
        return target
      })
    } catch (error) {
      if (isMissingKey(faultOf(error))) throw new ObjectMissingError(this.uri(key), key)
      throw error instanceof StorageFullError ? error : this.#failure('GetObject', key, error)
    }
  }

  async putFile(
    key: string,
    path: string,
    expected?: string,
  ): Promise<{ readonly size: number; readonly sha256: string }> {
    checkedKey(key)
    const { sdk, client } = await this.#open()
    const [{ size }, digest] = await Promise.all([stat(path), sha256File(path)])
    if (expected !== undefined && digest !== expected) throw new FileChangedError(path, key, expected, digest)
    for (let attempt = 1; ; attempt++) {
      // No more than was announced, of a file that grows.
      const body = createReadStream(path, { highWaterMark: 1 << 20, ...(size > 0 ? { end: size - 1 } : {}) })
      const shrunk = new AbortController()
      // The bucket would wait for the bytes that are not there any more.
      body.once('end', () => body.bytesRead < size && shrunk.abort())
      try {
        const checksum = Buffer.from(digest, 'hex').toString('base64')
        await client.send(
          new sdk.PutObjectCommand({ ...this.#at(key), Body: body, ContentLength: size, ChecksumSHA256: checksum }),
          { abortSignal: shrunk.signal },
        )
        return { size, sha256: digest }
      } catch (error) {
        // Only here: a stream cut off after a quick answer leaves its request open, and the process waiting for it.
        body.destroy()
        // A checksum that the bucket refuses is the file's doing as often as the network's.
        const now = await sha256File(path)
        if (now !== digest) throw new FileChangedError(path, key, digest, now)
        const fault = faultOf(error)
        // The SDK cannot rewind a stream, so the retry is here.
        if (attempt === fileTries || !isPassing(fault)) throw this.#failure('PutObject', key, error)
        await (isOverloaded(fault) ? busyBackOff : backOff)(attempt)
      }
    }
  }

  #open() {
    this.#opened ??= import('@aws-sdk/client-s3').then((sdk) => ({ sdk, client: new sdk.S3Client(this.#config) }))
    return this.#opened
  }

  /** What `ask` is answered, however often S3 says first that it is busy. */
  async #patient<T>(ask: (opened: Opened) => Promise<T>): Promise<T> {
    const opened = await this.#open()
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask(opened)
      } catch (error) {
        if (attempt === busyTries || !isOverloaded(faultOf(error))) throw error
        await busyBackOff(attempt)
      }
    }
  }

  /**
   * Reads an object. The SDK repeats a request until its first byte; a body that breaks off, comes short or falls behind the pace is asked
   * for again here, and `take` is called anew.
   */
  async #read<T>(key: string, take: (answer: Answer) => Promise<T>): Promise<T> {
    const at = this.#at(key)
    for (let attempt = 1; ; attempt++) {
      const control = new AbortController()
      const { Body, ETag, ContentLength } = await this.#patient(({ sdk, client }) =>
        client.send(new sdk.GetObjectCommand(at), { abortSignal: control.signal }),
      )
      if (!(Body instanceof Readable)) throw new Error('the answer has no body')
      const body = whole(
        pacedBody(Body, this.#pace, () => control.abort()),
        ContentLength,
      )
      try {
        return await take({ body, etag: ETag ?? '', leave: () => Body.destroy() })
      } catch (error) {
        control.abort()
        if (attempt === fileTries || error instanceof StorageFullError) throw error
        await backOff(attempt)
      }
    }
  }

  #at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.#bucket, Key: this.#prefix + checkedKey(key) }
  }

  /** True: written. False: the condition did not hold (or our own earlier PUT made it fail: the caller compares). */
  async #putIf(
    key: string,
    body: Uint8Array | string,
    condition: { IfNoneMatch: string } | { IfMatch: string },
  ): Promise<boolean> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.#patient(({ sdk, client }) =>
          client.send(new sdk.PutObjectCommand({ ...this.#at(key), Body: body, ...condition })),
        )
        return true
      } catch (error) {
        const fault = faultOf(error)
        if (fault.status === 412 || ('IfMatch' in condition && isMissingKey(fault))) return false
        if (fault.status !== 409 || attempt === conflictTries) throw this.#failure('PutObject', key, error)
        await backOff(attempt)
      }
    }
  }

  #failure(operation: string, key: string, error: unknown): Error {
    if (error instanceof StorageKeyError) return error
    return faultOf(error).status === 403
      ? new StorageDeniedError(operation, this.uri(key), key, error)
      : new StorageFaultError(operation, this.uri(key), key, error)
  }
}

/** @throws Error after fewer bytes, or more, than were announced */
async function* whole(body: AsyncIterable<Uint8Array>, announced: number | undefined): AsyncIterable<Uint8Array> {
  let brought = 0
  for await (const piece of body) {
    brought += piece.byteLength
    yield piece
  }
  if (announced !== undefined && brought !== announced)
    throw new Error(`the answer brought ${brought} of ${announced} bytes`)
}

async function fileExists(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
