import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PinnedSuite, pinnedSuites } from '../../src/ledger/pinned-suites.ts'
import { evaluateSuite, expectationKinds, parseSuite, readSuite, SuiteError } from '../../src/quality/index.ts'
import { AVIATION, contracts } from '../support/aviation.ts'
import { type Bench, openBench } from './table.ts'

const head = 'suite: s\ndataset: d\nexpectations:\n'
const parse = (line: string) => parseSuite(`${head}  - ${line}\n`, 's.yaml')

describe('a suite that is written wrongly', () => {
  test.each([
    ['no YAML', () => parseSuite('a: [', 's.yaml'), /s\.yaml: not valid YAML/],
    ['a repeated key', () => parseSuite('suite: a\nsuite: b\n', 's.yaml'), /s\.yaml: not valid YAML/],
    ['nothing', () => parseSuite('', 's.yaml'), /s\.yaml: the file does not fit/],
    [
      'an unknown key',
      () => parseSuite(`datset: d\n${head}  - { type: x }\n`, 's.yaml'),
      /unknown key "datset". Did you mean "dataset"/,
    ],
    [
      'an unknown expectation',
      () => parse('{ type: expect_column_value_to_not_be_nul, column: a }'),
      /no expectation has this name. Did you mean expect_column_values_to_not_be_null\?/,
    ],
    [
      'an unknown parameter',
      () => parse('{ type: expect_column_values_to_not_be_null, colum: a, column: b }'),
      /expectation expect_column_values_to_not_be_null: unknown key "colum". Did you mean "column"/,
    ],
    ['a missing parameter', () => parse('{ type: expect_column_values_to_not_be_null }'), /"column" does not fit/],
    [
      'mostly above one',
      () => parse('{ type: expect_column_values_to_not_be_null, column: a, mostly: 85 }'),
      /"mostly" does not fit/,
    ],
    [
      'mostly of a table',
      () => parse('{ type: expect_table_row_count_to_be_between, min_value: 1, mostly: 0.5 }'),
      /unknown key "mostly"/,
    ],
    [
      'an unknown severity',
      () => parse('{ type: expect_column_values_to_not_be_null, column: a, severity: fatal }'),
      /"severity" does not fit/,
    ],
    [
      'an id twice',
      () =>
        parseSuite(`${head}${'  - { type: expect_column_values_to_not_be_null, column: a }\n'.repeat(2)}`, 's.yaml'),
      /twice/,
    ],
  ])('%s', (_name, read, message) => {
    expect(read).toThrow(message)
    expect(read).toThrow(SuiteError)
  })

  test('a suite that is not there', async () => {
    await expect(readSuite('/nowhere/organizations.yaml')).rejects.toThrow(
      /organizations\.yaml: the suite cannot be read/,
    )
  })
})

test('an expectation is a file, registered under its name, with a summary for the reference', () => {
  const files = readdirSync(join(import.meta.dirname, '../../src/quality/expectations')).map((name) =>
    name.replace(/\.ts$/, '').replaceAll('-', '_'),
  )
  expect([...expectationKinds.keys()].map((type) => type.replace(/^expect_/, '')).toSorted()).toEqual(files.toSorted())
  expect(files.length).toBeGreaterThanOrEqual(50)
  for (const { summary } of expectationKinds.values()) expect(summary).toMatch(/\.$/)
})

describe('the shipped suites', () => {
  const folder = join(import.meta.dirname, '../../domains/aviation/suites')
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench()
  })
  afterAll(() => bench.close())

  test('are one per contract, and the domain has them all', () => {
    const wanted = [...contracts.keys()].toSorted()
    expect(readdirSync(folder).toSorted()).toEqual(wanted.map((name) => `${name}.yaml`))
    expect(Object.keys(AVIATION.suites).toSorted()).toEqual(wanted)
  })

  test.each([...contracts.keys()])(
    '%s fits its contract, in the engine too, and passes the contract’s own example row',
    async (dataset) => {
      const { byDataset, shapes } = await pinnedSuites(AVIATION)
      const { contract, asked } = byDataset.get(dataset) as PinnedSuite
      const tables = new Map<string, string>()
      for (const one of contracts.values()) {
        const source = one.kind === 'source'
        const columns = one.fields.map(({ name, type }) => ({ name, type: source ? ('string' as const) : type }))
        const row = one.fields.map(({ example }) => (source ? String(example) : example))
        tables.set(one.id, `read_parquet('${await bench.write(columns, [row])}')`)
      }
      for (const suite of asked) {
        const results = await evaluateSuite({
          engine: bench.engine,
          suite,
          tables,
          shapes,
          place: '1',
          folder: bench.folder,
          nominalTime: '2026-01-31T00:00:00Z',
        })
        expect(results.filter(({ passed }) => !passed).map(({ id, found }) => [contract.id, id, found])).toEqual([])
      }
    },
  )
})
