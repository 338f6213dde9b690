import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { maskError, maskText } from '../../src/run/observe/mask-error.ts'

describe('free text that may quote a value of the data', () => {
  test.each([
    // A number is masked from seven digits, the shortest that a telephone has, whatever stands between them.
    ['123456', '123456'],
    ['1234567', '***67'],
    ['12345678', '***78'],
    ['123456789', '***89'],
    ['1234567890', '***90'],
    ['+27 82 123 4567 rang', '***67 rang'],
    ['(082) 123-4567', '(***67'],
    ['no 082.555.0001!', 'no ***01!'],
    ['12 345 67', '***67'],
    ['row 12 of 345', 'row 12 of 345'],
    // Addresses.
    ['from ann@x.example, twice', 'from a***@x.example, twice'],
    ['<ann.lee@mail.x.example>', '<a***@mail.x.example>'],
    ['ann@host', 'ann@host'],
    ['@x.example', '@x.example'],
    // Whatever is quoted, by whichever quotes.
    ['Unexpected "Lerato Mokoena"', 'Unexpected "L***"'],
    ["Unexpected 'Lerato Mokoena'", "Unexpected 'L***'"],
    ['Unexpected `Lerato Mokoena`', 'Unexpected `L***`'],
    ['"Lerato" and "Lena"', '"L***" and "L***"'],
    ['"it\'s Lerato"', '"i***"'],
    [String.raw`{"m": "no key \"Lerato\" here"}`, '{"***": "n***"}'],
    [String.raw`convert 'Lerato\' to a number`, "convert 'L***' to a number"],
    ['""', '""'],
    ['"Lerato\nMokoena"', '"Lerato\nMokoena"'],
    [`"${'x'.repeat(500)}"`, '"x***"'],
    [`"${'x'.repeat(501)}"`, `"${'x'.repeat(501)}"`],
    ['cannot read properties of undefined', 'cannot read properties of undefined'],
  ])('%j is told as %j', (text, told) => expect(maskText(text)).toBe(told))

  test('is read in a moment, however many quotes and backslashes it has', () => {
    for (const part of ['"', '\\', '\\"', '\'"', '"\\\\', '1 ', 'a@'])
      expect(maskText(part.repeat(2_000)).length).toBeLessThan(10_000)
  })

  test('shows no more than two digits of a number of seven or more, however it is written', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 7, maxLength: 20 })
    const between = fc.constantFrom('', ' ', '-', '.', '(', ')')
    fc.assert(
      fc.property(digits, between, fc.constantFrom('', '+'), (list, sign, plus) => {
        expect(maskText(`call ${plus}${list.join(sign)} now`)).toBe(`call ***${list.slice(-2).join('')} now`)
      }),
    )
  })
})

describe('an error', () => {
  const text = 'cannot take "Lerato" of ann@x.example, 082 555 0001'
  const told = 'cannot take "L***" of a***@x.example, ***01'

  test.each([Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError])(
    'of the language, %o, is masked in its message and its stack, and stays what it is',
    (Kind) => {
      const error = new Kind(text)
      maskError(error)
      expect(error).toBeInstanceOf(Kind)
      expect(error.message).toBe(told)
      expect(error.stack).toContain(told)
      expect(error.stack).not.toMatch(/Lerato|ann@|555/)
    },
  )

  test('of a schema is masked too', () => {
    const failed = z.string().safeParse(1, { error: () => '"Lerato Mokoena" is no text' }).error as Error
    maskError(failed)
    expect(failed.message).not.toContain('Lerato')
  })

  test('of our own families says what it may', () => {
    class OurError extends Error {}
    const ours = new OurError(text)
    maskError(ours)
    expect(ours.message).toBe(text)
  })

  test.each([
    ['a file that is not there', Object.assign(new Error('open "/data/x.csv"'), { errno: -2 })],
    ['a package that is not there', Object.assign(new Error('find "icu"'), { code: 'ERR_MODULE_NOT_FOUND' })],
  ])('about %s keeps the name that an operator needs', (_, error) => {
    const before = error.message
    maskError(error)
    expect(error.message).toBe(before)
  })

  test('with a code that says nothing of the system is masked', () => {
    const error = Object.assign(new Error(text), { code: 'ERR_INVALID_ARG_TYPE', errno: 'none' })
    maskError(error)
    expect(error.message).toBe(told)
  })

  test('is masked in its causes, five deep; what is no error is left alone', () => {
    const chain = Array.from({ length: 6 }).reduce<Error | undefined>(
      (cause) => new Error(text, cause === undefined ? {} : { cause }),
      undefined,
    )
    maskError(chain)
    const messages: string[] = []
    for (let error: unknown = chain; error instanceof Error; error = error.cause) messages.push(error.message)
    expect(messages).toEqual([told, told, told, told, told, text])
    expect(() => maskError('text')).not.toThrow()
  })
})
