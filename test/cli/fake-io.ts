import type { CliIo } from '../../src/cli/cli-io.ts'
import { main } from '../../src/cli/main.ts'

export interface FakeIo extends CliIo {
  readonly said: { out: string; err: string }
}

/** A world of text: what the command reads and what it says. */
export function fakeIo(
  options: { input?: string; terminal?: boolean; env?: Record<string, string>; signal?: AbortSignal } = {},
): FakeIo {
  const said = { out: '', err: '' }
  return {
    said,
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
    input: (async function* () {
      if (options.input !== undefined) yield options.input
    })(),
    errIsTerminal: options.terminal ?? false,
    outIsTerminal: options.terminal ?? false,
    env: options.env ?? {},
    width: 100,
    signal: options.signal ?? new AbortController().signal,
  }
}

/** Runs a command line and gives what it said and its exit code. */
export async function hotpass(args: string[], options?: Parameters<typeof fakeIo>[0]) {
  const io = fakeIo(options)
  const exit = await main(args, io)
  return { exit, ...io.said, json: (): unknown => JSON.parse(io.said.out) }
}
