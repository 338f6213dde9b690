import type { CellCount } from '../ledger/cell-accounting.ts'
import type { RunEndingKind } from '../ledger/run-ending.ts'
import type { Impact, VersionModel } from '../versions/index.ts'

/** What a run ends with: the answer of `hotpass run --json`. */
export interface PipelineResult {
  readonly run: string
  readonly status: RunEndingKind
  /** Dataset → its version number. */
  readonly versions: Readonly<Record<string, number>>
  /** `read = blank + quarantined + attached + merged + published`. */
  readonly rows: {
    readonly read: number
    readonly blank: number
    readonly quarantined: number
    readonly attached: number
    readonly merged: number
    readonly published: number
  }
  /** `read = published + merged + set_aside + quarantined`, of filled cells, once for each attribute that they feed. */
  readonly cells?: CellCount
  /** Rows that stewards corrected, read in place of the originals. */
  readonly readmitted?: number
  readonly gate: 'passed' | 'warned' | 'blocked' | null
  /** Wall clock, to the millisecond. */
  readonly seconds: number
  /** The store's address. */
  readonly store: string
  readonly reasons?: readonly string[]
  readonly quarantine?: readonly { readonly key: string; readonly rows: number }[]
  /** Values that are not used: where they stand, how many, and of how many fields. */
  readonly setAside?: { readonly key: string; readonly values: number; readonly fields: number }
  readonly unmatched?: readonly string[]
  /** What else the landing had to say, a sentence each. */
  readonly notes?: readonly string[]
  readonly release?: number | null
  /** How much of what was published the release changed, and by dataset. */
  readonly impact?: Impact
  readonly impacts?: Readonly<Record<string, Impact>>
  /** The linkage models behind what was published. */
  readonly models?: readonly VersionModel[]
  /** What became of the Glue tables, where there are any. */
  readonly catalog?: readonly {
    readonly table: string
    readonly version: number
    readonly outcome: 'created' | 'moved' | 'current' | 'failed'
    readonly problem?: string | undefined
  }[]
  /** Of a run that failed, was cancelled or timed out; of one that published, what went wrong after its release. */
  readonly error?: { readonly name: string; readonly message: string }
}
