/** What was done so far; gone once the certificate stands. */
export interface ErasureJournal {
  readonly format: 1
  readonly replaced: Record<string, string>
  /** Bytes of rewritten files, by their old sha256. */
  readonly sizes: Record<string, number>
  readonly counts: Record<string, number>
}

/** `erasures/certificates/<id>.json`: that a person was removed, without saying who. */
export interface ErasureCertificate {
  readonly format: 1
  readonly id: string
  /** When it was first asked for. */
  readonly asked: string
  readonly completed: string
  readonly by: string
  readonly why: string
  /** By phase: files, rows or documents that were rewritten or removed. */
  readonly counts: Readonly<Record<string, number>>
  /** Files that no reader of ours opens: look at them yourself. */
  readonly unreadable: readonly string[]
  /** Hashes and keys, old → new; empty for what is gone. By it a hash that somebody noted down leads to what stands there now. */
  readonly replaced: Readonly<Record<string, string>>
  readonly codeVersion: string
}

const PREFIX = 'erasures/certificates/'
export const certificatePrefix = PREFIX
export const certificateKey = (id: string): string => `${PREFIX}${id}.json`
export const journalKey = (id: string): string => `erasures/journals/${id}.json`
