/** Root of everything the storage room throws. Each message says what happened, where, and what to do next. */
class StorageError extends Error {
  readonly key: string
  constructor(message: string, key: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.key = key
  }
}

/** The key cannot name an object (traversal, absolute path, NUL …) or leads outside the root through a symbolic link. */
export class StorageKeyError extends StorageError {
  constructor(key: string, why: string) {
    super(
      `The storage key ${JSON.stringify(key)} is refused: ${why}. Use a relative key of "/"-separated names inside the store.`,
      key,
    )
  }
}

/** An object that must exist is not there. */
export class ObjectMissingError extends StorageError {
  constructor(uri: string, key: string) {
    super(`No object at ${uri}. List the prefix to see what is there, or run the step that writes it.`, key)
  }
}

/** The store refused us. Never to be read as "absent": without ListBucket, S3 answers 403 for missing keys too. */
export class StorageDeniedError extends StorageError {
  constructor(operation: string, uri: string, key: string, cause: unknown) {
    super(
      `Access denied: ${operation} ${uri}. Grant the role this action (and s3:ListBucket on the prefix), or check the file's permissions.`,
      key,
      { cause },
    )
  }
}

/** The store failed after every retry: network, disk, throttling. Running the same step again is safe. */
export class StorageFaultError extends StorageError {
  constructor(operation: string, uri: string, key: string, cause: unknown) {
    const detail = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
    super(
      `${operation} ${uri} failed (${detail}). Check the store's disk or network, then run it again: it is safe to repeat.`,
      key,
      { cause },
    )
  }
}

/** A local file was not what it was said to be when it was stored: somebody writes to it. Nothing was put in place. */
export class FileChangedError extends StorageError {
  constructor(path: string, key: string, expected: string, found: string) {
    super(
      `${path} changed while it was stored (sha256 ${expected.slice(0, 12)}…, now ${found.slice(0, 12)}…). ` +
        'Nothing was stored of it. Wait until whoever writes it is done, then run again.',
      key,
    )
  }
}

/** Another process kept the key's lock for too long. */
export class StorageBusyError extends StorageError {
  constructor(uri: string, key: string, lockPath: string) {
    super(
      `${uri} stayed locked by another process. Wait for it to end; if none runs, delete ${lockPath} and try again.`,
      key,
    )
  }
}

/** The disk that holds the store is full. Nothing half-written stays: drafts are removed, and the next run goes on from here. */
export class StorageFullError extends StorageError {
  constructor(folder: string, cause: unknown) {
    super(
      `The disk of ${folder} is full. Free space there, or use another --store, and run again: finished work is found.`,
      folder,
      { cause },
    )
  }
}
