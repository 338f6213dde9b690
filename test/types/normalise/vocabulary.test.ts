import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalisePriority } from '../../../src/refine/priority.ts'
import { normaliseStatus } from '../../../src/refine/status.ts'

const context = { country: 'ZA' }

describe('normaliseStatus', () => {
  test.each(['n/a', 'Actvie', 'Active?No', 'Flight School', 'constructor', '__proto__', '1', 'x'.repeat(9_999)])(
    '%j is no status',
    (raw) => {
      expect(normaliseStatus(raw, context)).toMatchObject({ value: null, issues: [{ code: 'unknown_status' }] })
    },
  )

  test.each([
    ['ACTIVE', 'Active'],
    [' active. ', 'Active'],
    ['Àctive', 'Active'],
    ['in-active', 'Inactive'],
    ['Not Active', 'Inactive'],
    ['dormant', 'Dormant'],
    ['Lead', 'Prospect'],
    ['INVALID', 'Invalid'],
    ['Closed down', 'Closed'],
    ['pending', 'Pending'],
  ])('%j is %j', (raw, value) => {
    expect(normaliseStatus(raw, context)).toEqual({ value, issues: [] })
  })
})

describe('normalisePriority', () => {
  test.each(['1', '4', 'P1', 'n/a', 'highest', 'not high'])('%j is no priority', (raw) => {
    expect(normalisePriority(raw, context)).toMatchObject({ value: null, issues: [{ code: 'unknown_priority' }] })
  })

  test.each([
    ['imminent', 'Imminent'],
    ['URGENT', 'Imminent'],
    ['High priority', 'High'],
    ['med.', 'Medium'],
    ['l', 'Low'],
  ])('%j is %j', (raw, value) => {
    expect(normalisePriority(raw, context)).toEqual({ value, issues: [] })
  })
})

test('a blank cell has no status and no priority, without an issue', () => {
  for (const raw of [null, '', ' \u200b']) {
    expect(normaliseStatus(raw, context)).toEqual({ value: null, issues: [] })
    expect(normalisePriority(raw, context)).toEqual({ value: null, issues: [] })
  }
})

test('no text breaks a vocabulary, and each term is its own normal form', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('low', 'Lead', 'asap')), (raw) => {
      for (const normalise of [normaliseStatus, normalisePriority]) {
        const once = normalise(raw, context)
        if (once.value !== null) expect(normalise(once.value, context)).toEqual(once)
      }
    }),
  )
})
