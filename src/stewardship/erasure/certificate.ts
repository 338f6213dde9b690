import { z } from 'zod'
import { RunDocumentError } from '../../ledger/errors.ts'
import type { ObjectStore } from '../../storage/object-store.ts'

const texts = z.record(z.string(), z.string())
const counts = z.record(z.string(), z.number())

/** `erasures/certificates/<id>.json`: that a person was removed, without saying who. */
const certificateSchema = z.strictObject({
  format: z.literal(1),
  id: z.string(),
  /** When it was first asked for. */
  asked: z.string(),
  completed: z.string(),
  by: z.string(),
  why: z.string(),
  /** By phase: files, rows or documents that were rewritten or removed. */
  counts,
  /** Files and objects that were looked through at the end, whatever packs them; in certificates of before, none. */
  examined: z.number().optional(),
  /** Files that no reader opens and somebody says to have looked at, with the sha256 that they had. */
  vouched: texts.optional(),
  /** In certificates of before: files that no reader opens. */
  unreadable: z.array(z.string()).optional(),
  /** Hashes and keys, old → new; empty for what is gone. By it a hash that somebody noted down leads to what stands there now. */
  replaced: texts,
  codeVersion: z.string(),
  /** Who certified it before, the first one first, where the person was forgotten more than once; counts and hashes are of all times. */
  before: z.array(z.strictObject({ completed: z.string(), by: z.string(), why: z.string() })).optional(),
})
export type ErasureCertificate = z.infer<typeof certificateSchema>

/** What was done so far; gone once the certificate stands. */
const journalSchema = z.strictObject({
  format: z.literal(1),
  replaced: texts,
  /** Bytes of rewritten files, by their old sha256. */
  sizes: counts,
  counts,
  /** The certificate that stood when this was begun. */
  before: certificateSchema.optional(),
})
type ErasureJournal = z.infer<typeof journalSchema>

const PREFIX = 'erasures/certificates/'
export const certificatePrefix = PREFIX
export const certificateKey = (id: string): string => `${PREFIX}${id}.json`
const journalKey = (id: string): string => `erasures/journals/${id}.json`

/** Every certificate of the store, in the order of their ids. @throws RunDocumentError */
export async function readCertificates(store: ObjectStore): Promise<ErasureCertificate[]> {
  const certificates: ErasureCertificate[] = []
  for await (const { key } of store.list(PREFIX)) {
    const held = await store.get(key)
    if (held) certificates.push(parsed(key, held.body, certificateSchema))
  }
  return certificates
}

function parsed<T>(key: string, body: Uint8Array, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(body)))
  } catch {
    throw new RunDocumentError(key, 'is not what an erasure writes')
  }
}

export type Journal = Awaited<ReturnType<typeof openJournal>>

/** What was replaced so far, kept beside the store's data until the certificate has it. @throws RunDocumentError */
export async function openJournal(store: ObjectStore, id: string, apply: boolean) {
  const key = journalKey(id)
  const found = await store.get(key)
  const before = found ? null : await store.get(certificateKey(id))
  const held: ErasureJournal = found
    ? parsed(key, found.body, journalSchema)
    : {
        ...{ format: 1, replaced: {}, sizes: {}, counts: {} },
        ...(before ? { before: parsed(certificateKey(id), before.body, certificateSchema) } : {}),
      }
  return {
    held,
    async count(phase: string, done: number): Promise<void> {
      held.counts[phase] = done + (held.counts[phase] ?? 0)
      if (apply) await store.put(key, JSON.stringify(held))
    },
    async note(changes: Readonly<Record<string, string>>, sizes: Readonly<Record<string, number>> = {}): Promise<void> {
      Object.assign(held.replaced, changes)
      Object.assign(held.sizes, sizes)
      if (apply) await store.put(key, JSON.stringify(held))
    },
    async close(): Promise<void> {
      await store.purge(key, { keepCurrent: false })
    },
  }
}

/** A certificate with what the one before it says: what was cited by an old hash is found by the newest certificate alone. */
export function withEarlier(now: ErasureCertificate, before: ErasureCertificate | undefined): ErasureCertificate {
  if (before === undefined) return now
  const phases = new Set([...Object.keys(before.counts), ...Object.keys(now.counts)])
  return {
    ...now,
    counts: Object.fromEntries([...phases].map((one) => [one, (before.counts[one] ?? 0) + (now.counts[one] ?? 0)])),
    vouched: { ...before.vouched, ...now.vouched },
    replaced: { ...before.replaced, ...now.replaced },
    before: [...(before.before ?? []), { completed: before.completed, by: before.by, why: before.why }],
  }
}
