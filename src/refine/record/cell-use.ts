import type { Reading } from '../../domain/index.ts'
import { NO_CELL, valueCells } from './cells-column.ts'
import type { Cells } from './read-text.ts'
import type { RowCells } from './row-cells.ts'

const ASKED = 1
const GAVE = 2
const REFUSED = 4
const REPEATED = 8

/** What happened while one attribute of a row was read. Ways are the readings that have a text, in their order. */
export class ReadingTrace {
  readonly #ways: Uint8Array
  /** Of a list: the way that gave each value. */
  readonly values: number[] = []

  constructor(ways: number) {
    this.#ways = new Uint8Array(ways)
  }

  clear(): void {
    this.#ways.fill(0)
    this.values.length = 0
  }

  /** It was asked for its text. */
  ask(way: number): void {
    this.#ways[way] = ASKED
  }

  /** It gave a value. */
  give(way: number): void {
    this.#ways[way] = (this.#ways[way] as number) | GAVE
  }

  /** A text of it was set aside. */
  refuse(way: number): void {
    this.#ways[way] = (this.#ways[way] as number) | REFUSED
  }

  /** It gave a value that was there already. */
  repeat(way: number): void {
    this.#ways[way] = (this.#ways[way] as number) | REPEATED
  }

  gave(way: number): boolean {
    return ((this.#ways[way] as number) & GAVE) !== 0
  }

  refused(way: number): boolean {
    return ((this.#ways[way] as number) & REFUSED) !== 0
  }

  /** Whether it was asked, and had nothing to say. */
  isSilent(way: number): boolean {
    return this.#ways[way] === ASKED
  }
}

interface Way {
  /** Columns, by their places; of `parts` a list for each part, of which the first that is filled is read. */
  readonly places: readonly (readonly number[])[]
}

/** The places of the columns that a reading takes its text from. */
export function placesOf(reading: Reading, place: (column: string) => number): Way['places'] {
  const there = (columns: readonly string[]) => columns.map(place).filter((at) => at >= 0)
  switch (reading.way) {
    case 'column':
    case 'match':
      return [there([reading.column])]
    case 'join':
      return reading.columns.map((column) => there([column]))
    case 'parts':
      return Object.values(reading.parts).map(there)
    case 'constant':
    case 'infer':
      return []
  }
}

/** Notes of one attribute what became of the row's filled cells that it is read from. */
export type NoteUse = (cells: Cells, trace: ReadingTrace, into: RowCells, at: number) => void

/** Compiled once a column: most attributes are read from one. */
export function noteUse(ways: readonly Way[], isList: boolean): NoteUse {
  const [only, ...others] = [...new Set(ways.flatMap(({ places }) => places.flat()))]
  if (only === undefined) return () => {}
  if (others.length === 0 && ways.length === 1) return noteOne(only)
  return noteSeveral(ways, [only, ...others], isList)
}

const isFilled = (cells: Cells, at: number): boolean => cells[at] !== null && cells[at] !== undefined

const noteOne =
  (place: number): NoteUse =>
  (cells, trace, into, at) => {
    if (!isFilled(cells, place)) return
    const counts = trace.gave(0) ? into.given : trace.refused(0) ? into.refused : into.silent
    counts[at] = 1
  }

function noteSeveral(ways: readonly Way[], places: readonly number[], isList: boolean): NoteUse {
  const waysOf = places.map((place) => ways.flatMap((way, at) => (way.places.flat().includes(place) ? [at] : [])))
  // Of columns that stand in for each other in one part, the first that is filled is read.
  const chooses = ways.map((way) => way.places.some((part) => part.length > 1))
  const groupOf = groups(ways)
  const giver = (cells: Cells, trace: ReadingTrace, read: readonly number[], place: number): number => {
    for (const way of read) if (trace.gave(way) && (!chooses[way] || isUsed(ways[way] as Way, cells, place))) return way
    return -1
  }
  return (cells, trace, into, at) => {
    let weights: number[] | null = null
    for (let index = 0; index < places.length; index++) {
      const place = places[index] as number
      if (!isFilled(cells, place)) continue
      const read = waysOf[index] as number[]
      const gave = giver(cells, trace, read, place)
      const counts = gave >= 0 ? into.given : unused(trace, read, into)
      counts[at] = (counts[at] as number) + 1
      if (gave < 0 || !isList) continue
      const group = groupOf[gave] as number
      weights ??= []
      weights[group] = (weights[group] ?? 0) + 1
    }
    if (trace.values.length > 0) into.values[at] = valueCells(trace.values, groupOf, weights ?? [])
  }
}

/** Where a cell belongs of which no way made a value. */
function unused(trace: ReadingTrace, read: readonly number[], { refused, silent, lost }: RowCells): number[] {
  let isSilent = true
  for (const way of read) {
    if (trace.refused(way)) return refused
    isSilent &&= trace.isSilent(way)
  }
  return isSilent ? silent : lost
}

const isUsed = ({ places }: Way, cells: Cells, place: number): boolean =>
  places.some((part) => part.find((at) => isFilled(cells, at)) === place)

/** Ways that share a column are one giver; a way without a column has no cell. */
function groups(ways: readonly Way[]): number[] {
  const found: number[] = ways.map(({ places }, at) => (places.flat().length === 0 ? NO_CELL : at))
  for (const [at, way] of ways.entries()) {
    const mine = new Set(way.places.flat())
    for (let before = 0; before < at; before++) {
      const [from, to] = [found[at] as number, found[before] as number]
      if (from === to || !(ways[before] as Way).places.flat().some((place) => mine.has(place))) continue
      for (const [one, group] of found.entries()) if (group === from) found[one] = to
    }
  }
  return found
}
