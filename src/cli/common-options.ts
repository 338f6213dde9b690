/** What every command is given besides its own options. */
export interface CommonOptions {
  readonly store: string
  readonly json: boolean
}

/** The store of a command that names none. */
export const DEFAULT_STORE = './.hotpass/store'
