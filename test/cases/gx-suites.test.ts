import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import type { ColumnDefinition } from '../../src/engine/engine.ts'
import {
  askContext,
  checkSuite,
  type DatasetShape,
  type ExpectationResult,
  evaluateSuite,
  importSuite,
  parseSuite,
} from '../../src/quality/index.ts'
import { type Bench, openBench, tableOf } from '../quality/table.ts'

const FIXTURES = new URL('../fixtures/cases/contracts/', import.meta.url)

/** What Great Expectations 1.24 on pandas counts in these rows; `error` where it cannot be asked either. */
const countsSchema = z.array(
  z.object({
    name: z.string(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]))),
    asked: z.array(
      z.object({
        type: z.string(),
        kwargs: z.record(z.string(), z.unknown()),
        error: z.string().optional(),
        success: z.boolean().optional(),
        checked: z.number().optional(),
        failed: z.number().optional(),
      }),
    ),
  }),
)
const tables = countsSchema.parse(JSON.parse(readFileSync(new URL('gx_counts.json', FIXTURES), 'utf8')))
type Table = (typeof tables)[number]

const columnsOf = ({ columns, rows }: Table): ColumnDefinition[] =>
  columns.map((name, at) => {
    const kind = typeof rows.map((row) => row[at]).find((cell) => cell !== null)
    return { name, type: kind === 'number' ? 'double' : kind === 'boolean' ? 'boolean' : 'string' }
  })

type Came = { readonly result: ExpectationResult } | { readonly refused: string }

/** What came of each foreign expectation: its result, or the sentence that says why there is none. */
async function imported(bench: Bench, table: Table): Promise<Came[]> {
  const columns = columnsOf(table)
  const shape: DatasetShape = {
    id: table.name,
    types: new Map(columns.map(({ name, type }) => [name, type])),
    pii: Object.fromEntries(columns.map(({ name }) => [name, 'none'])),
  }
  const shapes = new Map([[table.name, shape]])
  const NOW = '2026-01-31T10:00:00Z'
  const came: Came[] = []
  const lines: Record<string, unknown>[] = []
  for (const [at, { type, kwargs }] of table.asked.entries()) {
    const { text, notes } = importSuite(JSON.stringify({ expectations: [{ type, kwargs }] }), 'gx.json', table.name)
    const line = parse(text).expectations[0] as Record<string, unknown> | undefined
    if (line === undefined) {
      came[at] = { refused: notes.join(' ') }
      continue
    }
    const one = { ...line, id: `of-${at}` }
    const suite = parseSuite(JSON.stringify({ suite: 's', dataset: table.name, expectations: [one] }), 'gx.yaml')
    const why = await checkSuite(suite, askContext(shape, shapes, NOW), bench.engine).catch((error: unknown) => error)
    if (why === undefined) lines.push(one)
    else came[at] = { refused: why instanceof Error ? why.message : String(why) }
  }
  const suite = parseSuite(JSON.stringify({ suite: 's', dataset: table.name, expectations: lines }), 'gx.yaml')
  const path = await bench.write(columns, table.rows)
  const results = await evaluateSuite({
    engine: bench.engine,
    suite,
    tables: new Map([[table.name, tableOf(path)]]),
    shapes,
    place: 'place',
    folder: bench.folder,
    nominalTime: NOW,
  })
  for (const result of results) came[Number(result.id.slice(3))] = { result }
  return came
}

describe.each(tables.map((table) => [table.name, table] as const))('rows of %s', (_, table) => {
  let bench: Bench
  let came: Came[]
  beforeAll(async () => {
    bench = await openBench()
    came = await imported(bench, table)
  })
  afterAll(() => bench.close())

  test.each(
    table.asked.flatMap(({ error, ...asked }, at) =>
      error === undefined ? [[`${asked.type} ${JSON.stringify(asked.kwargs)}`, at, asked] as const] : [],
    ),
  )('%s: the counts of Great Expectations, or refused by name', (title, at, { success, checked, failed }) => {
    const one = came[at]
    const why = REFUSED.find(([part]) => title.includes(part))?.[1]
    if (one === undefined || 'refused' in one) {
      expect(one?.refused).toMatch(why ?? /not refused/)
      return
    }
    expect(why).toBeUndefined()
    const { outcome, ...counts } = one.result
    // A sketch says of what lies on its bound that it cannot tell.
    if (outcome !== 'uncertain') expect(outcome).toBe(success ? 'passed' : 'failed')
    if (checked !== undefined && !title.includes('of_type'))
      expect({ checked: counts.checked, failed: counts.failed }).toEqual({ checked, failed })
  })
})

/** What there is no way to ask here, by a part of what was asked, and what is said of it. */
const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['a(?!b)', /look-around/],
  ['(?!b)', /its pattern \(\?!b\)a cannot be asked here: RE2 has no look-around, so it was left out/],
  ['(?<=a)b', /look-around/],
  ['[^\\\\W\\\\d]', /\\W between brackets cannot be said in RE2/],
  ['(a)\\\\1', /back references/],
  ['(?P=q)', /back references/],
  ['a++', /possessive/],
  ['(?>a)b', /atomic/],
  ['(?x)', /no flag x/],
  ['n > m', /row condition cannot be asked here: a value is missing/],
  ['1 < n < 5', /row condition cannot be asked here: a column is missing at character 1/],
  ['5 < n', /row condition cannot be asked here: a column is missing/],
  ['status == status', /a value is missing/],
  ['# c', /"# c" at character \d+ cannot be read/],
  ["== ['Active','B']", /a value is missing/],
  ['n + 1 > 2', /cannot be read/],
  ['index > 2', /people has no column "index"/],
  ['status == None', /a value is missing/],
  ['\\"Active\\" and col(', /reads only the first comparison/],
  ['["Active",1,null,true]', /status holds string values, and 1 in value_set is a number/],
  ['[1,2,"5"]', /n holds double values, and "5" in value_set is a string/],
  ['dateutil_parseable', /no such expectation here/],
]

test('the suite of the case comes over but for what is named, line by line', () => {
  const { text, imported, notes } = importSuite(readFileSync(new URL('10_gx_suite.json', FIXTURES), 'utf8'), 'gx.json')
  const left = notes.filter((note) => note.endsWith('so it was left out.')).map((note) => Number.parseInt(note, 10))
  expect(left).toEqual([7, 11, 13, 15, 16, 20, 28, 32, 34])
  expect(notes.map((note) => Number.parseInt(note, 10))).toEqual([7, 10, 11, 13, 15, 16, 20, 22, 28, 32, 34])
  const { expectations } = parseSuite(text, 'gx.yaml')
  expect(expectations).toHaveLength(imported)
  expect(imported).toBe(27)
  expect(expectations.map(({ rowCondition }) => rowCondition?.text).filter((one) => one !== undefined)).toEqual([
    'nation_cd == "ID"',
    'status != "Active" or status is null',
    'status == "O\'Brien" or qty > 0.5',
    '`first name` == "A" and not (age < 5)',
    'status in ("A", "B")',
    'd >= "2020-01-01"',
  ])
})
