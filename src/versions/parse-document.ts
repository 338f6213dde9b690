import type { z } from 'zod'
import { VersionDamagedError } from './errors.ts'

/** Parses a stored JSON document against its schema. @throws VersionDamagedError naming `where` and the first fault. */
export function parseDocument<T>(schema: z.ZodType<T>, body: Uint8Array, where: string): T {
  let json: unknown
  try {
    json = JSON.parse(Buffer.from(body).toString('utf8'))
  } catch (error) {
    throw new VersionDamagedError(where, 'it is not JSON', { cause: error })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new VersionDamagedError(where, `${issue?.path.join('.') || 'document'}: ${issue?.message}`, {
    cause: parsed.error,
  })
}
