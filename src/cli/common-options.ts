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
