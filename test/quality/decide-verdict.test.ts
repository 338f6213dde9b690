import { expect, test } from 'vitest'
import { decideVerdict, type ExpectationResult } from '../../src/quality/index.ts'

const result = (severity: 'error' | 'warning', passed: boolean): ExpectationResult => ({
  dataset: 'organizations',
  id: 'one',
  type: 'expect_column_values_to_not_be_null',
  columns: ['entity_id'],
  severity,
  passed,
  expected: 'Every row has a value in entity_id.',
  found: '1 row of 4 rows (25%) does not.',
  mostly: 1,
  checked: 4,
  failed: passed ? 0 : 1,
  observed: null,
  examples: passed ? [] : ['***'],
})

test('one failing error blocks, whatever else passes', () => {
  const verdict = decideVerdict([result('warning', false), result('error', true), result('error', false)])
  expect(verdict.verdict).toBe('blocked')
  expect(verdict.reasons).toEqual([
    'organizations (error): Every row has a value in entity_id. 1 row of 4 rows (25%) does not. For example ***.',
    'organizations (warning): Every row has a value in entity_id. 1 row of 4 rows (25%) does not. For example ***.',
  ])
})

test('failing warnings warn', () => {
  expect(decideVerdict([result('warning', false), result('error', true)]).verdict).toBe('warned')
})

test('nothing failing passes, and so does nothing at all', () => {
  expect(decideVerdict([result('error', true)])).toEqual({ verdict: 'passed', reasons: [] })
  expect(decideVerdict([])).toEqual({ verdict: 'passed', reasons: [] })
})
