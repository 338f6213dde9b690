import type { Transport } from './transport.ts'

/** A console transport's configuration. */
export interface ConsoleTransportConfig {
  readonly type: 'console'
}

/** Prints events, one JSON document a line. @param write default: stderr, so that a program's own answer stays readable */
export function consoleTransport(write: (line: string) => void = (line) => void process.stderr.write(line)): Transport {
  return {
    type: 'console',
    id: 'console',
    async emit(event) {
      write(`${JSON.stringify(event)}\n`)
    },
  }
}
