import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractById } from '../../src/contracts/index.ts'
import { evaluateSuite, expectationKinds, parseSuite, readSuite, SuiteError } from '../../src/quality/index.ts'
import { type Bench, openBench } from './table.ts'

const head = 'suite: s\ndataset: d\nexpectations:\n'
const parse = (line: string) => parseSuite(`${head}  - ${line}\n`, 's.yaml')

describe('a suite that is written wrongly', () => {
  test.each([
    ['no YAML', () => parseSuite('a: [', 's.yaml'), /s\.yaml: not valid YAML/],
    ['a repeated key', () => parseSuite('suite: a\nsuite: b\n', 's.yaml'), /s\.yaml: not valid YAML/],
    ['nothing', () => parseSuite('', 's.yaml'), /s\.yaml: the file does not fit/],
    [
      'no expectations',
      () => parseSuite('suite: s\ndataset: d\nexpectations: []\n', 's.yaml'),
      /"expectations" does not fit/,
    ],
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

test('the vocabulary is Great Expectations’', () => {
  expect([...expectationKinds.keys()].toSorted()).toEqual([
    'expect_column_max_to_be_recent',
    'expect_column_values_to_be_between',
    'expect_column_values_to_be_in_set',
    'expect_column_values_to_be_unique',
    'expect_column_values_to_match_regex',
    'expect_column_values_to_not_be_null',
    'expect_compound_columns_to_be_unique',
    'expect_table_row_count_to_be_between',
  ])
})

describe('the shipped suites', () => {
  const folder = join(import.meta.dirname, '../../profiles/suites')
  const datasets = ['organizations', 'contacts', 'entity_links', 'entity_changes']
  let bench: Bench
  beforeAll(async () => {
    bench = await openBench()
  })
  afterAll(() => bench.close())

  test('are one per published dataset', () => {
    expect(readdirSync(folder).toSorted()).toEqual(datasets.map((name) => `${name}.yaml`).toSorted())
  })

  test.each(datasets)('%s blocks on structure, keys and the floor only', async (dataset) => {
    const suite = await readSuite(join(folder, `${dataset}.yaml`))
    expect(suite.dataset).toBe(dataset)
    const { fields } = contractById(dataset)
    const required = fields.filter((field) => field.required).map((field) => field.name)
    const blocking = suite.expectations.filter((expectation) => expectation.severity === 'error')
    for (const { type, columns } of blocking) {
      expect(type).not.toBe('expect_column_max_to_be_recent')
      for (const column of columns) expect(required).toContain(column)
    }
    const present = blocking
      .filter((one) => one.type === 'expect_column_values_to_not_be_null')
      .flatMap((one) => one.columns)
    expect(present.toSorted()).toEqual(required.toSorted())
  })

  test.each(datasets)('%s passes the contract’s own example row, apart from volume and freshness', async (dataset) => {
    const suite = parseSuite(readFileSync(join(folder, `${dataset}.yaml`), 'utf8'), `${dataset}.yaml`)
    const { fields } = contractById(dataset)
    const columns = fields.map(({ name, type }) => ({ name, type }))
    const results = await evaluateSuite({
      engine: bench.engine,
      suite,
      parquetPath: await bench.write(columns, [fields.map((field) => field.example)]),
      columns,
      pii: Object.fromEntries(fields.map(({ name, pii }) => [name, pii])),
      nominalTime: '2026-01-31T00:00:00Z',
    })
    const failing = results.filter((result) => !result.passed).map((result) => result.id)
    expect(failing.filter((id) => id !== 'volume' && !id.startsWith('expect_column_max_to_be_recent'))).toEqual([])
  })
})
