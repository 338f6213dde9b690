import type { PipelineResult } from '../runtime/pipeline-result.ts'
import { EXIT } from './exit-codes.ts'

/** The exit code of each way a run ends. */
export const RUN_EXITS: Record<PipelineResult['status'], number> = {
  published: EXIT.ok,
  unchanged: EXIT.ok,
  busy: EXIT.busy,
  blocked: EXIT.blocked,
  failed: EXIT.failed,
}
