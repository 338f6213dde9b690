import type { MappedAttribute, MappedReading } from '../../domain/index.ts'
import type { CanonicalValue, ValueReader } from '../../types/index.ts'
import { type Cells, textReader } from './read-text.ts'
import type { ReadingNotes } from './reading-notes.ts'

export type AttributeValue = CanonicalValue | readonly string[] | null

export interface AttributeReader {
  readonly name: string
  /** The value of the row; what is remarked on the way is noted. Inferred values come later, from the whole row. */
  readonly read: (cells: Cells, notes: ReadingNotes) => AttributeValue
  /** Whether it is to be inferred where the row does not say it, and the country to fall back to. */
  readonly infers: string | null
}

interface Way {
  readonly text: (cells: Cells) => string | null
  readonly reader: ValueReader
  readonly quiet: boolean
  readonly isSaid: boolean
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
    return [
      {
        text: textReader(reading, type, context, place),
        reader: type.reader(options, context),
        quiet,
        isSaid: reading.way !== 'constant',
      },
    ]
  })
  const inferring = readings.find(({ reading }: MappedReading) => reading.way === 'infer')
  return {
    name,
    read: isList ? readAll(name, ways) : readFirst(name, ways, type.repairs),
    infers: inferring === undefined ? null : inferring.context.country,
  }
}

/**
 * The first value that there is, in the order of columns and of the values in a cell.
 * @param remarks whether the type may remark on values that it gives: others have nothing to say of a value that stands
 */
function readFirst(name: string, ways: readonly Way[], remarks: boolean): AttributeReader['read'] {
  return (cells, notes) => {
    for (const { text, reader, quiet, isSaid } of ways) {
      const cell = text(cells)
      if (cell === null) continue
      const parts = reader.split(cell)
      for (const [at, part] of parts.entries()) {
        const read = reader.normalise(part)
        if (!quiet) notes.read(name, part, read, isSaid)
        if (read.value === null) continue
        if (!quiet && isSaid)
          for (const further of parts.slice(at + 1))
            notes.readFurther(name, further, reader.normalise(further), read.value, remarks)
        return read.value
      }
    }
    return null
  }
}

/** Every value, once; null when there is none. */
function readAll(name: string, ways: readonly Way[]): AttributeReader['read'] {
  return (cells, notes) => {
    let values: Set<string> | null = null
    for (const { text, reader, quiet, isSaid } of ways) {
      const cell = text(cells)
      if (cell === null) continue
      for (const part of reader.split(cell)) {
        const read = reader.normalise(part)
        if (!quiet) notes.read(name, part, read, isSaid)
        if (read.value === null) continue
        values ??= new Set()
        values.add(String(read.value))
      }
    }
    return values === null ? null : [...values]
  }
}
