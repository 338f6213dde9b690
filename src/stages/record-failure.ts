import { z } from 'zod'
import { keys } from './keys.ts'
import type { StageContext, StageResult } from './stage.ts'

const failureInput = z.object({
  run: z.string(),
  error: z.object({ Error: z.string().optional(), Cause: z.string().optional() }).optional(),
})

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

/** Writes `failure.json`. Nothing was released; the next run finds finished work by its key. */
export async function recordFailure(
  context: StageContext,
  rawInput: unknown,
): Promise<StageResult<{ error: string; message: string }>> {
  const input = failureInput.parse(rawInput)
  const message = failureMessage(input.error?.Cause).slice(0, 2000)
  const failure = { run: input.run, error: input.error?.Error ?? 'Error', message }
  await context.store.put(keys.failure(input.run), JSON.stringify(failure))
  return { output: { error: failure.error, message: message.slice(0, 500) }, counts: {} }
}
