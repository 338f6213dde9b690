import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalisers } from '../../src/refine/normalisers.ts'

const context = { country: 'ZA', dateOrder: 'dmy' } as const

const loaded = await Promise.all(Object.entries(normalisers).map(async ([kind, load]) => [kind, await load()] as const))

describe.each(loaded)('the %s normaliser', (_, normalise) => {
  test('has nothing to say of a blank cell', () => {
    for (const raw of [null, '', ' \t\n']) expect(normalise(raw, context)).toEqual({ value: null, issues: [] })
  })

  test('takes any text and any country; its issues have snake_case codes and sentences', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (raw, country) => {
        for (const issue of normalise(raw, { country }).issues) {
          expect(issue.code).toMatch(/^[a-z]+(?:_[a-z0-9]+)*$/)
          expect(issue.message.length).toBeGreaterThan(10)
        }
      }),
      { numRuns: 300 },
    )
  })

  test('gives the same answer twice', () => {
    for (const raw of ['KZN', '082 123 4567', 'Jo@X.example', 'www.x.example', '2 Dr Smith Dr', '1/2/2025']) {
      expect(normalise(raw, context)).toEqual(normalise(raw, context))
    }
  })

  test.each([' ', 'a', '0', '@', ' or ', '/', '<a@', '+1 ', '\ud800', 'St '])('bears a cell full of %j', (unit) => {
    expect(() => normalise(unit.repeat(8_000), context)).not.toThrow()
  })
})
