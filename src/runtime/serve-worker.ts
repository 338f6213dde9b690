import type { HostSettings } from '../run/host.ts'
import { relayTelemetry } from '../telemetry/telemetry.ts'
import { throughJson } from './json.ts'
import type { WorkerReply, WorkerRequest } from './worker-messages.ts'

/** Does one job; what it throws goes back to the parent with its name. */
export type WorkerJob = (
  stage: string,
  payload: unknown,
  settings: HostSettings,
  onProgress: (event: unknown) => void,
) => Promise<unknown>

/** Serves jobs of the parent process until it disappears. */
export function serveWorker(job: WorkerJob): void {
  // A parent that is gone hears nothing; 'disconnect' ends this process then, so a failed send is no error.
  const reply = (message: WorkerReply) => void (process.connected && process.send?.(message, undefined, {}, () => {}))
  relayTelemetry((message) => reply({ type: 'telemetry', message }))
  // A terminal's Ctrl-C reaches the whole group; the parent decides what becomes of the work.
  process.on('SIGINT', () => {})
  process.on('disconnect', () => process.exit(0))
  process.on('message', (request: WorkerRequest) => {
    const onProgress = (event: unknown) => reply({ type: 'progress', event: throughJson(event) })
    job(request.stage, request.payload, request.settings, onProgress).then(
      (output) => reply({ type: 'done', output: throughJson(output) }),
      (error: unknown) => reply(failure(error)),
    )
  })
}

const failure = (error: unknown): WorkerReply =>
  error instanceof Error
    ? {
        type: 'failed',
        name: error.name,
        message: error.message,
        ...(error.stack === undefined ? {} : { stack: error.stack }),
      }
    : { type: 'failed', name: 'Error', message: String(error) }
