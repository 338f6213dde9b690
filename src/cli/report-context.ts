import type { PipelineResult } from '../runtime/pipeline-result.ts'
import { pipelineInRunId } from '../runtime/run-id.ts'
import { openStore } from '../storage/open-store.ts'
import { listPipelines } from '../versions/find-dataset.ts'
import { placeFlags } from './complete-commands.ts'
import { firstDataset } from './first-dataset.ts'
import { nextCommand } from './next-command.ts'
import type { ReportContext } from './run-report.ts'
import { type PlacedOptions, placeOfOptions } from './use-environment.ts'

/** What the report of a run says besides its result. */
export async function reportContext(result: PipelineResult, options: PlacedOptions): Promise<ReportContext> {
  const { run } = result
  const place = placeOfOptions(options)
  const store = openStore(options.store)
  const pipeline = pipelineInRunId(run)
  const isOne = pipeline === undefined || (await listPipelines(store)).length < 2
  const first = await firstDataset(store, result)
  const next = await nextCommand(store, run, place)
  return {
    flag: placeFlags(place),
    dataset: isOne || first === undefined ? first : `${pipeline}/${first}`,
    // A run that got no plan is started again as it just was.
    next: next?.kind === 'run' ? undefined : next,
  }
}
