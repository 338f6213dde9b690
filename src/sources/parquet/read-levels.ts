import type { Encoding } from 'hyparquet'
import { readHybridRuns } from './hybrid-runs.ts'
import type { ParquetPage } from './read-page.ts'

/** How deep each value of a page stands in lists and structs, and where its values begin. A kind of level that the column has not is empty. */
export interface PageLevels {
  readonly repetition: Uint8Array
  readonly definition: Uint8Array
  readonly valuesAt: number
  readonly encoding: Encoding
}

const width = (most: number): number => 32 - Math.clz32(most)

/** @throws Error when the page holds less than it says */
export function readLevels(
  { header, bytes, values }: ParquetPage,
  most: { repetition: number; definition: number },
): PageLevels {
  const second = header.data_page_header_v2
  const encoding = (second ?? header.data_page_header)?.encoding
  if (encoding === undefined) throw new Error('a page does not say how it is written')
  let at = 0
  const level = (deepest: number, length: number | undefined): Uint8Array => {
    if (deepest === 0) {
      at += length ?? 0
      return new Uint8Array(0)
    }
    if (deepest > 255) throw new Error('its schema is nested deeper than any')
    // The first version of pages writes the length before the levels, the second in the header.
    const start = length === undefined ? at + 4 : at
    const end = start + (length ?? new DataView(bytes.buffer).getUint32(at, true))
    const levels = new Uint8Array(values)
    readHybridRuns({ bytes, start, end, width: width(deepest) }, levels)
    at = end
    return levels
  }
  const repetition = level(most.repetition, second?.repetition_levels_byte_length)
  const definition = level(most.definition, second?.definition_levels_byte_length)
  return { repetition, definition, valuesAt: at, encoding }
}
