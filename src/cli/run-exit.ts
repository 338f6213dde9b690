import type { PipelineResult } from '../runtime/pipeline-result.ts'
import { EXIT } from './exit-codes.ts'

const EXITS: Record<PipelineResult['status'], number> = {
  published: EXIT.ok,
  unchanged: EXIT.ok,
  busy: EXIT.busy,
  blocked: EXIT.blocked,
  failed: EXIT.failed,
  cancelled: EXIT.cancelled,
  timed_out: EXIT.timedOut,
}

/** What the shell is told of a run. One that published and did not finish what follows has failed in that. */
export const runExit = ({ status, error }: PipelineResult): number =>
  status === 'published' && error !== undefined ? EXIT.failed : EXITS[status]
