import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { slug } from '../../../src/types/normalise/slug.ts'
import { foldText } from '../../../src/types/text/fold-text.ts'

describe('slug', () => {
  test.each([
    ['', null],
    ['  ', null],
    ['!!!', null],
    ['★', null],
    ['\ud800', null],
    ['Blue Sky (Pty) Ltd', 'blue-sky-pty-ltd'],
    ['--Blue__Sky--', 'blue-sky'],
    ['Straße', 'strasse'],
    ['Ørsted École', 'orsted-ecole'],
    ['İstanbul', 'istanbul'],
    ['北京 航空', '北京-航空'],
    ['../../etc/passwd', 'etc-passwd'],
    ['<b>&amp;', 'b-amp'],
    ['ΣΑΣ', 'σασ'],
  ])('%j becomes %j', (name, expected) => {
    expect(slug(name)).toBe(expected)
  })

  test('a slug is its own slug, and one path segment', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), (name) => {
        const once = slug(name)
        if (once === null) return
        expect(slug(once)).toBe(once)
        expect(once).toMatch(/^[\p{L}\p{N}\p{M}]+(?:-[\p{L}\p{N}\p{M}]+)*$/u)
      }),
      { numRuns: 2_000 },
    )
  })

  test('folding every code unit twice is folding it once', () => {
    for (let unit = 0; unit <= 0xffff; unit++) {
      const once = foldText(String.fromCharCode(unit))
      if (foldText(once) !== once) expect.fail(`U+${unit.toString(16)} ${once}`)
    }
  })
})
