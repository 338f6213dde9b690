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
  readonly env: Readonly<Record<string, string | undefined>>
  /** Where a live picture can be drawn: `undefined` when stderr is no terminal that can, or its width is unknown. */
  readonly screen: Screen | undefined
  /** Aborted by the first Ctrl-C; a second one ends the process at once. */
  readonly signal: AbortSignal
}

/** The process itself. Stops listening for Ctrl-C when `dispose` is called. */
export function processIo(): CliIo & { dispose(): void } {
  const controller = new AbortController()
  const stderr = process.stderr
  const writeErr = (text: string) => void stderr.write(text)
  const writeOut = (text: string) => void process.stdout.write(text)
  const screen = canDraw(stderr, process.env)
    ? createScreen({ write: writeErr, size: () => ({ columns: stderr.columns, rows: stderr.rows }) })
    : undefined
  const err = (text: string) => (screen === undefined ? writeErr(text) : screen.say(text))
  let asked = false
  const onSignal = () => {
    if (asked) {
      screen?.settle()
      process.exit(130)
    }
    asked = true
    err('Stopping; once more to stop at once.\n')
    controller.abort()
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  // `hotpass … | head` closes the pipe; that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  return {
    out: (text) => (screen !== undefined && process.stdout.isTTY ? screen.say(text, writeOut) : writeOut(text)),
    err,
    // Opened only when a command reads it: touching stdin keeps a process alive.
    get input() {
      return process.stdin
    },
    errIsTerminal: process.stderr.isTTY === true,
    outIsTerminal: process.stdout.isTTY === true,
    env: process.env,
    screen,
    signal: controller.signal,
    dispose() {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}

/** A log of a CI system keeps every frame, a dumb terminal moves no cursor, and lines of an unknown width cannot be counted. */
const canDraw = (stream: NodeJS.WriteStream, env: CliIo['env']): boolean =>
  stream.isTTY === true && stream.columns > 0 && env.TERM !== 'dumb' && (env.CI ?? '') === ''
