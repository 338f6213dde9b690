import type { MappedAttribute, MappedReading, Reading } from '../../domain/index.ts'
import type { CanonicalValue, ValueReader } from '../../types/index.ts'
import { besideReader } from './beside-reader.ts'
import { type NoteUse, noteUse, placesOf, ReadingTrace } from './cell-use.ts'
import { type Cells, textReader } from './read-text.ts'
import type { ReadingNotes } from './reading-notes.ts'
import type { RowCells } from './row-cells.ts'

export type AttributeValue = CanonicalValue | readonly string[] | null

/** A text that stands for what a reading takes from the row: one of the things that a cell names. */
export interface Instead {
  readonly reading: Reading
  readonly text: string
}

/** What one cell names several of. */
export interface SeveralNamed {
  readonly reading: Reading
  /** The text of each that has a value of its own, two at the least. */
  readonly texts: readonly string[]
  /** Those that have none. */
  readonly others: readonly string[]
}

export interface AttributeReader {
  readonly name: string
  /** The value of the row; what is remarked on the way is noted. Inferred values come later, from the whole row. */
  readonly read: (cells: Cells, notes: ReadingNotes, instead?: Instead) => AttributeValue
  /** Notes what became of the filled cells in the reading before. @param at its place in `into` */
  readonly used: (cells: Cells, into: RowCells, at: number) => void
  /** What texts of another attribute say of this one. Null where nothing is read so. */
  readonly beside: ((cells: Cells, instead?: Instead) => AttributeValue) | null
  /** What that one text says of it. */
  readonly besideOne: ((cells: Cells, instead: Instead) => AttributeValue) | null
  /** What the cell that is read names, where that is more than one; null otherwise. */
  readonly several: (cells: Cells) => SeveralNamed | null
  /** Notes a text as one that was read. */
  readonly note: (text: string, notes: ReadingNotes, reading: Reading) => CanonicalValue | null
  /** Whether the country is to be inferred where the row does not say it, and the country to fall back to. */
  readonly infers: string | null
}

interface Way {
  readonly reading: Reading
  readonly text: (cells: Cells) => string | null
  readonly reader: ValueReader
  readonly quiet: boolean
  readonly isSaid: boolean
  readonly places: ReturnType<typeof placesOf>
}

/**
 * What reads one attribute of a row. Everything that depends on the column is decided here, once.
 * @param isTaken whether another attribute takes what its texts say besides
 */
export function attributeReader(
  { attribute, readings }: MappedAttribute,
  place: (column: string) => number,
  isTaken = false,
): AttributeReader {
  const { name, type, options, isList } = attribute
  const ways = (wanted: (mapped: MappedReading) => boolean) =>
    readings.filter(wanted).flatMap((mapped): Way[] => {
      const { reading, context, quiet, besides } = mapped
      if (reading.way === 'infer') return []
      return [
        {
          reading,
          text: textReader(reading, (besides?.attribute ?? attribute).type, context, place),
          reader: besides === undefined ? type.reader(options, context) : besideReader(attribute, mapped),
          quiet,
          isSaid: reading.way !== 'constant',
          places: placesOf(reading, place),
        },
      ]
    })
  const own = ways(({ besides }) => besides === undefined)
  const beside = ways(({ besides }) => besides !== undefined)
  const inferring = readings.find(({ reading }: MappedReading) => reading.way === 'infer')
  const trace = new ReadingTrace(own.length)
  const note: NoteUse = noteUse(own, isList)
  const reading = isList ? readAll : readFirst
  const readBeside = reading({ name, ways: beside, remarks: false, isTaken, trace: null })
  return {
    name,
    read: reading({ name, ways: own, remarks: type.repairs, isTaken, trace }),
    used: (cells, into, at) => note(cells, trace, into, at),
    beside: beside.length === 0 ? null : (cells, instead) => readBeside(cells, null, instead),
    besideOne:
      beside.length === 0
        ? null
        : (cells, instead) => {
            const told = beside.filter(({ reading }) => reading === instead.reading)
            return reading({ name, ways: told, remarks: false, isTaken, trace: null })(cells, null, instead)
          },
    several: (cells) => severalNamed(own, cells),
    note: (text, notes, reading) => {
      const way = own.find((one) => one.reading === reading)
      const read = way?.reader.normalise(text)
      if (way === undefined || read === undefined) return null
      if (!way.quiet) notes.read(name, text, read, way.isSaid, isTaken)
      return read.value
    },
    infers: inferring === undefined ? null : inferring.context.country,
  }
}

/** By the first way that has a value, as one value is read. */
function severalNamed(ways: readonly Way[], cells: Cells): SeveralNamed | null {
  for (const { reading, text, reader, isSaid } of ways) {
    if (!reader.splits || !isSaid) {
      if ((text(cells) ?? null) !== null && reader.normalise(text(cells) ?? '').value !== null) return null
      continue
    }
    const cell = text(cells)
    if (cell === null) continue
    const parts = reader.split(cell)
    if (parts.length < 2) {
      if (parts.some((part) => reader.normalise(part).value !== null)) return null
      continue
    }
    const texts = new Map<CanonicalValue, string>()
    const others: string[] = []
    for (const part of parts) {
      const { value } = reader.normalise(part)
      if (value === null) others.push(part)
      else if (!texts.has(value)) texts.set(value, part)
    }
    if (texts.size > 1) return { reading, texts: [...texts.values()], others }
    if (texts.size === 1) return null
  }
  return null
}

const textOf = ({ reading, text }: Way, cells: Cells, instead: Instead | undefined): string | null =>
  instead?.reading === reading ? instead.text : text(cells)

/** One of several is told apart already: taken apart again it would be itself. */
const partsOf = ({ reading, reader }: Way, cell: string, instead: Instead | undefined): readonly string[] =>
  instead?.reading === reading && reader.splits ? reader.split(cell).slice(0, 1) : reader.split(cell)

interface Readings {
  readonly name: string
  readonly ways: readonly Way[]
  /** Whether the type may remark on values that it gives: others have nothing to say of a value that stands. */
  readonly remarks: boolean
  readonly isTaken: boolean
  /** Told what each way gave; null where no cell is counted. */
  readonly trace: ReadingTrace | null
}

/** Without notes what is read beside another value, which is remarked on with that one. */
type Read = (cells: Cells, notes: ReadingNotes | null, instead?: Instead) => AttributeValue

/** The first value that there is, in the order of columns and of the values in a cell. */
function readFirst({ name, ways, remarks, isTaken, trace }: Readings): Read {
  return (cells, notes, instead) => {
    trace?.clear()
    for (const [place, way] of ways.entries()) {
      const { reader, quiet, isSaid } = way
      trace?.ask(place)
      const cell = textOf(way, cells, instead)
      if (cell === null) continue
      const before = notes?.setAside.length ?? 0
      const parts = partsOf(way, cell, instead)
      for (const [at, part] of parts.entries()) {
        const read = reader.normalise(part)
        if (!quiet) notes?.read(name, part, read, isSaid, isTaken)
        if (read.value === null) continue
        trace?.give(place)
        if (!quiet && isSaid)
          for (const further of parts.slice(at + 1))
            notes?.readFurther(name, further, reader.normalise(further), read.value, remarks)
        return read.value
      }
      if (notes !== null && notes.setAside.length > before) trace?.refuse(place)
    }
    return null
  }
}

/** Every value, once; null when there is none. */
function readAll({ name, ways, isTaken, trace }: Readings): Read {
  return (cells, notes, instead) => {
    trace?.clear()
    let values: Set<string> | null = null
    for (const [place, way] of ways.entries()) {
      const { reader, quiet, isSaid } = way
      trace?.ask(place)
      const cell = textOf(way, cells, instead)
      if (cell === null) continue
      const before = notes?.setAside.length ?? 0
      for (const part of partsOf(way, cell, instead)) {
        const read = reader.normalise(part)
        if (!quiet) notes?.read(name, part, read, isSaid, isTaken)
        if (read.value === null) continue
        values ??= new Set()
        const known = values.size
        values.add(String(read.value))
        if (values.size === known) trace?.repeat(place)
        else {
          trace?.give(place)
          trace?.values.push(place)
        }
      }
      if (notes !== null && notes.setAside.length > before) trace?.refuse(place)
    }
    return values === null ? null : [...values]
  }
}
