/** One thing that was looked at. `fix` is what to do about it when it does not pass. */
export interface Diagnosis {
  readonly check: string
  readonly status: 'PASS' | 'WARN' | 'FAIL'
  readonly detail: string
  readonly fix?: string
}

/** What came of a look, before it is known under which name it was taken. */
export type Found = Omit<Diagnosis, 'check'>

export const pass = (detail: string): Found => ({ status: 'PASS', detail })
export const warn = (detail: string, fix: string): Found => ({ status: 'WARN', detail, fix })
export const fail = (detail: string, fix: string): Found => ({ status: 'FAIL', detail, fix })

/** What is looked at, by the name it is told under. */
export type Check = readonly [check: string, look: () => Promise<Found>]

/** One thing after the other; what cannot be looked at fails. Never throws. */
export async function* lookedAt(checks: readonly Check[]): AsyncIterable<Diagnosis> {
  for (const [check, look] of checks) {
    try {
      yield { check, ...(await look()) }
    } catch (error) {
      yield { check, ...fail('could not be looked at', error instanceof Error ? error.message : String(error)) }
    }
  }
}
