import iconv from 'iconv-lite'

/** How some cells of a text read in encodings that it may be in; all of `encodings` read them alike. */
export interface EncodingReading {
  readonly encodings: readonly string[]
  readonly cells: readonly string[]
}

const MOST_CELLS = 3
/** Cells that are looked at for the three that show most. */
const MOST_SEEN = 2000
const MOST_CHARACTERS = 40

const isHigh = (character: string): boolean => character >= '\u0080'

/** Cells whose bytes above ASCII tell encodings apart. A cell is given with a character for each of its bytes. */
export class TellingCells {
  readonly #seen = new Map<string, { readonly order: number; readonly rank: number }>()

  get isFull(): boolean {
    return this.#seen.size >= MOST_SEEN
  }

  /**
   * @param rank what is better shown has a lower one
   * @param told whether the value may be told; of any other there stand only the letters in doubt, with their neighbours
   */
  add(cell: string, rank: number, told: boolean): void {
    if (this.isFull || ![...cell].some(isHigh)) return
    const shown = told ? excerpt(cell) : excerpt(covered(cell))
    if (!this.#seen.has(shown)) this.#seen.set(shown, { order: this.#seen.size, rank })
  }

  /** Three cells that between them hold as many different bytes above ASCII as three can, the lowest rank first. */
  best(): string[] {
    const left = new Map(this.#seen)
    const known = new Set<string>()
    const chosen: string[] = []
    while (chosen.length < MOST_CELLS && left.size > 0) {
      const news = (cell: string) => new Set([...cell].filter((byte) => isHigh(byte) && !known.has(byte))).size
      const [best] = [...left]
        .map(([cell, { order, rank }]) => ({ cell, order, rank, news: news(cell) }))
        .sort((a, b) => a.rank - b.rank || b.news - a.news || a.order - b.order)
      if (best === undefined) break
      chosen.push(best.cell)
      left.delete(best.cell)
      for (const byte of best.cell) if (isHigh(byte)) known.add(byte)
    }
    return chosen
  }

  /** How the best of them read in each encoding in which they are text; the first of `candidates` is always told. */
  readings(candidates: readonly string[]): EncodingReading[] {
    const cells = this.best()
    const found: { encodings: string[]; cells: string[] }[] = []
    for (const [at, encoding] of candidates.entries()) {
      const read = cells.map((cell) => iconv.decode(Buffer.from(cell, 'latin1'), encoding).replaceAll('\u001a', '·'))
      if (at > 0 && read.some((cell) => /[\ufffd\p{Cc}\p{Cn}\p{Co}]/u.test(cell))) continue
      const same = found.find((one) => one.cells.join('\0') === read.join('\0'))
      if (same === undefined)
        found.push({ encodings: [encoding], cells: read.map((cell) => cell.replace(/\p{Cc}/gu, '�')) })
      else same.encodings.push(encoding)
    }
    return found
  }
}

/** The part of a long cell around its first byte above ASCII. */
function excerpt(cell: string): string {
  const flat = cell.replace(/[\r\n\t]+/g, ' ').trim()
  if (flat.length <= MOST_CHARACTERS) return flat
  const at = Math.max(0, [...flat].findIndex(isHigh) - MOST_CHARACTERS / 2)
  return flat.slice(at, at + MOST_CHARACTERS)
}

/** The first word in doubt alone; letters and digits that stand beside none in doubt are hidden behind a byte that no text has. */
function covered(cell: string): string {
  const word = cell.split(/\s+/).find((part) => [...part].some(isHigh)) ?? ''
  return word.replace(/[A-Za-z0-9@._-]/g, (letter, at: number) =>
    isHigh(word[at - 1] ?? '') || isHigh(word[at + 1] ?? '') ? letter : '\u001a',
  )
}
