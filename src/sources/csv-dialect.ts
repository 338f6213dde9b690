/** Delimiters in the order they are preferred when a sample speaks for several. */
const delimiters = [',', ';', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

export interface CsvDialect {
  readonly delimiter: Delimiter
  /** True when the first line is Excel's own `sep=;` and no record. */
  readonly declared: boolean
}

const RECORDS = 50

/** How often each delimiter stands outside quotes, record by record. An unfinished last record is left out. */
function countByRecord(sample: string): number[][] {
  const records: number[][] = []
  let counts = delimiters.map(() => 0)
  let quoted = false
  let fieldStart = true
  for (let at = 0; at < sample.length && records.length < RECORDS; at++) {
    const character = sample[at] ?? ''
    if (quoted) {
      if (character === '"') quoted = false
      continue
    }
    const delimiter = delimiters.indexOf(character as Delimiter)
    // A quote inside a field that began without one is text; one right after a closing quote reopens it.
    if (character === '"' && (fieldStart || sample[at - 1] === '"')) quoted = true
    else if (delimiter >= 0) counts[delimiter] = (counts[delimiter] ?? 0) + 1
    else if (character === '\n' || character === '\r') {
      if (counts.some((count) => count > 0)) records.push(counts)
      counts = delimiters.map(() => 0)
    }
    fieldStart = delimiter >= 0 || character === '\n' || character === '\r'
  }
  return records.length > 0 ? records : [counts]
}

/**
 * The delimiter of a CSV text, from its beginning: the one that the header has and that most records have as often as
 * the header; of equals, the one that stands more often, then in the order of `delimiters`. A single column is `,`.
 */
export function detectDialect(sample: string): CsvDialect {
  const declared = /^sep=([,;\t|])\r?\n/i.exec(sample)?.[1]
  const named = delimiters.find((delimiter) => delimiter === declared)
  if (named !== undefined) return { delimiter: named, declared: true }
  const records = countByRecord(sample)
  const scores = delimiters.map((delimiter, index) => {
    const inHeader = records[0]?.[index] ?? 0
    const agreeing = records.filter((counts) => counts[index] === inHeader).length
    return { delimiter, inHeader, share: inHeader === 0 ? 0 : agreeing / records.length }
  })
  const best = scores.sort((a, b) => b.share - a.share || b.inHeader - a.inHeader)[0]
  return { delimiter: best !== undefined && best.share > 0 ? best.delimiter : ',', declared: false }
}
