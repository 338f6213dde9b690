import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import type { Plan } from '../../ledger/plan-document.ts'
import type { EventType } from '../../lineage/index.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import type { ComparedEntities } from './compared-columns.ts'
import type { LineageVerdict } from './quality-facets.ts'
import type { SourceColumns } from './source-columns.ts'
import type { ToldRecord } from './told-record.ts'

/** The trace a run is part of, as W3C Trace Context writes its ids. */
export interface LineageTrace {
  readonly traceId: string
  readonly spanId?: string
}

/** What is known of the run whatever its state. */
export interface RunKnowledge {
  readonly store: ObjectStore
  readonly run: string
  /** Undefined when the run failed before its plan stood. */
  readonly plan: Plan | undefined
  readonly sources: PinnedDomain | undefined
  /** Undefined with the sources. */
  readonly compared: ComparedEntities | undefined
}

/** What is known at the time of one event. */
export interface Moment {
  readonly eventType: EventType
  readonly eventTime: string
  readonly told?: ToldRecord | undefined
  readonly trace?: LineageTrace | undefined
  /** Why it failed. */
  readonly message?: string | undefined
  readonly found?: SourceColumns | undefined
  readonly verdict?: LineageVerdict | undefined
}

export const isEnd = ({ eventType }: Moment): boolean =>
  eventType === 'COMPLETE' || eventType === 'FAIL' || eventType === 'ABORT'
