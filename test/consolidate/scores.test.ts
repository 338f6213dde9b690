import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Verification } from '../../src/consolidate/candidate-row.ts'
import { type CandidateRow, goldenRecord } from '../../src/consolidate/index.ts'
import {
  averageConfidence,
  completenessScore,
  qualityFlags,
  qualityScore,
  type Scored,
  validationFlags,
} from '../../src/consolidate/scores.ts'
import { row, rules } from './candidate.ts'

const nothing: Scored = { email: null, phone: null, website: false, province: false, address: false }
const sure: Verification = { status: 'deliverable', confidence: 1 }

/** What each part of a golden record counts when all else is missing. Their sum is 1. */
const PARTS = [
  ['an e-mail', { email: sure }, { emails: 'a@b.example' }, 0.25, 'missing_contact_email'],
  ['a phone', { phone: sure }, { phones: '+27821230001' }, 0.25, 'missing_contact_phone'],
  ['a website', { website: true }, { website: 'https://b.example' }, 0.2, 'missing_website'],
  ['a province', { province: true }, { province: 'Gauteng' }, 0.15, 'missing_province'],
  ['an address', { address: true }, { address: '1 Road' }, 0.15, 'missing_address'],
] as const satisfies readonly (readonly [string, Partial<Scored>, Partial<CandidateRow>, number, string])[]

describe('the scores of a golden record', () => {
  test.each(PARTS)('%s alone counts its own weight', (_, part, said, weight, flag) => {
    const scored = { ...nothing, ...part }
    expect(qualityScore(scored)).toBe(weight)
    expect(completenessScore(scored)).toBe(0.2)
    const missing = PARTS.map(([, , , , name]) => name).filter((name) => name !== flag)
    expect(qualityFlags(scored)).toEqual(missing.sort())

    const certain = { ...rules, verifyEmail: () => sure, verifyPhone: () => sure }
    const { organization } = goldenRecord('org_x', [row(said)], certain)
    expect(organization).toMatchObject({
      quality_score: weight,
      completeness_score: 0.2,
      data_quality_flags: missing.sort(),
    })
  })

  test('of a record that says nothing are 0, and of one that says all and is sure of it 1', () => {
    expect([completenessScore(nothing), qualityScore(nothing)]).toEqual([0, 0])
    expect(qualityFlags(nothing)).toHaveLength(5)
    const all = { email: sure, phone: sure, website: true, province: true, address: true }
    expect([completenessScore(all), qualityScore(all), qualityFlags(all)]).toEqual([1, 1, ['none']])
  })

  test('weigh an e-mail and a phone by how sure we are of them, to four places', () => {
    expect(qualityScore({ ...nothing, email: { status: 'risky', confidence: 0.3333 } })).toBe(0.0833)
    expect(qualityScore({ ...nothing, phone: { status: 'risky', confidence: 0.1 } })).toBe(0.025)
    expect(completenessScore({ ...nothing, email: { status: 'undeliverable', confidence: 0 } })).toBe(0.2)
  })

  test('are never less for a record that says more', () => {
    const verification = fc.option(fc.record({ status: fc.constant('risky'), confidence: fc.constantFrom(0, 0.5, 1) }))
    const scored = fc.record({
      email: verification,
      phone: verification,
      website: fc.boolean(),
      province: fc.boolean(),
      address: fc.boolean(),
    })
    fc.assert(
      fc.property(scored, fc.constantFrom(...PARTS), (some, [, part]) => {
        const more = { ...some, ...part }
        expect(qualityScore(more)).toBeGreaterThanOrEqual(qualityScore(some))
        expect(completenessScore(more)).toBeGreaterThanOrEqual(completenessScore(some))
        expect(qualityScore(more)).toBeLessThanOrEqual(1)
      }),
    )
  })
})

describe('what is said of the primary contact’s values', () => {
  const of = (status: string): Verification => ({ status, confidence: 0.5 })
  test.each([
    [of('risky'), of('undeliverable'), ['email:risky', 'phone:undeliverable']],
    [of('undeliverable'), null, ['email:undeliverable']],
    [null, of('risky'), ['phone:risky']],
    [of('deliverable'), of('unknown'), null],
    [of('not risky'), of('not undeliverable'), null],
    [of('risky business'), of('undeliverable yet'), null],
    [null, null, null],
  ])('%j and %j: %j', (email, phone, flags) => expect(validationFlags(email, phone)).toEqual(flags))

  test('the mean confidence is of all of them, and of none is none', () => {
    expect(averageConfidence([])).toBeNull()
    expect(averageConfidence([{ status: '', confidence: 0 }, sure, sure])).toBe(0.6667)
  })
})
