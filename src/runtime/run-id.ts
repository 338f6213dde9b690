import { createHash, randomBytes } from 'node:crypto'

/**
 * `<pipeline>-<yyyymmddThhmmssZ>-<6 hex>`: sorts by time, fits an execution's name (`[A-Za-z0-9_-]{1,80}`).
 * The last part hashes the input with a nonce, so that two runs begun in one second are two runs.
 */
export function makeRunId(
  pipeline: string,
  startedAt: Date,
  input: unknown,
  nonce: string = randomBytes(8).toString('hex'),
): string {
  const stamp = startedAt.toISOString().replaceAll(/[-:]|\.\d+/g, '')
  const tag = createHash('sha256').update(JSON.stringify(input)).update(nonce).digest('hex').slice(0, 6)
  return `${pipeline.replaceAll(/[^A-Za-z0-9_-]/g, '-').slice(0, 56)}-${stamp}-${tag}`
}

/** Runs of ours, and those that Scheduler names: the pipeline with the id of the invocation. */
const RUN_ID = /^(.+)-(?:\d{8}T\d{6}Z-[0-9a-z]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** The pipeline that a run's id names; undefined for an execution that somebody named otherwise. */
export const pipelineInRunId = (run: string): string | undefined => RUN_ID.exec(run)?.[1]
