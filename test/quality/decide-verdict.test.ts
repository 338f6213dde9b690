import { describe, expect, test } from 'vitest'
import {
  DEFAULT_POLICY,
  decideDataset,
  type ExpectationResult,
  policyChecks,
  verdictOf,
} from '../../src/quality/index.ts'

const result = (severity: ExpectationResult['severity'], outcome: ExpectationResult['outcome']): ExpectationResult => ({
  dataset: 'organizations',
  id: `${severity}-${outcome}`,
  type: 'expect_column_values_to_not_be_null',
  columns: ['entity_id'],
  severity,
  owner: null,
  because: null,
  origin: 'suite',
  outcome,
  passed: outcome === 'passed',
  expected: 'Every row has a value in entity_id.',
  found: '1 row of 4 rows (25%) does not.',
  mostly: 1,
  checked: 4,
  failed: outcome === 'passed' ? 0 : 1,
  observed: null,
  error: null,
  row_condition: null,
  examples: outcome === 'passed' ? [] : ['***'],
  places: [],
  history: null,
})
const decide = (results: ExpectationResult[], policy = DEFAULT_POLICY) =>
  decideDataset('organizations', policy, results, [])

test('one failing error blocks, whatever else passes, and what blocks is told first', () => {
  const { verdict, reasons } = decide([
    result('warning', 'failed'),
    result('error', 'passed'),
    result('error', 'failed'),
  ])
  expect(verdict).toBe('blocked')
  expect(reasons.map(({ sentence }) => sentence)).toEqual([
    'organizations (error): Every row has a value in entity_id. 1 row of 4 rows (25%) does not. For example ***.',
    'organizations (warning): Every row has a value in entity_id. 1 row of 4 rows (25%) does not. For example ***.',
  ])
})

test('failing warnings warn, information is only told, and nothing failing passes', () => {
  expect(decide([result('warning', 'failed'), result('error', 'passed')]).verdict).toBe('warned')
  expect(decide([result('info', 'failed')])).toEqual({ verdict: 'passed', reasons: [] })
  expect(decide([result('error', 'passed')])).toEqual({ verdict: 'passed', reasons: [] })
  expect(decide([])).toEqual({ verdict: 'passed', reasons: [] })
})

test('what is too near a bound to tell is never passed in silence', () => {
  const { verdict, reasons } = decide([result('error', 'uncertain')])
  expect(verdict).toBe('warned')
  expect(reasons[0]?.sentence).toContain('(uncertain)')
  expect(decide([result('error', 'uncertain')], { ...DEFAULT_POLICY, on_uncertain: 'block' }).verdict).toBe('blocked')
})

test('information stays told only, however near its bound, and so does what a policy ignores', () => {
  const strict = { ...DEFAULT_POLICY, on_uncertain: 'block' } as const
  expect(decide([result('info', 'uncertain')], strict)).toEqual({ verdict: 'passed', reasons: [] })
  expect(decide([result('warning', 'uncertain')], strict).verdict).toBe('blocked')
  const lenient = { ...strict, on_warning: 'ignore' } as const
  expect(decide([result('warning', 'uncertain')], lenient)).toEqual({ verdict: 'passed', reasons: [] })
  expect(decide([result('error', 'uncertain')], lenient).verdict).toBe('blocked')
})

test('a failed check of the gate’s own counts by its severity, and one that passed for nothing', () => {
  const check = (severity: 'error' | 'warning' | 'info', outcome: 'passed' | 'failed') => ({
    ...{ id: 'consent', severity, outcome, expected: 'Everybody has consented.', found: 'Two have not.' },
  })
  const checked = (...checks: ReturnType<typeof check>[]) => decideDataset('contacts', DEFAULT_POLICY, [], checks)
  expect(checked(check('error', 'passed'), check('warning', 'passed'))).toEqual({ verdict: 'passed', reasons: [] })
  expect(checked(check('info', 'failed'))).toEqual({ verdict: 'passed', reasons: [] })
  const { verdict, reasons } = checked(check('warning', 'failed'), check('error', 'failed'))
  expect(verdict).toBe('blocked')
  expect(reasons).toEqual([
    {
      dataset: 'contacts',
      id: 'consent',
      blocks: true,
      sentence: 'contacts (error): Everybody has consented. Two have not.',
    },
    {
      dataset: 'contacts',
      id: 'consent',
      blocks: false,
      sentence: 'contacts (warning): Everybody has consented. Two have not.',
    },
  ])
})

test('a reason shows examples, or else where the rows stand, or nothing', () => {
  const shown = (examples: string[], places: ExpectationResult['places']) =>
    decide([{ ...result('error', 'failed'), examples, places }]).reasons[0]?.sentence.split('does not.')[1]
  expect(shown(['a***', 'b***'], [{ row: 2 }])).toBe(' For example a***, b***.')
  expect(shown([], [{ file: 'f.xlsx', sheet: 's', row: 2 }, { key: 'org_x' }, { row: 3 }])).toBe(
    ' For example f.xlsx, s, row 2; row 3.',
  )
  expect(shown([], [{ key: 'org_x' }])).toBe('')
})

test('a policy says what blocks', () => {
  expect(decide([result('error', 'failed')], { ...DEFAULT_POLICY, on_error: 'warn' }).verdict).toBe('warned')
  expect(decide([result('warning', 'failed')], { ...DEFAULT_POLICY, on_warning: 'block' }).verdict).toBe('blocked')
  expect(decide([result('error', 'failed')], { ...DEFAULT_POLICY, on_error: 'ignore' }).verdict).toBe('passed')
})

describe('limits', () => {
  const policy = {
    ...DEFAULT_POLICY,
    rows: { block_below: 5, warn_below: 10, warn_above: 80, block_above: 100 },
    quarantine_rate: { warn_above: 0.1, block_above: 0.5 },
  }
  const verdict = (rows: number, rejected: number) => {
    const quarantine = { read: 12, blank: 2, rejected, rate: rejected / 10 }
    return verdictOf(decideDataset('d', policy, [], policyChecks(policy, rows, quarantine)).reasons)
  }
  test.each([
    [50, 0, 'passed'],
    [10, 0, 'passed'],
    [9, 0, 'warned'],
    [5, 0, 'warned'],
    [4, 0, 'blocked'],
    [80, 0, 'passed'],
    [81, 0, 'warned'],
    [100, 0, 'warned'],
    [101, 0, 'blocked'],
    [50, 1, 'passed'],
    [50, 2, 'warned'],
    [50, 5, 'warned'],
    [50, 6, 'blocked'],
  ])('%d rows with %d of 10 in quarantine: %s', (rows, rejected, expected) => {
    expect(verdict(rows, rejected)).toBe(expected)
  })

  test('that a policy does not name are not asked, and quarantine is asked of sources alone', () => {
    const facts = { read: 1, blank: 0, rejected: 1, rate: 1 }
    expect(policyChecks(DEFAULT_POLICY, 0, facts)).toEqual([])
    const ids = (quarantine: typeof facts | null) => policyChecks(policy, 50, quarantine).map(({ id }) => id)
    expect(ids(null)).toEqual(['rows.block_below', 'rows.block_above', 'rows.warn_below', 'rows.warn_above'])
    expect(ids(facts)).toEqual([...ids(null), 'quarantine_rate.block_above', 'quarantine_rate.warn_above'])
    expect(policyChecks(policy, 500, null).map(({ outcome }) => outcome)).toEqual([
      'passed',
      'failed',
      'passed',
      'failed',
    ])
    expect(policyChecks(policy, 500, null).map(({ expected, found }) => `${expected} ${found}`)).toEqual([
      'The dataset has at least 5 rows. It has 500 rows.',
      'The dataset has at most 100 rows. It has 500 rows.',
      'The dataset has at least 10 rows. It has 500 rows.',
      'The dataset has at most 80 rows. It has 500 rows.',
    ])
  })

  test('are told with what was found', () => {
    const found = decideDataset(
      'd',
      policy,
      [],
      policyChecks(policy, 4, { read: 12, blank: 2, rejected: 6, rate: 0.6 }),
    )
    expect(found.reasons.map(({ sentence }) => sentence)).toEqual([
      'd (error): The dataset has at least 5 rows. It has 4 rows.',
      'd (error): At most 50% of the rows break the contract. 6 rows of 10 rows (60%) broke the contract.',
      'd (warning): The dataset has at least 10 rows. It has 4 rows.',
      'd (warning): At most 10% of the rows break the contract. 6 rows of 10 rows (60%) broke the contract.',
    ])
  })
})
