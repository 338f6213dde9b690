import { columnsFeeding } from '../../domain/columns-read.ts'
import type { SourceTable } from '../../domain/index.ts'
import type { Cells } from './read-text.ts'
import { whenTest } from './row-tests.ts'

/** Counts the filled cells of rows, once for each attribute that they feed: in the order of `toldFields`. */
export interface FedCells {
  readonly counts: readonly number[]
  /**
   * @param cells by their places
   * @param row what tells of what the row speaks, where that is not `cells`
   */
  readonly add: (cells: Cells, row?: Cells) => void
}

/**
 * A row feeds the attributes of what it speaks of; one that speaks of nothing, those of everything that its table describes.
 * @param place of a column among the cells; −1 where it is not there
 */
export function fedCells({ describes }: SourceTable, place: (column: string) => number): FedCells {
  const counts: number[] = []
  const things = describes.map(({ when, attributes }) => ({
    isAlways: when === null,
    speaks: whenTest(when, place),
    first: counts.length,
    places: attributes.map((mapped) => {
      counts.push(0)
      return columnsFeeding(mapped)
        .map(place)
        .filter((at) => at >= 0)
    }),
  }))
  const count = (cells: Cells, { first, places }: (typeof things)[number]) => {
    for (let at = 0; at < places.length; at++)
      for (const one of places[at] as number[])
        if (cells[one] !== null && cells[one] !== undefined) counts[first + at] = (counts[first + at] as number) + 1
  }
  return {
    counts,
    add: (cells, row = cells) => {
      let isSpoken = false
      for (const thing of things) {
        if (!thing.isAlways && !thing.speaks(row)) continue
        isSpoken = true
        count(cells, thing)
      }
      if (!isSpoken) for (const thing of things) count(cells, thing)
    },
  }
}
