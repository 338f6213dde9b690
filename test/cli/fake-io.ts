import type { Ask } from '../../src/cli/ask.ts'
import type { CliIo } from '../../src/cli/cli-io.ts'
import { main } from '../../src/cli/main.ts'
import { createScreen } from '../../src/cli/screen.ts'

export interface FakeIo extends CliIo {
  readonly said: { out: string; err: string }
}

/** A world of text: what the command reads and what it says. */
export function fakeIo(
  options: {
    input?: string
    terminal?: boolean
    columns?: number
    env?: Record<string, string>
    signal?: AbortSignal
    ask?: Ask
  } = {},
): FakeIo {
  const said = { out: '', err: '' }
  const err = (text: string) => {
    said.err += text
  }
  return {
    said,
    out: (text) => {
      said.out += text
    },
    err,
    input: (async function* () {
      if (options.input !== undefined) yield options.input
    })(),
    errIsTerminal: options.terminal ?? false,
    outIsTerminal: options.terminal ?? false,
    outColumns: options.columns,
    env: options.env ?? {},
    screen:
      options.terminal === true ? createScreen({ write: err, size: () => ({ columns: 100, rows: 24 }) }) : undefined,
    ask: options.ask,
    signal: options.signal ?? new AbortController().signal,
  }
}

/** Runs a command line and gives what it said and its exit code. */
export async function hotpass(args: string[], options?: Parameters<typeof fakeIo>[0]) {
  const io = fakeIo(options)
  const exit = await main(args, io)
  return { exit, ...io.said, json: (): unknown => JSON.parse(io.said.out) }
}
