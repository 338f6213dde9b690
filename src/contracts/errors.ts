/** Everything this room can throw. */
export class ContractError extends Error {
  override name = 'ContractError'
}

/** No contract has this id. */
export class ContractNotFoundError extends ContractError {
  override name = 'ContractNotFoundError'
  readonly id: string
  readonly nearest: string | undefined
  constructor(id: string, nearest: string | undefined, known: readonly string[]) {
    super(
      `No contract is called "${id}". ${nearest ? `Did you mean "${nearest}"? ` : ''}Known contracts: ${known.join(', ')}.`,
    )
    this.id = id
    this.nearest = nearest
  }
}

/** A contract is written wrongly; a mistake of ours, found when the module loads. */
export class ContractDefinitionError extends ContractError {
  override name = 'ContractDefinitionError'
  constructor(contract: string, field: string | undefined, what: string, next: string) {
    super(`Contract ${contract}${field ? `, field ${field},` : ''} ${what}. ${next}`)
  }
}
