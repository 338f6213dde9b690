import type { Command } from 'commander'

/** What every command is given besides its own options. */
export interface CommonOptions {
  readonly store: string
  readonly json: boolean
}

/** The store of a command that names none. */
export const DEFAULT_STORE = './.hotpass/store'

/** What commands that read published data, or a run's, are given besides. */
export interface PipelineOption {
  /** Whose data or run is meant, where the store has several pipelines. */
  readonly pipeline?: string
}

/** `--pipeline`, for every command that reads what a pipeline published or its runs left. */
export const ofPipeline = (made: Command): Command =>
  made.option('--pipeline <id>', 'whose data is meant, where the store has several pipelines')
