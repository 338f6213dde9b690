import type { z } from 'zod'
import type { ObjectStore } from '../storage/object-store.ts'
import { RegistryDamagedError } from './errors.ts'

/** A document of the registry with the etag to swap it by; undefined when there is none. @throws RegistryDamagedError */
export async function readDocument<T>(
  store: ObjectStore,
  key: string,
  schema: z.ZodType<T>,
): Promise<{ readonly value: T; readonly etag: string } | undefined> {
  const held = await store.get(key)
  if (held === undefined) return undefined
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder().decode(held.body))
  } catch (cause) {
    throw new RegistryDamagedError(store.uri(key), 'it is not JSON', { cause })
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return { value: parsed.data, etag: held.etag }
  const [issue] = parsed.error.issues
  throw new RegistryDamagedError(store.uri(key), `${issue?.path.join('.') || 'document'}: ${issue?.message}`, {
    cause: parsed.error,
  })
}
