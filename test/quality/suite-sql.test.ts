import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, openEngine } from '../../src/engine/engine.ts'
import { SuiteError } from '../../src/quality/errors.ts'
import { evaluateSuite, expectationKinds, parseSuite, type Suite } from '../../src/quality/index.ts'
import { temporaryFolder } from '../support/landing.ts'
import { sqlAttempts } from '../support/sql-attempts.ts'
import { COLUMNS } from './table.ts'

const folder = temporaryFolder('suite-sql')
const SECRET = join(folder, 'secret.txt')
const WRITTEN = join(folder, 'written')
const ATTEMPTS = sqlAttempts(SECRET, WRITTEN)

let engine: Engine
let statements: string[] = []
beforeAll(async () => {
  writeFileSync(SECRET, 'what nobody may read')
  // It could reach every file: the quoting alone is what stands between a suite and them.
  engine = await openEngine({
    memoryLimitMb: 128,
    threads: 1,
    scratch: join(folder, 'scratch'),
    onStatement: (kind) => void statements.push(kind),
  })
})
afterAll(() => engine.close())

/** A table whose columns are called so too. */
const names = [...COLUMNS, ...ATTEMPTS.map((name) => ({ name, type: 'string' as const }))]

async function asked(expectations: readonly Record<string, unknown>[]): Promise<unknown> {
  const writer = await engine.createTable('bench', names)
  writer.append(names.map(({ type }) => ['a', null].map((text) => (type === 'string' ? text : null))))
  await writer.finish()
  statements = []
  const suite = parseSuite(JSON.stringify({ suite: 'bench', dataset: 'bench', expectations }), 'bench.yaml')
  return evaluate(suite)
}

const evaluate = (suite: Suite) =>
  evaluateSuite({
    engine,
    suite,
    tables: new Map([['bench', '(SELECT *, 1 AS place FROM bench)']]),
    shapes: new Map([
      [
        'bench',
        {
          id: 'bench',
          types: new Map(names.map(({ name, type }) => [name, type])),
          pii: Object.fromEntries(names.map(({ name }) => [name, 'none' as const])),
        },
      ],
    ]),
    place: 'place',
    folder,
    nominalTime: '2026-01-31T10:00:00Z',
  })

/** Every parameter of every kind that takes a text, with the attempt for a text. */
function withAttempt(attempt: string): Record<string, unknown>[] {
  const texts: Record<string, unknown> = {
    ...{ value_set: [attempt], value_pairs_set: [[attempt, attempt]], regex: attempt, regex_list: [attempt] },
    ...{ like_pattern: attempt, strftime_format: attempt, min_value: attempt, max_value: attempt },
    ...{ type_: attempt, type_list: [attempt], other_dataset: attempt, other_table_name: attempt },
    ...{ other_column_list: [attempt], partition_object: { values: [attempt, 'b'], weights: [0.5, 0.5] } },
    ...{ column: attempt, column_A: attempt, column_B: attempt, column_list: [attempt, 'key'], column_set: [attempt] },
  }
  const others: Record<string, unknown> = {
    ...{ value: 1, sum_total: 1, threshold: 1, max_age_days: 1 },
    note: 'hidden_rows',
    quantile_ranges: { quantiles: [0.5], value_ranges: [[0, 1]] },
  }
  return [...expectationKinds.values()].flatMap(({ type, schema }) => {
    const known = (values: Record<string, unknown>) =>
      Object.fromEntries(Object.entries(values).filter(([name]) => name in schema.shape))
    const whole = { ...known(others), ...known(texts), type }
    const plain = { column: 'key', column_A: 'key', column_B: 'email', column_list: ['key', 'email'] }
    return [whole, { ...whole, ...known(plain) }]
  })
}

describe('a suite whose texts are SQL', () => {
  test.each(ATTEMPTS)('runs none of it, whichever parameter it is: %s', async (attempt) => {
    let answered = 0
    for (const expectation of withAttempt(attempt)) {
      const answer = await asked([expectation]).catch((error: unknown) => error)
      // What does not fit a kind is refused as such; nothing is refused because its SQL is broken.
      if (answer instanceof Error) {
        expect(answer).toBeInstanceOf(SuiteError)
        expect(answer.message).not.toMatch(/syntax error|Binder|Catalog|Parser Error/)
      } else answered++
      expect(JSON.stringify(answer)).not.toContain('what nobody may read')
      expect(
        statements.filter((kind) => !['SELECT', 'CREATE', 'DROP', 'COPY', 'WITH', 'FROM', 'DESCRIBE'].includes(kind)),
      ).toEqual([])
      expect(existsSync(WRITTEN)).toBe(false)
    }
    expect(answered).toBeGreaterThan(20)
  })

  test.each(ATTEMPTS)('is refused or reads one column where the text is a row condition: %s', async (attempt) => {
    const condition = { type: 'expect_column_values_to_not_be_null', column: 'key', row_condition: attempt }
    const refusal = await asked([condition]).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(SuiteError)
    expect(statements).toEqual([])
    for (const quoted of [JSON.stringify(attempt), `'${attempt.replaceAll(/['\\]/g, '\\$&')}'`])
      await expect(asked([{ ...condition, row_condition: `key == ${quoted}` }])).resolves.toHaveLength(1)
    expect(existsSync(WRITTEN)).toBe(false)
  })

  test('is judged by the guard of expressions before anything is asked, whatever the language of conditions lets through', async () => {
    const good = parseSuite(
      JSON.stringify({
        suite: 'bench',
        dataset: 'bench',
        expectations: [{ type: 'expect_column_values_to_not_be_null', column: 'key', row_condition: 'key == "a"' }],
      }),
      'bench.yaml',
    )
    const [expectation] = good.expectations
    const sql = `(SELECT count(*) FROM read_text('${SECRET}')) > 0`
    const bad = {
      ...good,
      expectations: [{ ...expectation, rowCondition: { text: 'x', sql, columns: [], misfit: () => undefined } }],
    } as Suite
    statements = []
    await expect(evaluate(bad)).rejects.toThrow(/the row condition x is not allowed: a subquery is not allowed/)
    expect(statements).toEqual(['SELECT'])
  })
})
