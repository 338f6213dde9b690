import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TableProfile } from '../../src/quality/index.ts'
import { hotpass } from '../cli/fake-io.ts'
import { temporaryFolder } from '../support/landing.ts'
import { caseBytes } from './read-case.ts'

const folder = temporaryFolder('reading-profile')
const profiled = async (name: string, content: string | Uint8Array, ...args: string[]) => {
  const path = join(folder, name)
  writeFileSync(path, content)
  const { json, err, exit } = await hotpass(['profile', path, '--json', ...args])
  const { columns } = exit === 0 ? (json() as TableProfile) : { columns: [] }
  const read = (label: string) => {
    const found = columns.find((column) => column.name === label)
    return [found?.reads, found?.written, found?.nulls, found?.min, found?.max]
  }
  return { read, err, exit, columns }
}

const COLUMNS: Record<string, [cells: string[], right: unknown[]]> = {
  'day first': [
    ['31/12/2024', '01/02/2025', '.'],
    ['date', 'day first', 1, '2024-12-31', '2025-02-01'],
  ],
  'with points': [
    ['31.12.2024', '1.2.25', '3.4.2025'],
    ['date', 'day first', 0, '2024-12-31', '2025-04-03'],
  ],
  'month first': [
    ['12/31/2024', '01/02/2024', '1/14/2024'],
    ['date', 'month first', 0, '2024-01-02', '2024-12-31'],
  ],
  either: [
    ['01/02/2024', '03/04/2024', '05/06/2024'],
    ['date', 'day or month first', 0, '2024-02-01', '2024-06-05'],
  ],
  'no day': [
    ['31/02/2024', '32/01/2024', '00/00/2024'],
    ['text', null, 0, '00/00/2024', '32/01/2024'],
  ],
  'with time': [
    ['31/12/2024 10:00', '01/02/2025 11:30:10', ''],
    ['date', 'day first', 1, '2024-12-31', '2025-02-01'],
  ],
  timestamps: [
    ['2024-02-29T12:30:00+02:00', '2024-03-01 12:30', '2024-03-02T00:00:00.5Z'],
    ['timestamp', null, 0, '2024-02-29T12:30:00+02:00', '2024-03-02T00:00:00.5Z'],
  ],
  'days and times': [
    ['2024-02-29', '2024-03-01 12:30', '-'],
    ['timestamp', null, 1, '2024-02-29', '2024-03-01 12:30'],
  ],
  euros: [
    ['1.234,50 €', '7,5 €', '–'],
    ['number', 'decimal comma', 1, 7.5, 1234.5],
  ],
  dollars: [
    ['$1,234.50', '($5.00)', '$7.25'],
    ['number', 'amount', 0, -5, 1234.5],
  ],
  rands: [
    ['R 1 234.50', 'R 7.25', 'R 10.00'],
    ['number', 'amount', 0, 7.25, 1234.5],
  ],
  francs: [
    ["CHF 1'234.50", 'CHF 7.25', 'CHF 3.00'],
    ['number', 'amount', 0, 3, 1234.5],
  ],
  whole: [
    ['1', '.', '3'],
    ['integer', null, 1, 1, 3],
  ],
  points: [
    ['1.5', '..', '-3.25'],
    ['number', null, 1, -3.25, 1.5],
  ],
  hosts: [
    ['10.1.2.3', '10.1.2.4', '10.1.2.5'],
    ['text', null, 0, '10.1.2.3', '10.1.2.5'],
  ],
  versions: [
    ['1.2.3', '1.10.0', '2.0.0'],
    ['text', null, 0, '1.10.0', '2.0.0'],
  ],
  words: [
    ['a', '-', 'c'],
    ['text', null, 1, 'a', 'c'],
  ],
}

describe('profile', () => {
  let all: Awaited<ReturnType<typeof profiled>>
  beforeAll(async () => {
    const labels = Object.keys(COLUMNS)
    const rows = [0, 1, 2].map((at) => labels.map((label) => COLUMNS[label]?.[0][at]).join(';'))
    all = await profiled('all.csv', `${[labels.join(';'), ...rows].join('\n')}\n`)
  })
  test.each(Object.entries(COLUMNS).map(([label, [, right]]) => [label, right] as const))(
    'reads %s',
    (label, right) => {
      expect(all.read(label)).toEqual(right)
    },
  )

  test('the case reads timestamps, a day before its month, and a point as nothing', async () => {
    const { read } = await profiled('case.csv', caseBytes('profile-timestamps-and-dots.csv'))
    expect(['a', 'b', 'c', 'd'].map((label) => read(label).slice(0, 3))).toEqual([
      ['timestamp', null, 0],
      ['timestamp', null, 0],
      ['date', 'day first', 0],
      ['integer', null, 1],
    ])
  })

  test('--delimiter is what a text file is read by; a workbook has none, and names its other sheets', async () => {
    const { columns } = await profiled('odd.csv', 'name^n\nA^1\n', '--delimiter', '^')
    expect(columns.map(({ name }) => name)).toEqual(['name', 'n'])
    const book = caseBytes('12_merged_cells.xlsx')
    expect((await profiled('book.xlsx', book)).err).toContain('--sheet names another: "Contact Info"')
    expect(await profiled('other.xlsx', book, '--delimiter', ';')).toMatchObject({
      exit: 2,
      err: expect.stringMatching(/has no delimiter/),
    })
  })

  test('an encoding that is a guess is told with what others make of it, and of no name more than its letters', async () => {
    const { err } = await profiled('names.csv', iconv.encode('Name;n\nJürgen Groß;1\n', 'windows-1252'))
    expect(err).toMatch(/its encoding is a guess\. As windows-1252, .*: "Jür···"\. As ibm850: "J³r···"/)
  })
})
