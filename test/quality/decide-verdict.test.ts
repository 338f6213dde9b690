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

test('a policy says what blocks', () => {
  expect(decide([result('error', 'failed')], { ...DEFAULT_POLICY, on_error: 'warn' }).verdict).toBe('warned')
  expect(decide([result('warning', 'failed')], { ...DEFAULT_POLICY, on_warning: 'block' }).verdict).toBe('blocked')
  expect(decide([result('error', 'failed')], { ...DEFAULT_POLICY, on_error: 'ignore' }).verdict).toBe('passed')
})

describe('limits', () => {
  const policy = {
    ...DEFAULT_POLICY,
    rows: { block_below: 5, warn_below: 10, block_above: 100 },
    quarantine_rate: { warn_above: 0.1, block_above: 0.5 },
  }
  const verdict = (rows: number, rejected: number) => {
    const quarantine = { read: 12, blank: 2, rejected, rate: rejected / 10 }
    return verdictOf(decideDataset('d', policy, [], policyChecks(policy, rows, quarantine)).reasons)
  }
  test.each([
    [50, 0, 'passed'],
    [9, 0, 'warned'],
    [4, 0, 'blocked'],
    [101, 0, 'blocked'],
    [50, 1, 'passed'],
    [50, 2, 'warned'],
    [50, 6, 'blocked'],
  ])('%d rows with %d of 10 in quarantine: %s', (rows, rejected, expected) => {
    expect(verdict(rows, rejected)).toBe(expected)
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
