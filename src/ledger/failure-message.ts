import { z } from 'zod'

/** One sentence that tells an operator what happened. A Lambda's cause is JSON with an `errorMessage`; the laptop's is the message. */
export function failureMessage(cause: string | undefined): string {
  if (cause === undefined || cause === '') return 'No cause was given. Read the log of the state that failed.'
  try {
    const parsed: unknown = JSON.parse(cause)
    const message = z.object({ errorMessage: z.string() }).safeParse(parsed)
    return message.success ? message.data.errorMessage : cause
  } catch {
    return cause
  }
}
