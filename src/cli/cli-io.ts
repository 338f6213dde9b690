/** What a command sees of the world outside: replaced in tests, the process otherwise. */
export interface CliIo {
  /** The command's answer. */
  out(text: string): void
  /** Everything else: progress, warnings, errors. */
  err(text: string): void
  readonly input: AsyncIterable<Uint8Array | string>
  /** The live display needs a terminal on stderr; colour needs one where it is printed. */
  readonly errIsTerminal: boolean
  readonly outIsTerminal: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  /** Columns of the terminal. */
  readonly width: number
  /** Aborted by the first Ctrl-C; a second one ends the process at once. */
  readonly signal: AbortSignal
}

/** The process itself. Stops listening for Ctrl-C when `dispose` is called. */
export function processIo(): CliIo & { dispose(): void } {
  const controller = new AbortController()
  let asked = false
  const onSignal = () => {
    if (asked) process.exit(130)
    asked = true
    process.stderr.write('\nStopping; once more to stop at once.\n')
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
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    // Opened only when a command reads it: touching stdin keeps a process alive.
    get input() {
      return process.stdin
    },
    errIsTerminal: process.stderr.isTTY === true,
    outIsTerminal: process.stdout.isTTY === true,
    env: process.env,
    width: process.stderr.columns ?? 100,
    signal: controller.signal,
    dispose() {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
    },
  }
}
