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
