/** The person asked for something that does not exist or makes no sense; the command ends with exit code 2. */
export class UsageError extends Error {
  override readonly name: string = 'UsageError'
}
