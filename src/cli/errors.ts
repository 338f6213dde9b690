/** The person asked for something that does not exist or makes no sense; the command ends with exit code 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError'
}

/** A check found what it was made to find: the answer is on stdout, the command ends with exit code 1. */
export class CheckFailedError extends Error {
  override readonly name: string = 'CheckFailedError'
}
