import type { z } from 'zod'
import { RunDocumentError } from './errors.ts'
import { jsonOf } from './json-of.ts'

/** A JSON document of the store as its schema has it. @param what `a plan`, for the error @throws RunDocumentError naming the key */
export function parseDocument<T>(key: string, body: Uint8Array, schema: z.ZodType<T>, what: string): T {
  const parsed = schema.safeParse(parseJson(key, body))
  if (!parsed.success) throw new RunDocumentError(key, `is not ${what}`)
  return parsed.data
}

/** What a document of the store says. @throws RunDocumentError when it is not JSON */
export function parseJson(key: string, body: Uint8Array): unknown {
  const said = jsonOf(body)
  if (said === undefined) throw new RunDocumentError(key, 'is not JSON')
  return said
}
