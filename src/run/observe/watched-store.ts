import { stat } from 'node:fs/promises'
import type { ObjectStore } from '../../storage/object-store.ts'

/** What an operation on the store moved; `undefined` bytes for those that move none. */
export interface StoreOperation {
  readonly operation: string
  readonly startMs: number
  readonly endMs: number
  readonly bytesIn: number
  readonly bytesOut: number
  readonly failed?: unknown
}

const size = (body: Uint8Array | string): number =>
  typeof body === 'string' ? Buffer.byteLength(body) : body.byteLength

/** The same store, telling of each operation when it has ended. Keys are not told: they may hold a file's name. */
export function watchedStore(
  store: ObjectStore,
  told: (operation: StoreOperation) => void,
  now: () => number,
): ObjectStore {
  const watch = async <T>(
    operation: string,
    work: () => Promise<T>,
    moved: (value: T) => { in?: number; out?: number } | Promise<{ in?: number; out?: number }>,
  ): Promise<T> => {
    const startMs = now()
    try {
      const value = await work()
      const endMs = now()
      const bytes = await moved(value)
      told({ operation, startMs, endMs, bytesIn: bytes.in ?? 0, bytesOut: bytes.out ?? 0 })
      return value
    } catch (failed) {
      told({ operation, startMs, endMs: now(), bytesIn: 0, bytesOut: 0, failed })
      throw failed
    }
  }
  return {
    kind: store.kind,
    uri: (key) => store.uri(key),
    get: (key) =>
      watch(
        'get',
        () => store.get(key),
        (found) => ({ in: found?.body.byteLength ?? 0 }),
      ),
    put: (key, body) =>
      watch(
        'put',
        () => store.put(key, body),
        () => ({ out: size(body) }),
      ),
    create: (key, body) =>
      watch(
        'create',
        () => store.create(key, body),
        () => ({ out: size(body) }),
      ),
    swap: (key, body, etag) =>
      watch(
        'swap',
        () => store.swap(key, body, etag),
        () => ({ out: size(body) }),
      ),
    list: (prefix, options) => store.list(prefix, options),
    irregular: (prefix) => store.irregular(prefix),
    delete: (key) =>
      watch(
        'delete',
        () => store.delete(key),
        () => ({}),
      ),
    purge: (key, options) =>
      watch(
        'purge',
        () => store.purge(key, options),
        () => ({}),
      ),
    fetchFile: (key, scratch) =>
      watch(
        'fetch',
        () => store.fetchFile(key, scratch),
        async (path) => ({ in: (await stat(path)).size }),
      ),
    putFile: (key, path, expected) =>
      watch(
        'put file',
        () => store.putFile(key, path, expected),
        (stored) => ({ out: stored.size }),
      ),
  }
}
