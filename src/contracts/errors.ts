/** The contracts room's error family. */
export class ContractError extends Error {
  override name = 'ContractError'
}

/** No contract has this id. */
export class ContractNotFoundError extends ContractError {
  override name = 'ContractNotFoundError'
  /** The id that was probably meant. */
  readonly nearest: string | undefined
  constructor(id: string, nearest: string | undefined, known: readonly string[]) {
    const suggestion = nearest === undefined ? '' : ` Did you mean "${nearest}"?`
    super(`There is no contract "${id}".${suggestion} Known: ${known.join(', ')}.`)
    this.nearest = nearest
  }
}
