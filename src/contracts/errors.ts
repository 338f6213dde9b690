/** The contracts room's error family. */
export class ContractError extends Error {
  override name = 'ContractError'
}

export class ContractNotFoundError extends ContractError {
  override name = 'ContractNotFoundError'
  constructor(id: string, known: readonly string[]) {
    super(`There is no contract "${id}". Known: ${known.join(', ')}.`)
  }
}
