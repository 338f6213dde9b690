import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CandidateRow } from '../../src/consolidate/index.ts'
import { inSurvivorshipOrder } from '../../src/consolidate/survivorship-order.ts'
import { row, rules } from './candidate.ts'

type Said = Partial<CandidateRow>

const first = (one: Said, other: Said): string | undefined =>
  inSurvivorshipOrder([row({ record_key: 'one', ...one }), row({ record_key: 'other', ...other })], rules)[0]
    ?.record_key

const everything: Said = {
  emails: 'a@b.example',
  phones: '+27821230001',
  website: 'https://b.example',
  province: 'Gauteng',
  address: '1 Road',
  last_interaction_date: '2025-02-01',
  record_key: 'a',
}

/** What decides, from what counts most to what counts least. The other row is ahead in all that counts less. */
const LADDER: readonly (readonly [what: string, better: Said, worse: Said])[] = [
  [
    'not marked invalid',
    { is_invalid: false, source: 'contact', kind: 'contact' },
    { ...everything, is_invalid: true, source: 'sacaa', kind: 'organization' },
  ],
  [
    'of the source that counts more',
    { source: 'sacaa', kind: 'contact' },
    { ...everything, source: 'reachout', kind: 'organization' },
  ],
  ['about the organization itself', { kind: 'organization' }, { ...everything, kind: 'capture' }],
  [
    'the one with more to verify, though less in all',
    { emails: 'a@b.example', phones: '+27821230001' },
    { ...everything, phones: null, website: null },
  ],
  ['the more complete', { province: 'Gauteng' }, { last_interaction_date: '2025-02-01', record_key: 'a' }],
  ['seen last', { last_interaction_date: '2025-02-01' }, { last_interaction_date: '2025-01-31', record_key: 'a' }],
  ['of the lesser key', { record_key: 'b' }, { record_key: 'c' }],
]

describe('the row that is asked first', () => {
  test.each(LADDER)('is %s, whatever counts less', (_, better, worse) => {
    const [winner, loser] = [row({ record_key: 'b', ...better }), row({ record_key: 'b', ...worse })]
    expect(inSurvivorshipOrder([loser, winner], rules)[0]).toBe(winner)
    expect(inSurvivorshipOrder([winner, loser], rules)[0]).toBe(winner)
  })

  test.each([
    ['organization', 'capture'],
    ['capture', 'address'],
    ['address', 'contact'],
  ] as const)('is of %s before %s', (before, after) => {
    expect(first({ kind: after }, { kind: before })).toBe('other')
  })

  test.each<[Said]>([[{ emails: 'a@b.example' }], [{ phones: '+27821230001' }], [{ website: 'https://b.example' }]])(
    'has %j before a row that has all that nobody verifies',
    (said) => {
      expect(first({ province: 'Gauteng', address: '1 Road' }, said)).toBe('other')
    },
  )

  test.each<[Said]>([[{ province: 'Gauteng' }], [{ address: '1 Road' }]])(
    'has %j before a row that was seen later',
    (said) => {
      expect(first({ last_interaction_date: '2025-01-01' }, said)).toBe('other')
    },
  )

  test('is of a source that is named before one that is not, and a date before none', () => {
    expect(first({ source: 'unheard of' }, { source: 'contact' })).toBe('other')
    expect(first({}, { last_interaction_date: '1999-01-01' })).toBe('other')
  })
})

const any = fc
  .uniqueArray(
    fc.record({
      record_key: fc.string({ minLength: 1, maxLength: 3 }),
      source: fc.constantFrom('sacaa', 'reachout', 'contact', 'unheard of'),
      kind: fc.constantFrom<CandidateRow['kind']>('organization', 'contact', 'address', 'capture'),
      emails: fc.constantFrom(null, 'a@b.example'),
      province: fc.constantFrom(null, 'Gauteng'),
      last_interaction_date: fc.constantFrom(null, '2025-01-31', '2025-02-01'),
      is_invalid: fc.boolean(),
    }),
    { selector: ({ record_key }) => record_key, maxLength: 8 },
  )
  .map((list) => list.map(row))

describe('the order of survivorship', () => {
  test('is the same whatever order the rows come in, loses none, and leaves the list as it was', () => {
    fc.assert(
      fc.property(
        any.chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length }))),
        ([rows, shuffled]) => {
          const before = [...rows]
          const ordered = inSurvivorshipOrder(rows, rules)
          expect(inSurvivorshipOrder(shuffled, rules)).toEqual(ordered)
          expect(new Set(ordered)).toEqual(new Set(rows))
          expect(rows).toEqual(before)
        },
      ),
    )
  })

  test('of any two rows does not depend on the others', () => {
    fc.assert(
      fc.property(any, (rows) => {
        const ordered = inSurvivorshipOrder(rows, rules)
        for (const [at, later] of ordered.entries())
          for (const earlier of ordered.slice(0, at))
            expect(inSurvivorshipOrder([later, earlier], rules)).toEqual([earlier, later])
      }),
    )
  })
})
