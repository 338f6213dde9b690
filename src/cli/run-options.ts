import type { CommonOptions } from './common-options.ts'
import type { EnvironmentOptions } from './use-environment.ts'

/** What `hotpass run` was given. */
export interface RunOptions extends CommonOptions, EnvironmentOptions {
  readonly landing?: string
  readonly profile?: string
  readonly asOf?: string
  readonly set: string[]
  readonly whenBusy: 'leave' | 'wait'
  readonly wait: boolean
}
