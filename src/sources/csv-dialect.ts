import { CsvRecords, type CsvShape } from './csv-records.ts'
import type { RawCell } from './raw-rows.ts'
import type { ReadSettings } from './sheet-source.ts'

/** Delimiters in the order they are preferred when a sample speaks for several. */
const delimiters = [',', ';', '\t', '|'] as const

export interface CsvDialect extends CsvShape {
  /** True when the first line is Excel's own `sep=;` and no record. */
  readonly declared: boolean
}

const RECORDS = 60
/** Titles and addressees above a table take no more lines than this. */
const MOST_PREAMBLE = 30

interface SampleRow {
  readonly cells: readonly RawCell[]
  /** A blank line stands above it. */
  readonly apart: boolean
}

interface Sample {
  readonly rows: readonly SampleRow[]
  /** Records whose quotes make no sense so read: those of another delimiter stand within texts. */
  readonly broken: number
}

/** The first records of a sample that are not blank; one that the sample cuts is left out. */
function sampleOf(sample: string, shape: CsvShape, whole: boolean): Sample {
  const records = new CsvRecords(shape)
  const rows = recordsOf(records, sample, whole)
  return { rows, broken: records.repaired.length }
}

function recordsOf(records: CsvRecords, sample: string, whole: boolean): SampleRow[] {
  const found: SampleRow[] = []
  let apart = false
  for (const { rows } of records.feed(sample, true))
    for (const cells of rows) {
      if (cells.every((cell) => typeof cell !== 'string' || cell.trim() === '')) {
        apart = true
        continue
      }
      found.push({ cells, apart })
      apart = false
      if (found.length > RECORDS) return found.slice(0, RECORDS)
    }
  return whole || found.length < 2 ? found : found.slice(0, -1)
}

const isValue = (cell: RawCell | undefined): boolean =>
  typeof cell === 'string' && /^\s*[-+]?[\d.,:/ -]*\d[\d.,:/ -]*\s*$|@/.test(cell)

/** Whether a row is labels of the rows below it: texts, all different, over at least one column of numbers, dates or addresses. */
function labels(rows: readonly SampleRow[], at: number): boolean {
  const cells = rows[at]?.cells ?? []
  const texts = cells.map((cell) => (typeof cell === 'string' ? cell.trim().toLowerCase() : ''))
  if (texts.some((text) => text === '') || new Set(texts).size < texts.length || cells.some(isValue)) return false
  const below = rows.slice(at + 1)
  return cells.some((_, index) => below.filter((row) => isValue(row.cells[index])).length * 2 > below.length)
}

interface Proof {
  readonly delimiter: string
  /** Rows that are as wide as the header, less those whose quotes make no sense. */
  readonly share: number
  readonly width: number
  /** The header stands below other lines. */
  readonly below: boolean
}

/** How well a delimiter is proved: by a header that has it, and rows that have it as often. */
function prove(delimiter: string, { rows, broken }: Sample): Proof | undefined {
  const from = (at: number): Proof => {
    const width = rows[at]?.cells.length ?? 0
    const rest = rows.slice(at)
    return {
      delimiter,
      width,
      below: at > 0,
      share: rest.filter(({ cells }) => cells.length === width).length / rest.length,
    }
  }
  const sound = rows.length === 0 ? 1 : 1 - Math.min(1, broken / rows.length)
  const told = (proof: Proof): Proof => ({ ...proof, share: proof.share * sound })
  const first = (rows[0]?.cells.length ?? 0) > 1 ? from(0) : undefined
  if (first !== undefined && first.share >= 0.5) return told(first)
  for (let at = 1; at <= Math.min(MOST_PREAMBLE, rows.length - 2); at++) {
    if ((rows[at]?.cells.length ?? 0) < 2) continue
    const later = from(at)
    if (later.share >= 0.9 && (rows[at]?.apart === true || labels(rows, at))) return told(later)
  }
  return first && told(first)
}

/** The width that most of the rows have; of equals the larger. */
function usualWidth(rows: readonly SampleRow[]): number {
  const counts = new Map<number, number>()
  for (const { cells } of rows) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0
}

/**
 * How a CSV text is written, from its beginning. A delimiter is proved by the header: it stands in it, and most records have it as often;
 * of equals the one that stands more often, then in the order of `delimiters`. Without one that is proved every line is one cell.
 * What `settings` state is not asked for. `whole`: the sample is all there is.
 */
export function detectDialect(sample: string, settings: ReadSettings = {}, whole = true): CsvDialect {
  const named = /^("?)sep=([^\r\n"])\1(?:\r\n|\n|\r)/i.exec(sample)
  const text = named === null ? sample : sample.slice(named[0].length)
  const base = { quote: settings.quote ?? '"', comment: settings.comment ?? '', width: 0 }
  const stated = settings.delimiter ?? named?.[2]
  const read = (delimiter: string) => sampleOf(text, { ...base, delimiter }, whole)
  const declared = named !== null
  if (stated !== undefined) return { ...base, delimiter: stated, declared, width: usualWidth(read(stated).rows) }
  const proofs = delimiters.map((delimiter) => prove(delimiter, read(delimiter))).filter((proof) => proof !== undefined)
  const [best] = proofs.sort(
    (a, b) =>
      Number(a.below && b.share > 0.5) - Number(b.below && a.share > 0.5) || b.share - a.share || b.width - a.width,
  )
  if (best === undefined) {
    const isBlank = delimiters.some((delimiter) => read(delimiter).rows.length === 0)
    return { ...base, delimiter: isBlank ? ',' : '', declared, width: 1 }
  }
  return { ...base, delimiter: best.delimiter, declared, width: usualWidth(read(best.delimiter).rows) }
}
