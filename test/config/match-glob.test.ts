import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matchGlob } from '../../src/config/index.ts'

const name = fc.string({ unit: 'binary', maxLength: 20 })
const plain = fc.string({ unit: fc.constantFrom('a', 'B', 'c', '.', '[', ')', '\\', ' '), maxLength: 12 })

/** What a pattern means, by trying everything. */
function means(pattern: string, text: string): boolean {
  const [first] = pattern
  if (first === undefined) return text === ''
  if (first === '*') return means(pattern.slice(1), text) || (text !== '' && means(pattern, text.slice(1)))
  return text !== '' && (first === '?' || first === text[0]) && means(pattern.slice(1), text.slice(1))
}

describe('a pattern for file and sheet names', () => {
  test('agrees with its definition', () => {
    const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8 })
    const texts = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 })
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => matchGlob(pattern, text) === means(pattern, text)),
      { numRuns: 2000 },
    )
  })

  test('a lone star takes any name; a name without star or question mark takes itself', () => {
    fc.assert(fc.property(name, (text) => matchGlob('*', text)))
    fc.assert(fc.property(plain, (text) => matchGlob(text, text)))
    fc.assert(fc.property(plain, plain, (head, tail) => matchGlob(`${head}*`, head + tail)))
  })

  test('ignores case, and how an accent is composed', () => {
    expect(matchGlob('REACHOUT database*.XLSX', 'Reachout Database (final).xlsx')).toBe(true)
    expect(matchGlob('caf\u00e9*', 'CAFE\u0301.csv')).toBe(true)
  })

  test('knows only * and ?: what regular expressions mean by other characters stays literal', () => {
    expect(matchGlob('a.c', 'abc')).toBe(false)
    expect(matchGlob('[ab]*', 'a.csv')).toBe(false)
    expect(matchGlob('(a+)+', 'aaa')).toBe(false)
    expect(matchGlob('?.csv', '😀.csv')).toBe(true)
    expect(matchGlob('?.csv', '.csv')).toBe(false)
  })

  test('never takes one stretch of a name for two parts of the pattern', () => {
    expect(matchGlob('ab*ba', 'aba')).toBe(false)
    expect(matchGlob('*Capture', '10-10-25 Capture')).toBe(true)
    expect(matchGlob('*Capture', 'Captured')).toBe(false)
  })

  test('answers hostile patterns, and more patterns than it remembers', () => {
    expect(matchGlob(`${'*a'.repeat(500)}*b`, 'a'.repeat(5000))).toBe(false)
    for (let at = 0; at < 1200; at++) expect(matchGlob(`p${at}*`, `p${at}.csv`)).toBe(true)
  })
})
