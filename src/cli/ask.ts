/** A question to the person at the terminal: one of the choices, or a text where there are none. */
export interface Asking {
  readonly message: string
  readonly choices: readonly { readonly value: string; readonly label: string }[]
  readonly initial: string | null
  /** A choice is made by pressing its value, one character, without Return. */
  readonly byKey?: boolean
  /** What is wrong with a text; undefined: nothing. */
  readonly check?: (text: string) => string | undefined
}
/** Gives the answer, or null when the person would rather stop. */
export type Ask = (asking: Asking) => Promise<string | null>
