/** Node's words for a fault of the system: a code, what it means, and what was called. */
const ERRNO = /^(?:Error: )?(E[A-Z0-9]{2,}): ([^,]+?)(?:, (.*))?$/s

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  ENOSPC: 'The disk is full: free space there, then run again.',
  EDQUOT: 'The quota of the disk is used up: free space there, then run again.',
  EACCES: 'Check the permissions of what is named, then run again.',
  EPERM: 'Check the permissions of what is named, then run again.',
  EROFS: 'It cannot be written to: use another --store, or mount it for writing.',
  ENOENT: 'What is named is not there: check who removes it, then run again.',
  EMFILE: 'Too many files are open: raise the limit (ulimit -n), then run again.',
  ENOMEM: 'The machine has no memory left: lower run.concurrency, then run again.',
  EIO: 'The disk cannot be read or written: check it, then run again.',
}

/**
 * The sentence for a fault of the system that is told as Node tells it, by its code; undefined for any other text.
 * @param where what failed: a state, a command
 */
export function systemFault(message: string, where: string): string | undefined {
  const [found, code = '', meaning = '', call] = ERRNO.exec(message) ?? []
  if (found === undefined) return undefined
  const todo = WHAT_TO_DO[code] ?? 'Check the disk and the network, then run again: what was finished is kept.'
  const told = `${where} failed: ${meaning} (${call === undefined ? code : `${code}, ${call}`}). ${todo}`
  return told.charAt(0).toUpperCase() + told.slice(1)
}
