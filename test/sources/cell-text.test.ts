import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Cell, cellText } from '../../src/sources/index.ts'

const cases: [Cell, string | null][] = [
  [null, null],
  ['', null],
  [' \u00a0\t\u200b', null],
  ['  Acme  Ltd ', 'Acme  Ltd'],
  ['Ａｃｍｅ', 'Acme'],
  ['ac\u200bme\ufeff', 'acme'],
  ['e\u200b\u0301', 'é'],
  ['\ud800x', '\ufffdx'],
  [12, '12'],
  [-0, '0'],
  [821234567.0, '821234567'],
  [27821234567, '27821234567'],
  [1e21, '1000000000000000000000'],
  [0.1 + 0.2, '0.3'],
  [1.5, '1.5'],
  [Number.NaN, null],
  [Number.POSITIVE_INFINITY, null],
  [true, 'true'],
  [false, 'false'],
  [new Date('2024-02-29'), '2024-02-29'],
  [new Date('2024-02-29T12:30:00Z'), '2024-02-29T12:30:00'],
  [new Date('2024-02-29T12:30:00.250Z'), '2024-02-29T12:30:00.250'],
  [new Date(Number.NaN), null],
]

test.each(cases)('%j is %j', (cell, text) => {
  expect(cellText(cell)).toBe(text)
})

test('no whole number is ever written with a point or an exponent', () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (value) => /^-?\d+$/.test(cellText(value) ?? '')))
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }).map(Math.trunc), (value) =>
      /^-?\d+$/.test(cellText(value) ?? ''),
    ),
  )
})

test('text of text changes nothing, and is never blank', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      const text = cellText(value)
      expect(text).not.toBe('')
      if (text !== null) expect(cellText(text)).toBe(text)
    }),
    { numRuns: 2000 },
  )
})
