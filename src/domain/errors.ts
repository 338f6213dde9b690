import { type Fault, faultLine } from './fault.ts'

/** The domain room's error family: what a person corrects in a domain's folder. */
export class DomainError extends Error {
  override name = 'DomainError'
}

/** The files of a domain say what cannot be: every fault at once. */
export class DomainFaultsError extends DomainError {
  override name = 'DomainFaultsError'
  readonly faults: readonly Fault[]
  constructor(folder: string, faults: readonly Fault[]) {
    const count = faults.length === 1 ? 'a fault' : `${faults.length} faults`
    super(
      `The domain in ${folder} has ${count}:\n${faults.map((fault) => `  ${faultLine(fault)}`).join('\n')}\nCorrect ${faults.length === 1 ? 'it' : 'them'}; hotpass domain check looks again.`,
    )
    this.faults = faults
  }
}

/** There is no domain where one was looked for. */
export class DomainNotFoundError extends DomainError {
  override name = 'DomainNotFoundError'
}
