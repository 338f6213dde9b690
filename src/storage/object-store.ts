import type { IrregularEntry } from './irregular-entry.ts'

/** What a listing says of one object. `etag` is opaque: compare it, never parse it. */
export interface ObjectSummary {
  readonly key: string
  /** Bytes. */
  readonly size: number
  readonly etag: string
  readonly lastModified: Date
  /** S3 only, on versioned buckets. */
  readonly versionId?: string
}

export interface StoredObject {
  readonly body: Uint8Array
  readonly etag: string
}

/** `created`: the key was free. `identical`: it already held these bytes (a lost acknowledgement, or a rival with the same content). `exists`: somebody else's bytes. */
export type CreateOutcome = 'created' | 'identical' | 'exists'

/**
 * The one door to bytes: a bucket or a directory with the same keys and the same conditional writes.
 * Keys are relative, `/`-separated, without `..` or a leading `/`; anything else throws `StorageKeyError`.
 * A missing key is `undefined`; a refusal (S3's 403) is always an error, never an absence.
 */
export interface ObjectStore {
  readonly kind: 'directory' | 's3'
  /** `file:///abs/…` or `s3://bucket/…` for a key; the empty key gives the root, ending in `/`. */
  uri(key: string): string
  get(key: string): Promise<StoredObject | undefined>
  /** Unconditional write: atomic (a reader sees the old bytes or the new ones). */
  put(key: string, body: Uint8Array | string): Promise<{ readonly etag: string }>
  /** Write only when the key is free (`If-None-Match: *`). */
  create(key: string, body: Uint8Array | string): Promise<CreateOutcome>
  /** Write only when the key still has this etag (`If-Match`); `undefined` means "still absent". False: somebody was faster. */
  swap(key: string, body: Uint8Array | string, etag: string | undefined): Promise<boolean>
  /** Every object whose key starts with the prefix, in byte order of keys. With `plain`, of a folder only files that are no links. */
  list(prefix: string, options?: { readonly plain?: boolean }): AsyncIterable<ObjectSummary>
  /** What stands under the prefix, which ends in `/`, and is no plain file, in byte order of keys. A bucket has nothing of the kind. */
  irregular(prefix: string): Promise<IrregularEntry[]>
  delete(key: string): Promise<void>
  /**
   * Removes what `delete` and overwriting leave behind on a versioned bucket: every version of the key, or with `keepCurrent` every
   * one but the present. Nothing brings them back.
   */
  purge(key: string, options: { readonly keepCurrent: boolean }): Promise<void>
  /** A local path holding the object's bytes, for engines that read files. A directory store gives its own path; S3 copies into `scratch`. Throws `ObjectMissingError`. */
  fetchFile(key: string, scratch: string): Promise<string>
  /**
   * Stores a local file under the key (streamed) and says what was stored. With `expected`, a sha256, the file is put there only if
   * that is the hash of the bytes that were written.
   * @throws FileChangedError when they are others
   */
  putFile(key: string, path: string, expected?: string): Promise<{ readonly size: number; readonly sha256: string }>
}
