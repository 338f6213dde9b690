import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT, readPage } from '../support/docs-pages.ts'

const page = readPage('docs/explanation/how-a-row-travels.md')
const FILE = /\]\(\.\.\/\.\.\/(src\/[^)]+\.ts)\)/g
const ROOMS = 'domain types contracts sources refine resolve consolidate quality versions ledger stages'.split(' ')

/** Each file of a table of the page with the function that its row names. */
const steps = page.split('\n').flatMap((line) => {
  const cells = line.startsWith('|') ? line.split(/(?<!\\)\|/).map((cell) => cell.trim()) : []
  const at = cells.findIndex((cell) => cell.includes('](../../src/'))
  const file = [...(cells[at] ?? '').matchAll(FILE)].at(-1)?.[1]
  const name = /^`(\w+)`$/.exec(cells[at + 1] ?? '')?.[1]
  return file === undefined ? [] : [{ file, name: name ?? '' }]
})

const defines = ({ file, name }: (typeof steps)[number]): boolean =>
  new RegExp(`(?:function\\*? |const )${name}\\b`).test(readFileSync(join(ROOT, file), 'utf8'))

describe('the way of a row', () => {
  test('names a function that its file has at each step', () => {
    expect(steps.length).toBeGreaterThan(25)
    expect(steps.filter((step) => step.name === '' || !defines(step))).toEqual([])
    expect(defines({ file: 'src/stages/ingest/ingest.ts', name: 'ingested' })).toBe(false)
  })

  test('comes through every room that does the work of a domain', () => {
    for (const room of [
      'domain',
      'types',
      'contracts',
      'ledger',
      'stages',
      ...ROOMS.filter((one) => one !== 'quality'),
    ])
      expect(
        steps.some(({ file }) => file.startsWith(`src/${room}/`)),
        room,
      ).toBe(true)
  })
})
