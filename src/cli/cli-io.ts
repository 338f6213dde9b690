import type { Ask, Asking } from './ask.ts'
import { createScreen, type Screen } from './screen.ts'

/** What a command sees of the world outside: replaced in tests, the process otherwise. */
export interface CliIo {
  /** The command's answer. */
  out(text: string): void
  /** Everything else: progress, warnings, errors. */
  err(text: string): void
  readonly input: AsyncIterable<Uint8Array | string>
  /** Colour needs a terminal where it is printed. */
  readonly errIsTerminal: boolean
  readonly outIsTerminal: boolean
  /** Columns of the terminal behind stdout now; `undefined` for a pipe, a file, or a width that is unknown. */
  readonly outColumns: number | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where a live picture can be drawn: `undefined` when stderr is no terminal that can, or its width is unknown. */
  readonly screen: Screen | undefined
  /** Asks the person at the terminal; `undefined` where nobody can be asked. */
  readonly ask?: Ask | undefined
  /** Aborted by the first Ctrl-C; a second one ends the process at once. */
  readonly signal: AbortSignal
}

/** What `processIo` takes of the process. */
type Outside = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env' | 'exit' | 'on' | 'off'>

/** The process itself. Stops listening for Ctrl-C when `dispose` is called. */
export function processIo(outside: Outside = process): CliIo & { dispose(): void } {
  const controller = new AbortController()
  const { stdout, stderr, env } = outside
  const writeErr = (text: string) => void stderr.write(text)
  const writeOut = (text: string) => void stdout.write(text)
  const screen = canDraw(stderr, env)
    ? createScreen({ write: writeErr, size: () => ({ columns: stderr.columns, rows: stderr.rows }) })
    : undefined
  const err = (text: string) => (screen === undefined ? writeErr(text) : screen.say(text))
  let asked = false
  const onSignal = () => {
    if (asked) {
      screen?.settle()
      outside.exit(130)
    }
    asked = true
    err('Stopping; once more to stop at once.\n')
    controller.abort()
  }
  outside.on('SIGINT', onSignal)
  outside.on('SIGTERM', onSignal)
  // A terminal that is closed: what was under way ends in order, and leaves nothing behind.
  outside.on('SIGHUP', onSignal)
  // `hotpass … | head` closes the pipe; that is no failure of ours.
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') outside.exit(0)
    throw error
  })
  return {
    out: (text) => (screen !== undefined && stdout.isTTY ? screen.say(text, writeOut) : writeOut(text)),
    err,
    // Opened only when a command reads it: touching stdin keeps a process alive.
    get input() {
      return outside.stdin
    },
    errIsTerminal: stderr.isTTY === true,
    outIsTerminal: stdout.isTTY === true,
    get outColumns() {
      return (stdout.isTTY === true && stdout.columns) || undefined
    },
    env,
    screen,
    get ask() {
      if (stderr.isTTY !== true || env.TERM === 'dumb' || outside.stdin.isTTY !== true) return undefined
      return async (asking: Asking) =>
        (await import('./ask-in-terminal.ts')).askInTerminal(asking, outside.stdin, stderr)
    },
    signal: controller.signal,
    dispose() {
      outside.off('SIGINT', onSignal)
      outside.off('SIGTERM', onSignal)
      outside.off('SIGHUP', onSignal)
    },
  }
}

/** A log of a CI system keeps every frame, a dumb terminal moves no cursor, and lines of an unknown width cannot be counted. */
const canDraw = (stream: NodeJS.WriteStream, env: CliIo['env']): boolean =>
  stream.isTTY === true && stream.columns > 0 && env.TERM !== 'dumb' && (env.CI ?? '') === ''
