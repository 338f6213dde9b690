import { normaliseIdentifier } from '../../types/normalise/identifier.ts'
import type { Cells } from './read-text.ts'

const NO_CONTEXT = { country: '' }

/** A key in canonical form, its parts with | between; null when all of them are blank or placeholders. */
export function keyReader(places: readonly number[]): (cells: Cells) => string | null {
  if (places.length === 0) return () => null
  return (cells) => {
    let key = ''
    let isThere = false
    for (const [index, at] of places.entries()) {
      const cell = cells[at] ?? null
      const part = cell === null ? '' : (normaliseIdentifier(cell, NO_CONTEXT).value ?? '')
      if (part !== '') isThere = true
      key += index === 0 ? part : `|${part}`
    }
    return isThere ? key : null
  }
}
