import { readFile } from 'node:fs/promises'
import { packagePath } from '../config/package-path.ts'
import { StateMachineFileError } from './errors.ts'

/** A state, with the fields this room reads; the rest passes through untouched. */
export interface State {
  Type: string
  Resource?: string
  Next?: string
  Default?: string
  Choices?: { Next: string; [field: string]: unknown }[]
  Catch?: { Next: string; [field: string]: unknown }[]
  Retry?: unknown[]
  TimeoutSeconds?: number
  ItemReader?: { Parameters: Record<string, unknown>; [field: string]: unknown }
  ItemProcessor?: StateMachineDocument
  [field: string]: unknown
}
export interface StateMachineDocument {
  StartAt: string
  States: Record<string, State>
  [field: string]: unknown
}

/** Where a local Task points; only its last part is read. */
export const LOCAL_FUNCTION = 'arn:aws:lambda:local:000000000000:function:'

/**
 * Reads `state-machines/<name>.asl.json`, the file AWS gets, and fills its substitutions for this machine:
 * `${PlanFunction}` becomes the stage `Plan`, the bucket and prefix become empty because keys are the store's own.
 * Throws `StateMachineFileError`.
 */
export async function loadStateMachine(name: string): Promise<StateMachineDocument> {
  const file = `${name}.asl.json`
  try {
    const text = await readFile(packagePath(`state-machines/${file}`), 'utf8')
    return JSON.parse(text.replaceAll(/\$\{(\w+)Function\}/g, `${LOCAL_FUNCTION}$1`).replaceAll(/\$\{\w+\}/g, ''))
  } catch (error) {
    throw new StateMachineFileError(file, error instanceof Error ? error.message : String(error))
  }
}

/** The stage a Task's Resource names, for example `RecordFailure`. */
export const stageOf = (state: State): string => state.Resource?.slice(state.Resource.lastIndexOf(':') + 1) ?? ''
