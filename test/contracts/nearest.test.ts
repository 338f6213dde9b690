import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editDistance, nearest } from '../../src/contracts/index.ts'

const word = fc.string({ maxLength: 12 })

describe('the edit distance', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['kitten', 'sitting', 3],
    ['gate.min_row', 'gate.min_rows', 1],
  ])('%j to %j takes %i edits', (left, right, edits) => {
    expect(editDistance(left, right)).toBe(edits)
  })

  test('is a distance: zero only for equals, the same both ways, never longer by a detour', () => {
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, b) === 0).toBe(a === b)
        expect(editDistance(a, b)).toBe(editDistance(b, a))
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c))
      }),
    )
  })
})

describe('the nearest name', () => {
  test('is the one a slip of the hand away, whatever the case', () => {
    expect(nearest('AVAITION', ['generic', 'aviation'])).toBe('aviation')
  })

  test('is the first of two that are as near', () => {
    expect(nearest('b', ['a', 'c'])).toBe('a')
  })

  test('is nothing among nothing, and soon found for a text no hand typed', () => {
    expect(nearest('x', [])).toBeUndefined()
    expect(nearest('x'.repeat(10_000_000), ['a', 'x'])).toBe('x')
  })
})
