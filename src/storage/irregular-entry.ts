import type { Dirent } from 'node:fs'

/** What stands under a key, or where one would, and is no plain file. */
export interface IrregularEntry {
  readonly key: string
  /** In words: `a symbolic link`. */
  readonly kind: string
}

export const FOLDER = 'a folder'

/** What a folder's entry is, in words; undefined for a plain file. Nothing is opened or followed: a FIFO would wait for a writer. */
export function irregularKind(entry: Dirent): string | undefined {
  if (entry.isFile()) return undefined
  if (entry.isDirectory()) return FOLDER
  if (entry.isSymbolicLink()) return 'a symbolic link'
  if (entry.isFIFO()) return 'a FIFO'
  if (entry.isSocket()) return 'a socket'
  return entry.isBlockDevice() || entry.isCharacterDevice() ? 'a device' : 'no plain file'
}
