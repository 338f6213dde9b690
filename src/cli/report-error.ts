import { systemFault } from '../ledger/system-fault.ts'
import type { CliIo } from './cli-io.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText, plainLines } from './plain-text.ts'

/** Prints an error in plain words (its stack only under HOTPASS_DEBUG) and gives the exit code it deserves. */
export function reportError(error: unknown, json: boolean, io: CliIo): number {
  const name = error instanceof Error ? error.name : 'Error'
  const message = sentenceOf(error, name)
  const exit = isUsage(error) ? EXIT.usage : EXIT.failed
  if (json) io.out(`${jsonText({ error: { name, message }, exit })}\n`)
  io.err(`hotpass: ${plainLines(message)}\n`)
  if (io.env.HOTPASS_DEBUG && error instanceof Error) io.err(`${plainLines(error.stack ?? '')}\n`)
  return exit
}

/** What Node tells by a code, and an error that says nothing, become sentences; our own errors are sentences. */
function sentenceOf(error: unknown, name: string): string {
  const said = error instanceof Error ? error.message : String(error)
  if (said !== '') return systemFault(said, 'the command') ?? said
  return `The command failed (${name}) and gave no reason. HOTPASS_DEBUG=1 shows where; please report it.`
}

/** Families whose errors the person corrects on the command line or in a file of theirs. Matched by name: importing the rooms would cost every command their start-up. */
const usageNames =
  /^(Usage|Configuration|Config|Environment|TelemetrySetting|AsOf|StorageKey|Unknown\w*|\w*NotFound|\w*NotDefined|VersionStaged|ExportTarget|Contradiction|ReviewImport)\w*Error$/

function isUsage(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = Object.getPrototypeOf(at)) {
    if (at instanceof UsageError || usageNames.test(at.name) || usageNames.test(at.constructor.name)) return true
  }
  return false
}
