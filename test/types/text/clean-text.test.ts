import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cleanText } from '../../../src/types/text/clean-text.ts'

describe('cleanText', () => {
  test.each([
    [null, null],
    ['', null],
    [' \t\r\n\u00a0\u3000 ', null],
    ['\u200b\ufeff\u2060', null],
    ['\u0000\u0007', null],
    ['\ud800', null],
    ['a\udc00b', 'ab'],
    ['  Blue \t\n Sky  ', 'Blue Sky'],
    ['Blue\u200b Sky\ufeff', 'Blue Sky'],
    ['Blue\u00a0Sky', 'Blue Sky'],
    ['line\u0085break', 'line break'],
    ['so\u00adft', 'soft'],
    ['\u202eevil', 'evil'],
    ['Ａｅｒｏ ＆ Ｃｏ', 'Aero & Co'],
    ['e\u200b\u0301', 'é'],
    ['ﬁnch', 'finch'],
    ['0', '0'],
    ['😀 club', '😀 club'],
  ])('%j is read as %j', (raw, expected) => {
    expect(cleanText(raw)).toBe(expected)
  })

  test('a long text is cut to 10,000 units, never inside a character and never to a trailing space', () => {
    expect(cleanText('a'.repeat(10_001))).toBe('a'.repeat(10_000))
    expect(cleanText(`${'a'.repeat(9_999)}😀`)).toBe('a'.repeat(9_999))
    expect(cleanText(`${'a'.repeat(9_999)} b`)).toBe('a'.repeat(9_999))
    expect(cleanText('ﷺ'.repeat(5_000))?.length).toBeLessThanOrEqual(10_000)
  })

  test('cleaning twice changes nothing', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), fc.string())
    fc.assert(
      fc.property(text, (raw) => {
        const once = cleanText(raw)
        expect(cleanText(once)).toBe(once)
        expect(once === null || (once !== '' && once.trim() === once && once.isWellFormed())).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  test('no single code unit breaks it', () => {
    for (let unit = 0; unit <= 0xffff; unit++) {
      const once = cleanText(`a${String.fromCharCode(unit)}b`)
      if (cleanText(once) !== once) expect.fail(`U+${unit.toString(16)}`)
    }
  })
})
