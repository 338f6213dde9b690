import { labelKey, labelSimilarity } from '../types/text/label-similarity.ts'

/** What a column may be mapped to; a contract's field fits. */
export interface MappableField {
  readonly name: string
  readonly label: string
  readonly synonyms: readonly string[]
  readonly required: boolean
}

export interface MappedColumn {
  /** 0-based position in the header. */
  readonly index: number
  readonly header: string
  readonly field: string
  /** 0 to 1. */
  readonly confidence: number
  readonly how: 'label' | 'synonym' | 'fuzzy'
}

export interface ColumnMapping {
  /** At most one column per field and one field per column, in header order. */
  readonly mapped: readonly MappedColumn[]
  /** Likely but not certain enough to use (0.5 to 0.7); their columns are unmapped too. */
  readonly suggested: readonly MappedColumn[]
  readonly unmapped: readonly { readonly index: number; readonly header: string }[]
  /** Required fields without a column. */
  readonly missing: readonly string[]
  /** Labels that stand more than once; the leftmost is used, the others are unmapped. */
  readonly duplicates: readonly { readonly header: string; readonly indexes: readonly number[] }[]
}

const MAPPED_FROM = 0.7
const SUGGESTED_FROM = 0.5
const generated = /^unnamed \d+$/

interface KeyedField {
  readonly field: MappableField
  readonly labels: readonly string[]
  readonly synonyms: readonly string[]
}

function candidate(index: number, header: string, keyed: KeyedField): MappedColumn | undefined {
  const key = labelKey(header)
  if (key === '') return undefined
  const found = (confidence: number, how: MappedColumn['how']): MappedColumn => ({
    index,
    header,
    field: keyed.field.name,
    confidence,
    how,
  })
  if (header === keyed.field.label) return found(1, 'label')
  if (keyed.labels.includes(key)) return found(0.99, 'label')
  if (keyed.synonyms.includes(key)) return found(0.95, 'synonym')
  if (generated.test(key)) return undefined
  const likeness = Math.max(
    ...[...keyed.labels, ...keyed.synonyms].map((other) => (generated.test(other) ? 0 : labelSimilarity(key, other))),
  )
  // Below the synonyms, so that a near miss never outbids a label somebody wrote down.
  const confidence = Math.min(0.94, Math.round(likeness * 100) / 100)
  return confidence >= SUGGESTED_FROM ? found(confidence, 'fuzzy') : undefined
}

function assign(candidates: readonly MappedColumn[]): MappedColumn[] {
  const columns = new Set<number>()
  const fields = new Set<string>()
  return candidates
    .filter(({ index, field }) => {
      if (columns.has(index) || fields.has(field)) return false
      columns.add(index)
      fields.add(field)
      return true
    })
    .sort((a, b) => a.index - b.index)
}

function repeatedLabels(header: readonly string[]): ColumnMapping['duplicates'] {
  const places = new Map<string, number[]>()
  for (const [index, label] of header.entries()) {
    const known = places.get(label)
    if (known) known.push(index)
    else places.set(label, [index])
  }
  return [...places].filter(([, indexes]) => indexes.length > 1).map(([label, indexes]) => ({ header: label, indexes }))
}

/**
 * Maps a header onto fields by label, field name, synonym and likeness. Never two columns onto one field: the best
 * confidence wins, then the leftmost, then the field named first. Deterministic; order of fields matters only in ties.
 */
export function mapColumns(header: readonly string[], fields: readonly MappableField[]): ColumnMapping {
  const keyed = fields.map((field) => ({
    field,
    labels: [labelKey(field.label), labelKey(field.name)],
    synonyms: field.synonyms.map(labelKey),
  }))
  const ranked = header
    .flatMap((label, index) => keyed.map((field) => candidate(index, label, field)))
    .filter((found) => found !== undefined)
    .sort((a, b) => b.confidence - a.confidence || a.index - b.index)
  const mapped = assign(ranked.filter(({ confidence }) => confidence >= MAPPED_FROM))
  const columns = new Set(mapped.map(({ index }) => index))
  const taken = new Set(mapped.map(({ field }) => field))
  const open = ranked.filter(({ index, field }) => !columns.has(index) && !taken.has(field))
  return {
    mapped,
    suggested: assign(open),
    unmapped: header.map((label, index) => ({ index, header: label })).filter(({ index }) => !columns.has(index)),
    missing: fields.filter(({ name, required }) => required && !taken.has(name)).map(({ name }) => name),
    duplicates: repeatedLabels(header),
  }
}
