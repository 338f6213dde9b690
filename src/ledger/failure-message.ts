import { z } from 'zod'
import { type FailedWork, platformFailure } from './platform-failures.ts'

const causeSchema = z.object({
  errorMessage: z.string().optional(),
  errorType: z.string().optional(),
  name: z.string().optional(),
  message: z.string().optional(),
})

/** A sentence of ours says what to do; a laptop's stages tell some of their failures under AWS's names. */
const OURS = /\bhotpass\b|\brun(ning)? again\b|^State \S+ passes on /i

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
 * One sentence that tells an operator what happened, where, and what to do. A Lambda's cause is JSON with an `errorMessage`, a laptop's
 * is the message; a failure of AWS's own is told by its name.
 * @param about the error's name as the state machine has it, and the work that failed
 */
export function failureMessage(
  cause: string | undefined,
  about: Partial<FailedWork> & { readonly error?: string | undefined } = {},
): string {
  const work = { ...about, where: about.where ?? 'a stage of the run' }
  const told = read(cause)
  const outer = about.error ?? ''
  for (const name of [told.type, outer]) {
    const known = platformFailure(name, cause ?? '', work)
    if (known !== undefined && !OURS.test(told.said))
      return capital(told.said === '' ? known : `${known} (AWS: ${told.said.slice(0, 300)})`)
  }
  if (told.said === '') return capital(nothingSaid(told.type || outer, work, cause))
  const errno = ERRNO.exec(told.said)
  if (errno === null) return told.said
  const [, code = '', meaning = '', call] = errno
  const todo = WHAT_TO_DO[code] ?? 'Check the disk and the network, then run again: what was finished is kept.'
  return capital(`${work.where} failed: ${meaning} (${call === undefined ? code : `${code}, ${call}`}). ${todo}`)
}

/** What a cause says and of which type it says the error is; an empty text when it says nothing. */
function read(cause: string | undefined): { readonly said: string; readonly type: string } {
  const text = cause ?? ''
  try {
    const parsed = causeSchema.safeParse(JSON.parse(text))
    if (!parsed.success) return { said: text, type: '' }
    const { errorMessage, message, errorType, name } = parsed.data
    return { said: errorMessage ?? message ?? '', type: errorType ?? name ?? '' }
  } catch {
    return { said: text.trim(), type: '' }
  }
}

function nothingSaid(type: string, work: FailedWork, cause: string | undefined): string {
  const named = type === '' || type === 'Error' ? '' : ` (${type})`
  const given = cause === undefined || cause === '' || named !== '' || /^\{"(name|errorType)"/.test(cause)
  return (
    `${work.where} failed${named}. No cause was given${given ? '' : ` but ${cause.slice(0, 300)}`}. ` +
    `Read its log (on AWS: hotpass logs ${work.run ?? '<run>'} --env <environment>), then run again: what was finished is kept.`
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
