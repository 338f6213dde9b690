import type { MappedAttribute, MappedReading } from '../../domain/index.ts'
import type { CanonicalValue, ValueReader } from '../../types/index.ts'
import { type Cells, textReader } from './read-text.ts'

/** A remark about a value, with the text it is about: the text stays with the row, never in what is published. */
export interface ValueIssue {
  readonly field: string
  readonly code: string
  readonly message: string
  readonly raw: string | null
  /** Whether it gives no value: what the cell says is published nowhere. */
  readonly isLost: boolean
}

export type AttributeValue = CanonicalValue | readonly string[] | null

export interface AttributeReader {
  readonly name: string
  /** The value of the row; issues are added to the list. Inferred values come later, from the whole row. */
  readonly read: (cells: Cells, issues: ValueIssue[]) => AttributeValue
  /** Whether it is to be inferred where the row does not say it, and the country to fall back to. */
  readonly infers: string | null
}

interface Way {
  readonly text: (cells: Cells) => string | null
  readonly reader: ValueReader
  readonly quiet: boolean
}

/** What reads one attribute of a row. Everything that depends on the column is decided here, once. */
export function attributeReader(
  { attribute, readings }: MappedAttribute,
  place: (column: string) => number,
): AttributeReader {
  const { name, type, options, isList } = attribute
  const ways = readings.flatMap((mapped): Way[] => {
    const { reading, context, quiet } = mapped
    if (reading.way === 'infer') return []
    return [{ text: textReader(reading, type, context, place), reader: type.reader(options, context), quiet }]
  })
  const inferring = readings.find(({ reading }: MappedReading) => reading.way === 'infer')
  return {
    name,
    read: isList ? readAll(name, ways) : readFirst(name, ways, type.repairs),
    infers: inferring === undefined ? null : inferring.context.country,
  }
}

/** Told where the type may remark on values that it gives: others have nothing to say of a value that stands. */
const FURTHER = {
  code: 'further_value',
  message: 'The cell holds several values, and one is kept; give each a row or a column of its own.',
}

/** The first value that there is, in the order of columns and of the values in a cell. */
function readFirst(name: string, ways: readonly Way[], remarks: boolean): AttributeReader['read'] {
  return (cells, issues) => {
    for (const { text, reader, quiet } of ways) {
      const cell = text(cells)
      if (cell === null) continue
      const parts = reader.split(cell)
      for (const [at, part] of parts.entries()) {
        const { value, issues: found } = reader.normalise(part)
        if (!quiet)
          for (const { code, message } of found)
            issues.push({ field: name, code, message, raw: part, isLost: value === null })
        if (value === null) continue
        if (remarks && !quiet)
          for (const further of parts.slice(at + 1))
            if (reader.normalise(further).value !== null)
              issues.push({ field: name, ...FURTHER, raw: further, isLost: true })
        return value
      }
    }
    return null
  }
}

/** Every value, once; null when there is none. */
function readAll(name: string, ways: readonly Way[]): AttributeReader['read'] {
  return (cells, issues) => {
    let values: Set<string> | null = null
    for (const { text, reader, quiet } of ways) {
      const cell = text(cells)
      if (cell === null) continue
      for (const part of reader.split(cell)) {
        const { value, issues: found } = reader.normalise(part)
        if (!quiet)
          for (const { code, message } of found)
            issues.push({ field: name, code, message, raw: part, isLost: value === null })
        if (value === null) continue
        values ??= new Set()
        values.add(String(value))
      }
    }
    return values === null ? null : [...values]
  }
}
