import { readPlan } from '../../ledger/documents.ts'
import { tellModelsOfRun } from '../../ledger/tell-models.ts'
import { writeLog } from '../../telemetry/write-log.ts'
import type { StageHost } from '../host.ts'

/** Tells a tracking server of the models that a run trained. It never fails the run: what went wrong is shown, logged, and a note of the run. */
export async function tellModels(host: Pick<StageHost, 'store' | 'onProgress'>, run: string): Promise<void> {
  const problem = await told(host, run)
  if (problem === undefined) return
  host.onProgress({ state: 'Resolve', rows: 0, note: problem })
  await writeLog({
    level: 'warn',
    event: 'models.undelivered',
    message: 'A tracking server was not told of the models. The run itself is not affected.',
    run,
    state: 'Resolve',
    reason: problem.slice(0, 300),
  })
}

async function told({ store }: Pick<StageHost, 'store'>, run: string): Promise<string | undefined> {
  try {
    return await tellModelsOfRun(store, run, (await readPlan(store, run)).pipelineId)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
