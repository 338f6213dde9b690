import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundBytes } from '../../src/versions/column-bounds.ts'

describe('column bounds', () => {
  test('nothing to say gives nothing', () => {
    expect(boundBytes('string', null, false)).toBeUndefined()
    expect(boundBytes('double', Number.NaN, true)).toBeUndefined()
    expect(boundBytes('string', '\u{10ffff}'.repeat(17), true)).toBeUndefined()
  })

  test('numbers are little-endian, booleans one byte', () => {
    expect(Buffer.from(boundBytes('long', -2, false) ?? []).readBigInt64LE()).toBe(-2n)
    expect(Buffer.from(boundBytes('double', 0.5, true) ?? []).readDoubleLE()).toBe(0.5)
    expect([...(boundBytes('boolean', true, true) ?? [])]).toEqual([1])
    expect([...(boundBytes('boolean', false, true) ?? [])]).toEqual([0])
  })

  test('a text lies between its bounds, in byte order, and bounds have at most 16 code points', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const lower = boundBytes('string', text, false)
        const upper = boundBytes('string', text, true)
        const bytes = Buffer.from(text)
        expect(Buffer.compare(lower ?? Buffer.alloc(0), bytes)).toBeLessThanOrEqual(0)
        if (upper) expect(Buffer.compare(bytes, upper)).toBeLessThanOrEqual(0)
        for (const bound of [lower, upper])
          expect([...Buffer.from(bound ?? []).toString()].length).toBeLessThanOrEqual(16)
      }),
    )
  })

  test('the raised code point never is half a pair', () => {
    expect(Buffer.from(boundBytes('string', `${'a'.repeat(15)}\ud7ffb`, true) ?? []).toString()).toBe(
      `${'a'.repeat(14)}b`,
    )
  })
})
