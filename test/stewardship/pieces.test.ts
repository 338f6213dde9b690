import { expect, test } from 'vitest'
import { pieces } from '../../src/stewardship/erasure/search-store.ts'

test('a long text in pieces is the whole text, and no address or number is cut', () => {
  const row = (n: number) => `"Zoë ${n}";zanele.quibblemark${n}@org.example;+27 82 555 ${1000 + n}\n`
  const text = Array.from({ length: 5_000 }, (_, n) => row(n)).join('')
  const found = [...pieces(text)]
  expect(found.length).toBeGreaterThan(5)
  expect(found.join('')).toBe(text)
  const count = (pattern: RegExp) => found.reduce((sum, piece) => sum + (piece.match(pattern)?.length ?? 0), 0)
  expect(count(/zanele\.quibblemark\d+@org\.example/g)).toBe(5_000)
  expect(count(/\+27 82 555 \d{4}/g)).toBe(5_000)
})

test('a text without an end of anything is one piece', () => {
  const text = 'x'.repeat(100_000)
  expect([...pieces(text)]).toEqual([text])
  expect([...pieces('')]).toEqual([])
})
