import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../src/storage/canonical-json.ts'

describe('canonicalJson', () => {
  test('what JSON cannot say is refused, not guessed', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, () => 1, Symbol('s'), 2n ** 60n])
      expect(() => canonicalJson(value)).toThrow(TypeError)
  })

  test('keys are sorted, undefined members left out, dates, maps and small bigints written', () => {
    expect(canonicalJson({ b: 1, a: [undefined, { d: null, c: undefined }], é: 3n, at: new Date(0) })).toBe(
      '{"a":[null,{"d":null}],"at":"1970-01-01T00:00:00.000Z","b":1,"é":3}',
    )
    expect(
      canonicalJson(
        new Map([
          ['b', 1],
          ['a', 2],
        ]),
      ),
    ).toBe('{"a":2,"b":1}')
    expect(canonicalJson(undefined)).toBe('null')
  })

  test('means what JSON.stringify means, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(canonicalJson(JSON.parse(text))).toBe(text)
      }),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
        expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(canonicalJson(value))
      }),
    )
  })
})
