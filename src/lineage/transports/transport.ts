import type { LineageEvent } from '../events/event-types.ts'

/** How one event is sent. */
export interface EmitOptions {
  /** Gives up when aborted; what is under way counts as not delivered. */
  readonly signal?: AbortSignal
}

/** A way out for events. */
export interface Transport {
  /** The configuration's word for it: `http`, `file` … */
  readonly type: string
  /** Names the back end, the same in every process that is configured alike; holds no secret. */
  readonly id: string
  /** One event. Resolves when the back end has it. @throws TransportError */
  emit(event: LineageEvent, options?: EmitOptions): Promise<void>
  /** Frees what it holds. Events already emitted are delivered. */
  close?(): Promise<void>
}
