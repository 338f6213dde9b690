import type { HostSettings } from '../run/host.ts'
import type { TelemetryMessage } from '../telemetry/telemetry.ts'
import type { Json } from './json.ts'

/** Parent → worker. One job at a time. */
export interface WorkerRequest {
  readonly stage: string
  readonly payload: Json
  readonly settings: HostSettings
}

/** Worker → parent. */
export type WorkerReply =
  | { readonly type: 'progress'; readonly event: Json }
  | { readonly type: 'telemetry'; readonly message: TelemetryMessage }
  | { readonly type: 'done'; readonly output: Json }
  | { readonly type: 'failed'; readonly name: string; readonly message: string; readonly stack?: string }
