import { StorageKeyError } from './errors.ts'

/** First segment that a directory store keeps for itself (temporary files, locks). No object may live there. */
export const RESERVED_SEGMENT = '.store'

const longestKeyBytes = 1024

function refusal(key: string): string | undefined {
  if (key.includes('\0')) return 'it holds a NUL character'
  if (key.includes('\\')) return 'it holds a backslash'
  if (key.startsWith('/')) return 'it is absolute'
  if (/^[A-Za-z]:\//.test(key)) return 'it is absolute'
  if (Buffer.byteLength(key) > longestKeyBytes) return `it is longer than ${longestKeyBytes} bytes`
  const segments = key.split('/')
  if (segments.some((segment) => segment === '..' || segment === '.')) return 'it holds a "." or ".." segment'
  if (segments[0] === RESERVED_SEGMENT) return `"${RESERVED_SEGMENT}" is kept for the store itself`
  return undefined
}

/** Returns the key when it can name an object; throws `StorageKeyError` otherwise. */
export function checkedKey(key: string): string {
  const why = key === '' ? 'it is empty' : refusal(key)
  if (why) throw new StorageKeyError(key, why)
  if (key.split('/').includes('')) throw new StorageKeyError(key, 'it holds an empty segment')
  return key
}

/** Like `checkedKey` for a prefix, which may be empty and may end in `/` or inside a name. */
export function checkedPrefix(prefix: string): string {
  const why = refusal(prefix)
  if (why) throw new StorageKeyError(prefix, why)
  if (prefix.includes('//')) throw new StorageKeyError(prefix, 'it holds an empty segment')
  return prefix
}
