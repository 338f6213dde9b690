import { CommanderError } from 'commander'
import { type CliIo, processIo } from './cli-io.ts'
import { completeCommands, placeOf } from './complete-commands.ts'
import { EXIT } from './exit-codes.ts'
import { jsonText } from './plain-text.ts'
import { buildProgram } from './program.ts'

/**
 * Runs one command line and gives its exit code: 0 done (published or unchanged), 1 failed, 2 usage or configuration,
 * 3 blocked by the gate, 4 another run under way. Never throws.
 * @param args without the program's own name
 */
export async function main(args: readonly string[], given?: CliIo): Promise<number> {
  const own = given === undefined ? processIo() : undefined
  const io = speaksTo(args, given ?? own ?? processIo())
  let code: number = EXIT.ok
  const program = buildProgram(io, (exit) => {
    code = exit
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return commanderExit(error, args, io)
    const { reportError } = await import('./report-error.ts')
    return reportError(error, args.includes('--json'), io)
  } finally {
    own?.dispose()
  }
}

/** Whatever names a command names the store or the environment that this command line does. A document on stdout is left alone. */
function speaksTo(args: readonly string[], io: CliIo): CliIo {
  const place = placeOf(args)
  const complete = (text: string) => (text.includes('hotpass ') ? completeCommands(text, place) : text)
  // Inherited, not copied: to read a getter such as `input` would open it.
  return Object.assign(Object.create(io) as CliIo, {
    out: (text: string) => io.out(args.includes('--json') ? text : complete(text)),
    err: (text: string) => io.err(complete(text)),
  })
}

function commanderExit(error: CommanderError, args: readonly string[], io: CliIo): number {
  if (error.code === 'commander.helpDisplayed' || error.code === 'commander.version') return EXIT.ok
  if (args.includes('--json')) {
    io.out(
      `${jsonText({ error: { name: 'UsageError', message: error.message.replace(/^error: /, '') }, exit: EXIT.usage })}\n`,
    )
  }
  return EXIT.usage
}
