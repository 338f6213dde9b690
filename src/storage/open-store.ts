import { DirectoryStore } from './directory-store.ts'
import type { ObjectStore } from './object-store.ts'
import { S3Store, type S3StoreOptions } from './s3-store.ts'

/** Opens `s3://bucket[/prefix]` as an S3 store; anything else is the path of a directory. Nothing is read or made yet. */
export function openStore(location: string, s3?: S3StoreOptions['client']): ObjectStore {
  const match = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(location)
  if (!match) return new DirectoryStore(location.replace(/^file:\/\//, ''))
  return new S3Store({ bucket: match[1] ?? '', prefix: match[2] ?? '', ...(s3 ? { client: s3 } : {}) })
}

/** The folder on this machine that holds the store; undefined for a bucket. */
export const storeFolder = (store: ObjectStore): string | undefined =>
  store instanceof DirectoryStore ? store.root : undefined
