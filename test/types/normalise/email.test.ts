import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseEmail, splitEmails } from '../../../src/types/normalise/email.ts'

const context = { country: 'ZA' }
const outcome = (raw: string | null) => {
  const { value, issues } = normaliseEmail(raw, context)
  return [value, ...issues.map((issue) => issue.code)]
}

describe('an e-mail address', () => {
  test.each([
    ['a@@b.example'],
    ['@b.example'],
    ['a@'],
    ['a@b'],
    ['a@b.e'],
    ['a@b.123'],
    ['a@1.2.3.4'],
    ['a..b@x.example'],
    ['.a@x.example'],
    ['a.@x.example'],
    ['a@-x.example'],
    ['a@x-.example'],
    ['a@x..example'],
    ['a b@x.example'],
    ["'a@x.example b"],
    [`${'x'.repeat(65)}@y.example`],
    [`a@${'y'.repeat(64)}.example`],
    [`a@${'y.'.repeat(130)}example`],
    ['@'.repeat(5_000)],
    ['n/a'],
    ['-'],
    ['call the office'],
    ['https://x.example'],
  ])('%s is refused', (raw) => {
    expect(outcome(raw)).toEqual([null, 'invalid_email'])
  })

  test.each([
    ['two@a.example, b@c.example'],
    ['a@x.example b@y.example'],
    ['a@x.example;a@x.example'],
    ['<a@x.example>, <b@x.example>'],
    ['b@y.example <a@x.example>'],
    ['a@x.example\nb@x.example'],
  ])('%s holds several values', (raw) => {
    expect(outcome(raw)).toEqual([null, 'several_values'])
  })

  test.each([
    ['mailto:x@y.example', 'x@y.example'],
    ['MAILTO:x@y.example?subject=Hello', 'x@y.example'],
    ['<x@y.example>', 'x@y.example'],
    ['Jo Bloggs <Jo@Y.example>', 'jo@y.example'],
    ['x@y.example.', 'x@y.example'],
    ['"x@y.example",', 'x@y.example'],
    ["'x@y.example", 'x@y.example'],
    ['x @ y.example', 'x@y.example'],
    ['a@münchen.example', 'a@xn--mnchen-3ya.example'],
  ])('%s is repaired to %s', (raw, value) => {
    expect(outcome(raw)).toEqual([value, 'repaired'])
  })

  test.each([
    ['Info@X.Example', 'info@x.example'],
    ['  a+b_c@sub.x.example ', 'a+b_c@sub.x.example'],
    ["o'neil@x.example", "o'neil@x.example"],
    ['a@xn--mnchen-3ya.example', 'a@xn--mnchen-3ya.example'],
    ['a＠x.example', 'a@x.example'],
    [`${'x'.repeat(64)}@y.example`, `${'x'.repeat(64)}@y.example`],
  ])('%s is %s', (raw, value) => {
    expect(outcome(raw)).toEqual([value])
  })

  test('a blank cell has no value and no issue', () => {
    for (const raw of [null, '', '  ', '\u200b']) expect(outcome(raw)).toEqual([null])
  })

  test('a message never repeats the value', () => {
    for (const raw of ['jo@@secret.example', 'jo@a.example, mo@b.example', '<jo@a.example>']) {
      for (const issue of normaliseEmail(raw, context).issues) expect(issue.message).not.toMatch(/jo|secret/)
    }
  })

  test('any text gives a value that normalises to itself, or none', () => {
    const near = fc.string({ unit: fc.constantFrom(...'aB1.@ <>,;:\'"-_+/ü\ud800\n'), maxLength: 30 })
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress(), near), (raw) => {
        const { value } = normaliseEmail(raw, context)
        if (value !== null) expect(outcome(value)).toEqual([value])
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a cell of e-mail addresses', () => {
  test.each([
    ['', []],
    [' ; ,', []],
    [' n/a ', ['n/a']],
    ['a@x.example', ['a@x.example']],
    [
      'a@x.example; b@y.example / c@z.example|d@w.example,',
      ['a@x.example', 'b@y.example', 'c@z.example', 'd@w.example'],
    ],
    ['a@x.example b@y.example\nc@z.example', ['a@x.example', 'b@y.example', 'c@z.example']],
    ['Jo Bloggs <a@x.example>', ['Jo Bloggs <a@x.example>']],
    ['Jo <a@x.example> Mo <b@x.example> tel', ['Jo <a@x.example>', 'Mo <b@x.example>', 'tel']],
    ['x @ y.example', ['x @ y.example']],
  ])('%j splits into %j', (cell, parts) => {
    expect(splitEmails(cell)).toEqual(parts)
  })

  test('parts are trimmed and never empty', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (cell) => {
        for (const part of splitEmails(cell.trim())) expect(part.trim()).toBe(part === '' ? 'not empty' : part)
      }),
    )
  })
})
