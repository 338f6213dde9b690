import { type HostSettings, openHost } from '../run/host.ts'
import { runStage } from '../run/run-stage.ts'
import { isStageName } from '../stages/stage-table.ts'
import { StateMachineFileError } from './errors.ts'

/** Runs a stage of ours in this process, on a host opened from the settings. */
export async function runRealStage(
  stage: string,
  payload: unknown,
  settings: HostSettings,
  onProgress: (event: unknown) => void,
  signal?: AbortSignal,
): Promise<unknown> {
  if (!isStageName(stage))
    throw new StateMachineFileError('file', `it names the stage "${stage}", which does not exist`)
  return runStage(stage, payload, await openHost(settings, signal, onProgress))
}
