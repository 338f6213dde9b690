import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PipelineResult } from '../../src/runtime/pipeline-result.ts'
import type { RunnerEvent } from '../../src/runtime/runner-event.ts'

export interface RecordedRun {
  readonly events: readonly RunnerEvent[]
  readonly result: PipelineResult
}

/** What a run on the example files told while it ran: an event a line, and its result on the last. */
export function recordedRun(ending: 'published' | 'unchanged' | 'blocked' | 'failed' | 'cancelled'): RecordedRun {
  const path = join(import.meta.dirname, '..', 'cli', 'recorded-runs', `${ending}.jsonl`)
  const lines = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))
  return { events: lines.slice(0, -1) as RunnerEvent[], result: lines.at(-1) as PipelineResult }
}
