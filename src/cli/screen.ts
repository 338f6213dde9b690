import { cutToColumns, displayColumns } from './display-columns.ts'

/** The terminal behind a stream, as a screen needs it. */
export interface Terminal {
  write(text: string): void
  /** Its size now, in characters; 0 or undefined where it is unknown. */
  size(): { readonly columns: number | undefined; readonly rows: number | undefined }
}

/**
 * The one owner of a terminal: a picture that is drawn over and over stands below everything that is said once. Whatever is written
 * to the terminal goes through it, so nothing is written into the picture and the picture is never drawn over anything else.
 */
export interface Screen {
  /** Draws the picture in place of the one before. Lines are plain text with colours, cut to the width of the screen. */
  draw(picture: readonly string[]): void
  /** Says something for good, above the picture; `write` puts it on the terminal. */
  say(text: string, write?: (text: string) => void): void
  /** Lets the picture stand: from now on it is text like any other. Does nothing when there is none. */
  settle(): void
}

const FALLBACK = { columns: 80, rows: 24 }

/** @param terminal written to by nobody else while a picture stands */
export function createScreen(terminal: Terminal): Screen {
  let standing: readonly string[] = []
  let picture: readonly string[] = []
  const columns = () => terminal.size().columns || FALLBACK.columns
  const height = () => Math.max(2, terminal.size().rows || FALLBACK.rows)
  // A terminal that was made narrower has broken the lines that stand on it, so they are measured at its width of now.
  const erase = (): string => {
    const rows = standing.reduce((sum, line) => sum + Math.max(1, Math.ceil(displayColumns(line) / columns())), 0)
    standing = []
    // The first row is emptied by itself: some terminals (tmux) keep the whole screen in their history when it is emptied from its top.
    return rows === 0 ? '' : `\r\u001b[${Math.min(rows, height() - 1)}A\u001b[K\n\u001b[J\u001b[A`
  }
  const put = (lines: readonly string[]): string => {
    // The last column stays free: writing into it leaves some terminals waiting to wrap.
    standing = lines.map((line) => cutToColumns(line, columns() - 1))
    return standing.map((line) => `${line}\n`).join('')
  }
  const visible = () => picture.slice(-(height() - 1))
  return {
    draw(next) {
      picture = next
      const before = erase()
      terminal.write(`${before}${put(visible())}`)
    },
    say(text, write = terminal.write) {
      if (picture.length === 0) return write(text)
      terminal.write(erase())
      write(text.endsWith('\n') ? text : `${text}\n`)
      terminal.write(put(visible()))
    },
    settle() {
      if (picture.length === 0) return
      const before = erase()
      terminal.write(`${before}${put(picture)}`)
      picture = []
      standing = []
    },
  }
}
