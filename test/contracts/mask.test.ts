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
    // A number is a telephone's from seven digits; with a letter it is no number.
    ['123456', '1***'],
    ['1234567', '***67'],
    ['(011) 555-0', '***50'],
    ['Unit 0821234567', 'U***'],
    ['ab@x.example', 'a***@x.example'],
    ['a b@x.example', 'a***'],
    ['a@b', '***'],
    ['a b@', 'a***'],
    ['Anna', 'A***'],
    ['7 Oaks', '7***'],
    ['\u{20000}\u{20000}\u{20000}\u{20000}', '\u{20000}***'],
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

describe('a value about nobody', () => {
  test.each([
    ['a b', 'a b'],
    ['x'.repeat(200), 'x'.repeat(200)],
    ['x'.repeat(201), `${'x'.repeat(200)}…`],
    // Personal data in it is masked by what it is.
    ['ask ann@x.example', 'ask a***@x.example'],
    ['on +27821234567.', 'on ***67.'],
    ['ID 8001015009087, card 4111111111111111', 'ID ***, card ***'],
  ])('%j is shown as %j', (value, shown) => expect(mask(value, 'none')).toBe(shown))

  const email = 'ann.mokoena@x.example'
  test.each([
    [`${'x'.repeat(178)} ${email} y`, `${'x'.repeat(178)} a***@x.example…`],
    [`${'x'.repeat(178)} ${email}`, `${'x'.repeat(178)} a***@x.example`],
    [`${'x'.repeat(190)} ${email}`, `${'x'.repeat(190)} a***@x.ex…`],
    [`${'x'.repeat(199)} ${email}`, `${'x'.repeat(199)} …`],
    [`${'x'.repeat(198)} ${email}`, `${'x'.repeat(198)} a…`],
    [`${'x'.repeat(184)} 8001015009087 y`, `${'x'.repeat(184)} *** y`],
    [`${'x'.repeat(186)} 8001015009087 y`, `${'x'.repeat(186)} ***…`],
    [`${'x'.repeat(190)} 8001015009087 y`, `${'x'.repeat(190)} ***…`],
  ])(
    '%j is cut where it is 200 characters long, an address or a number in its way being masked whole',
    (value, shown) => expect(mask(value, 'none')).toBe(shown),
  )

  test('shows no more of the text because masking made it shorter', () => {
    const numbers = '+27821234567 '.repeat(30)
    for (let after = 0; after < 12; after++)
      expect(mask(`${numbers}${' '.repeat(after)}lerato.mokoena@x.example`, 'none')).not.toContain('l')
  })

  test('shows nothing of an address or a number that the cut would halve', () => {
    for (let before = 170; before <= 205; before++)
      for (const [found, betrayal] of [
        [email, 'ann'],
        ['8001015009087', '800'],
        ['+27 82 123 4567', '+27'],
      ] as const) {
        const shown = mask(`${'x'.repeat(before)} ${found} ${'y'.repeat(99)}`, 'none')
        expect(shown, `${before} ${found}`).not.toContain(betrayal)
        expect(shown.length).toBeLessThanOrEqual(201)
      }
  })
})
