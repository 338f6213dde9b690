import { z } from 'zod'
import { type FailedWork, platformFailure } from './platform-failures.ts'
import { systemFault } from './system-fault.ts'

const causeSchema = z.object({
  errorMessage: z.string().optional(),
  errorType: z.string().optional(),
  name: z.string().optional(),
  message: z.string().optional(),
})

/** A sentence of ours says what to do; a laptop's stages tell some of their failures under AWS's names. */
const OURS = /\bhotpass\b|\brun(ning)? again\b|^State \S+ passes on /i

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
  return systemFault(told.said, work.where) ?? told.said
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
