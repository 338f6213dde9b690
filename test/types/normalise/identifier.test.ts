import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseIdentifier } from '../../../src/types/normalise/identifier.ts'

const read = (raw: string | null) => normaliseIdentifier(raw, { country: 'ZA' })

describe('normaliseIdentifier', () => {
  test.each(['n/a', 'NaN', 'NONE', 'null', '-', '…', '#N/A', '#REF!'])('%j identifies nothing', (raw) => {
    expect(read(raw)).toMatchObject({ value: null, issues: [{ code: 'placeholder_identifier' }] })
  })

  test.each([null, '', ' \u200b'])('%j is absent, without an issue', (raw) => {
    expect(read(raw)).toEqual({ value: null, issues: [] })
  })

  test.each([
    ['12.0', '12'],
    ['12.000', '12'],
    ['0', '0'],
    ['007', '007'],
    ['007.0', '007'],
    ['12.5', '12.5'],
    ['1.0.0', '1.0.0'],
    ['-3.0', '-3'],
    ['90071992547409931.0', '90071992547409931'],
    ['１２', '12'],
    [' A \t 7 ', 'A 7'],
    ['ab-C', 'ab-C'],
    ['unknown-7', 'unknown-7'],
  ])('%j is %j', (raw, value) => {
    expect(read(raw)).toEqual({ value, issues: [] })
  })

  test('an identifier is its own normal form', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^-?[0-9]{1,4}(\.0{0,3}){0,2}$/))
    fc.assert(
      fc.property(text, (raw) => {
        const once = read(raw)
        if (once.value !== null) expect(read(once.value)).toEqual(once)
      }),
      { numRuns: 2_000 },
    )
  })
})
