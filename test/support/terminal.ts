import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import xterm from '@xterm/headless'

/** An emulated terminal: what a person would see of what was written to it. */
export interface EmulatedTerminal {
  write(text: string | Uint8Array): Promise<void>
  resize(columns: number, rows: number): void
  /** Everything that stands there with what scrolled away, a wrapped line as the rows it takes; without empty rows at the end. */
  rows(): string[]
  /** As `rows`, with a wrapped line put together again. */
  lines(): string[]
  /** The lines that the terminal itself broke, put together again. */
  brokenLines(): string[]
  /** How often the screen was emptied from its top: terminals such as tmux keep it in their history then. */
  emptied(): number
  cursor(): { readonly column: number; readonly row: number }
}

export function emulatedTerminal(columns: number, rows = 24): EmulatedTerminal {
  const terminal = new xterm.Terminal({ cols: columns, rows, scrollback: 5000, allowProposedApi: true })
  const buffer = () => terminal.buffer.active
  const all = () => Array.from({ length: buffer().length }, (_, at) => buffer().getLine(at))
  const trimmed = (texts: string[]) => texts.slice(0, texts.findLastIndex((text) => text !== '') + 1)
  let emptied = 0
  terminal.parser.registerCsiHandler({ final: 'J' }, () => {
    if (buffer().cursorX === 0 && buffer().cursorY === 0) emptied += 1
    return false
  })
  return {
    write: (text) => new Promise((resolve) => terminal.write(text, resolve)),
    resize: (to, high) => terminal.resize(to, high),
    rows: () => trimmed(all().map((line) => line?.translateToString(true) ?? '')),
    lines: () => {
      const joined: string[] = []
      for (const line of all()) {
        const text = line?.translateToString(true) ?? ''
        if (line?.isWrapped === true) joined.push(`${joined.pop() ?? ''}${text}`)
        else joined.push(text)
      }
      return trimmed(joined)
    },
    brokenLines: () =>
      all().flatMap((line, at) => {
        if (line?.isWrapped !== true) return []
        const before = all()[at - 1]?.translateToString(true) ?? ''
        return [`${before}${line.translateToString(true)}`]
      }),
    emptied: () => emptied,
    cursor: () => ({ column: buffer().cursorX, row: buffer().baseY + buffer().cursorY }),
  }
}

export interface PtyRun {
  readonly exit: number | null
  /** Everything the command wrote, with its escape sequences. */
  readonly raw: string
  readonly terminal: EmulatedTerminal
}

export interface PtyOrders {
  resize(columns: number, rows: number): void
  interrupt(): void
}

/**
 * Runs the command line in a pseudo-terminal. Needs python3. A run that takes longer than `seconds` is killed and exits with 124.
 * @param on called with everything written so far, whenever there is more
 */
export async function inPty(
  args: readonly string[],
  { columns = 80, rows = 24, seconds = 150 }: { columns?: number; rows?: number; seconds?: number } = {},
  on: (raw: string, orders: PtyOrders) => void = () => {},
): Promise<PtyRun> {
  const root = join(import.meta.dirname, '..', '..')
  const { CI: _ci, NO_COLOR: _plain, FORCE_COLOR: _forced, ...env } = process.env
  const child = spawn(
    'python3',
    [
      join(import.meta.dirname, 'run_in_pty.py'),
      ...[columns, rows, seconds].map(String),
      process.execPath,
      join(root, 'bin', 'hotpass.ts'),
      ...args,
    ],
    { cwd: root, env: { ...env, TERM: 'xterm-256color' }, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const terminal = emulatedTerminal(columns || 80, rows)
  const orders: PtyOrders = {
    resize(to, high) {
      terminal.resize(to, high)
      child.stdin.write(`resize ${to} ${high}\n`)
    },
    interrupt: () => void child.stdin.write('type 03\n'),
  }
  let raw = ''
  const ended = once(child, 'close')
  // An order may come when the command is just gone.
  child.stdin.on('error', () => {})
  child.stdout.setEncoding('utf8')
  for await (const text of child.stdout) {
    raw += text
    await terminal.write(text)
    on(raw, orders)
  }
  const [exit] = await ended
  return { exit, raw, terminal }
}
