import { EventEmitter } from 'node:events'
import type { processIo } from '../../src/cli/cli-io.ts'
import { type EmulatedTerminal, emulatedTerminal } from './terminal.ts'

type Outside = NonNullable<Parameters<typeof processIo>[0]>

export interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** A process whose stdout and stderr are one emulated terminal. */
export interface OutsideOnTerminal {
  readonly outside: Outside
  readonly terminal: EmulatedTerminal
  /** Everything that was written, with its escape sequences. */
  raw(): string
  resize(size: TerminalSize): void
  pressControlC(): void
  /** Code of the process's end, if it was ended. */
  ended(): number | undefined
  /** Waits until the terminal shows everything that was written. */
  settled(): Promise<void>
}

export function outsideOnTerminal(
  size: TerminalSize = { columns: 80, rows: 24 },
  env: Record<string, string> = {},
): OutsideOnTerminal {
  const terminal = emulatedTerminal(size.columns || 80, size.rows || 24)
  const signals = new EventEmitter()
  let now = size
  let raw = ''
  let ended: number | undefined
  let written = Promise.resolve()
  const stream = () =>
    Object.assign(new EventEmitter(), {
      isTTY: true,
      write: (text: string) => {
        // A dead process writes no more.
        if (ended !== undefined) return true
        raw += text
        written = written.then(() => terminal.write(text.replaceAll('\n', '\r\n')))
        return true
      },
    })
  const sized = (one: ReturnType<typeof stream>) =>
    Object.defineProperties(one, { columns: { get: () => now.columns }, rows: { get: () => now.rows } })
  return {
    outside: {
      stdin: process.stdin,
      stdout: sized(stream()),
      stderr: sized(stream()),
      env,
      exit: (code?: number) => {
        ended ??= code
      },
      on: signals.on.bind(signals),
      off: signals.off.bind(signals),
    } as unknown as Outside,
    terminal,
    raw: () => raw,
    resize(to) {
      written = written.then(() => terminal.resize(to.columns, to.rows))
      now = to
    },
    pressControlC: () => void signals.emit('SIGINT'),
    ended: () => ended,
    settled: () => written,
  }
}
