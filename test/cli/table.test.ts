import { describe, expect, test } from 'vitest'
import { displayColumns } from '../../src/cli/display-columns.ts'
import { fitText } from '../../src/cli/fit-text.ts'
import { table } from '../../src/cli/table.ts'

const RUN = 'refinement-20260105T060000Z-0a1b2c'
const ROWS = [
  ['run', 'rows', 'started', 'why'],
  [RUN, 8, '2026-01-31T00:00:00.000Z', 'No organisation has the key of this row, and its name matches none.'],
  [RUN, 12_000, '2026-01-31T00:00:00.000Z', '株式会社 and others, without an end'],
]
const letters = (text: string) => [...text.replaceAll(/\s/g, '')].sort().join('')

describe('a table', () => {
  test('has a line a row where no width is given, however long', () => {
    const lines = table(ROWS)
    expect(lines).toHaveLength(3)
    expect(lines[1]).toBe(
      `${RUN}      8  2026-01-31T00:00:00.000Z  No organisation has the key of this row, and its name matches none.`,
    )
  })

  test('that fits is the same with a width', () => {
    expect(table(ROWS, 200)).toEqual(table(ROWS))
  })

  test.each([120, 100, 90, 80, 60, 40, 30])('fits %i columns and loses no character', (columns) => {
    const lines = table(ROWS, columns)
    expect(Math.max(...lines.map(displayColumns))).toBeLessThanOrEqual(columns)
    expect(letters(lines.join(''))).toBe(letters(ROWS.flat().join('')))
  })

  test('breaks prose between words while that is enough, and keeps keys, times and numbers whole', () => {
    const lines = table(ROWS, 100)
    expect(lines.filter((line) => line.startsWith(RUN))).toHaveLength(2)
    expect(lines.filter((line) => line.includes('2026-01-31T00:00:00.000Z'))).toHaveLength(2)
    const prose = ROWS.map((row) => String(row[3])).join(' ')
    for (const line of lines) for (const word of line.slice(68).trim().split(' ')) expect(prose).toContain(word)
  })

  test('breaks a time before its hour and a key after a slash when words are not enough', () => {
    const rows = [['refinement/latest', '2026-01-31T00:00:00.000Z', 'refinement/latest', 'refinement/latest']]
    expect(table(rows, 60)).toEqual([
      'refinement/    2026-01-31T    refinement/     refinement/',
      'latest         00:00:00.000Z  latest          latest',
    ])
  })

  test('aligns what takes two columns a character', () => {
    expect(
      table([
        ['株式', 'a'],
        ['abcd', 'b'],
      ]),
    ).toEqual(['株式  a', 'abcd  b'])
  })
})

describe('a text for a screen', () => {
  test('is broken between words, what follows is indented', () => {
    expect(fitText('  Reasons: one two three', 16)).toBe('  Reasons: one\n    two three')
  })

  test('keeps a line that names a command in one, to be copied', () => {
    const line = 'Next: hotpass runs show refinement-1 --store ./elsewhere'
    expect(fitText(line, 20)).toBe(line)
  })

  test('is left alone for a pipe', () => {
    const text = `${'word '.repeat(100)}\nend`
    expect(fitText(text, undefined)).toBe(text)
  })
})
