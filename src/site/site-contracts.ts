import { type Contract, contracts } from '../contracts/index.ts'

/** The contracts as their pages show them: everything but the zod schema, which is code. */
export const siteContracts = (): readonly Omit<Contract, 'schema' | 'rules'>[] =>
  [...contracts.values()].map((contract) => {
    const { schema: _schema, ...facts } = contract
    return facts
  })
