import type { FieldId } from '../engine/engine.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import type { LocalDataFile } from './data-file.ts'
import type { TableColumn } from './table-column.ts'

/** One version to publish. */
export interface CommitRequest {
  readonly store: ObjectStore
  readonly dataset: string
  /** Every column, in published order. */
  readonly columns: readonly TableColumn[]
  readonly primaryKey: readonly string[]
  /** Columns of personal data: no manifest tells their least and greatest values. */
  readonly unbounded?: readonly string[]
  readonly mode: 'overwrite' | 'append'
  /** sha256 of (dataset, content hash, contract version, base version of the plan). The same id is committed once. */
  readonly commitId: string
  readonly contentHash: string
  /** Its major version above that of the version before is the leave to change a column's type. */
  readonly contractVersion: string
  /** The run's "now", in the snapshot's timestamp: never the wall clock. */
  readonly nominalTime: Date
  /** Makes the local data files, once the field ids are known. Called again only when a rival changed the ids. */
  readonly data: (fieldIds: ReadonlyMap<string, FieldId>) => Promise<readonly LocalDataFile[]>
  /** Kept in the snapshot's summary, beside what the commit itself records. */
  readonly summary?: Readonly<Record<string, string>>
  /** Pins the snapshot against expiry. */
  readonly tag?: string
  /** How many snapshots stay, at least 1; default 100. */
  readonly keepSnapshots?: number
  /** The version the plan stands on (the released one): equal content there is `unchanged` too, whatever was staged since. */
  readonly baseVersion?: number
  /** How many lost races end the commit; default 200. */
  readonly tries?: number
}
