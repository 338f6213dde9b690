import type { Measured } from '../measure.ts'
import type { Register } from './register.ts'

/** Clusters as SQL with the columns `id` and `cluster`, and what they cost; or why there are none. */
export type Outcome =
  | { readonly kind: 'clusters'; readonly clusters: string; readonly cost: Pick<Measured, 'cpuSeconds' | 'peakMb'> }
  | { readonly kind: 'none'; readonly because: string }

export interface Tool {
  readonly name: string
  /** @param folder an empty folder to write to. */
  link(register: Register, folder: string): Promise<Outcome>
}
