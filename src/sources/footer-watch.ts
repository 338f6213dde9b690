import { plainCellText } from './cell-text.ts'
import { CellFault, type RawCell, type RawRows, TooLong } from './raw-rows.ts'

const TOTAL_WORD =
  '(?:grand |sub-?|overall |genel |łącznie )?(?:total|totaal|summe|gesamt|gesamtsumme|insgesamt|somme|totale|totali|totaux|totales|totais|totalen|gesamtbetrag|suma|razem|ogółem|łącznie|toplam|celkem|spolu|összesen|totalt|yhteensä|kokku|ukupno|skupaj|итого|всего|σύνολο|合計|总计|合计|합계)s?(?: general| général| generale)?'
const TOTAL = new RegExp(`^${TOTAL_WORD}\\s*:?$`, 'iu')
/** A total and what it counts in one cell: `Total: 12 members`. */
const TOTAL_OF = new RegExp(`^${TOTAL_WORD}(?: \\p{L}+){0,2}\\s*[:=]?\\s*\\d[\\d.,'’ ]*(?: \\p{L}+){0,2}$`, 'iu')
const CLOSING =
  /^(?:sources?|notes?|remarks?|bron|quelle|stand|nota|notas|fuente|fonte|legend|key|anmerkung|hinweis|opmerking|remarque)\s*:|^(?:generated|printed|prepared|exported|created|downloaded|last updated|updated)\s+(?:on|by|from|at|:|\d)|^(?:gedruckt|erstellt|exportiert|afgedrukt|imprimé|édité|généré|exporté|impreso|generado|exportado|impresso|gerado|stampato|generato|wydrukowano|wygenerowano)\s+(?:am|op|le|el|em|il|dnia|von|door|por|par|da|:|\d)|^end of (?:report|file|list|data|table|document)\b|^as (?:at|of) \d|^[*†‡©]|^\(c\) |^copyright\b|^\(?\d+ (?:rows?|records?|entries|results)\b|^page \d+/iu
const LONG = 60
/** Fewer columns and one filled cell is no telling sign. */
const TELLING_COLUMNS = 3
/** What stands after so many blank rows is another table. */
const MOST_HELD = 1000

const textOf = (cell: RawCell | undefined): string | null =>
  cell === null || cell === undefined
    ? null
    : typeof cell === 'string'
      ? plainCellText(cell)
      : cell instanceof TooLong || cell instanceof CellFault
        ? '…'
        : String(cell)

/** A number or an amount; one that says what it counts: `12 members`. */
const isNumber = (text: string): boolean =>
  /^[-+(]?[\p{Sc}R]?\s*[\d.,\s'’]*\d\s*[%\p{Sc})]?$/u.test(text) ||
  /^\d{1,7} \p{L}+$/u.test(text) ||
  /^(?:\p{L}{1,3}\.? ?)\d[\d.,\s'’]*$|^\d[\d.,\s'’]* ?(?:\p{Lu}{2,3}|zł|kr)\.?$/u.test(text)

type Kind = 'blank' | 'footer' | 'data'

/** Holds back what may be the foot of a table (totals, sources, remarks) until it is known whether data follow. */
export class FooterWatch {
  readonly #columns: number
  #held: { number: number; row: RawCell[]; kind: Kind }[] = []
  #afterBlank = false

  constructor(columns: number) {
    this.#columns = columns
  }

  #kind(row: readonly RawCell[]): Kind {
    const filled: string[] = []
    for (const cell of row) {
      const text = textOf(cell)
      if (text !== null) filled.push(text)
      if (filled.length > 1 && !TOTAL.test(filled[0] ?? '')) return 'data'
    }
    const [first, ...others] = filled
    if (first === undefined) return 'blank'
    if (others.length > 0) return others.every(isNumber) ? 'footer' : 'data'
    if (this.#columns < TELLING_COLUMNS) return 'data'
    if (TOTAL.test(first) || TOTAL_OF.test(first) || CLOSING.test(first)) return 'footer'
    return first.length >= LONG && this.#afterBlank ? 'footer' : 'data'
  }

  /** The rows that are certain by now. */
  take(raw: RawRows, from: number): RawRows {
    const certain: RawRows = { rowNumbers: [], rows: [] }
    const flush = () => {
      for (const { number, row } of this.#held) {
        certain.rowNumbers.push(number)
        certain.rows.push(row)
      }
      this.#held = []
    }
    for (let at = from; at < raw.rows.length; at++) {
      const row = raw.rows[at] ?? []
      const number = raw.rowNumbers[at] ?? 0
      const kind = this.#kind(row)
      if (kind === 'data') flush()
      this.#afterBlank = kind === 'blank' || (kind === 'footer' && this.#afterBlank)
      if (kind === 'footer' || (this.#held.length > 0 && this.#held.length < MOST_HELD))
        this.#held.push({ number, row, kind })
      else {
        certain.rowNumbers.push(number)
        certain.rows.push(row)
      }
    }
    return certain
  }

  /** What was held back at the end of the table: its foot, and the blank rows in it. */
  end(): { readonly rows: RawRows; readonly foot: number[] } {
    const blank = this.#held.filter(({ kind }) => kind === 'blank')
    return {
      rows: { rowNumbers: blank.map(({ number }) => number), rows: blank.map(({ row }) => row) },
      foot: this.#held.flatMap(({ kind, number }) => (kind === 'footer' ? [number] : [])),
    }
  }
}
