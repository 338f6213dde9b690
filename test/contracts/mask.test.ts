import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mask } from '../../src/contracts/index.ts'

describe('a masked personal value', () => {
  test.each([
    ['jane.doe@example.com', 'j***@example.com'],
    [' jane@example.com ', 'j***@example.com'],
    ['j@example.com', '***@example.com'],
    ['=cmd@example.com', '***@example.com'],
    ['jane@example.com; joe@example.com', 'j***'],
    ['a@@b.example', 'a***'],
    ['+27 82 123 4567', '***67'],
    ['0821234567', '***67'],
    ['Lerato Mokoena', 'L***'],
    ['Łukasz', 'Ł***'],
    ['Ann', '***'],
    ['12345', '1***'],
    ['=HYPERLINK("x")', '***'],
    ['💥💥💥💥', '***'],
    ['', '***'],
    [' ', '***'],
    ['\ud800\ud800\ud800\ud800', '***'],
  ])('%j is shown as %j', (value, shown) => {
    expect(mask(value, 'personal')).toBe(shown)
  })

  test('never gives back the value, nor more than a letter or two digits of what is not a domain', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
        const shown = mask(value, 'personal')
        if (!value.includes('***')) expect(shown).not.toContain(value)
        expect(shown.split('@')[0]?.replace('***', '').length).toBeLessThanOrEqual(2)
      }),
    )
  })

  test('never begins with what a spreadsheet would run', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r'), fc.string(), (sign, rest) => {
        expect(mask(`${sign}${rest}`, 'personal')).not.toMatch(/^[=+\-@\t\r]/)
      }),
    )
  })

  test('tells nothing of how long a name is', () => {
    expect(mask('Lena Vos', 'personal')).toBe(mask('L'.repeat(1_000_000), 'personal'))
  })
})

test('a sensitive value shows nothing at all', () => {
  fc.assert(fc.property(fc.string(), (value) => mask(value, 'sensitive') === '***'))
})

test('a value about nobody is shown, cut where it would fill a page', () => {
  expect(mask('a b', 'none')).toBe('a b')
  expect(mask('x'.repeat(201), 'none')).toBe(`${'x'.repeat(200)}…`)
})
