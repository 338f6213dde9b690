import { describe, expect, test } from 'vitest'
import { type AsideShare, setAsideChecks } from '../../src/quality/set-aside-checks.ts'

const share = (said: number, aside: number, codes: Record<string, number> = { invalid_email: aside }): AsideShare => ({
  entity: 'person',
  field: 'email',
  said,
  aside,
  codes: Object.entries(codes).map(([code, count]) => ({ code, message: `Mend ${code}.`, count })),
})
const judged = (before: AsideShare | null, after: AsideShare) =>
  setAsideChecks({
    title: 'Contact sheet',
    run: 'run-7',
    before: before === null ? [] : [before],
    after: [after],
    called: 'release 3',
    limits: { warn: 0.05, block: 0.2 },
  })
const verdict = (before: AsideShare | null, after: AsideShare) => judged(before, after).map(({ severity }) => severity)

describe('the share of values that are set aside', () => {
  test('blocks where it grew by more than the limit, and says what it was, what it is, why, and what to do', () => {
    expect(judged(share(118, 2), share(120, 54, { invalid_email: 3, quoted_email: 1, not_an_address: 50 }))).toEqual([
      {
        id: 'set_aside.person.email',
        severity: 'error',
        outcome: 'failed',
        expected: 'At most 20% more of the values of person.email than in release 3 are set aside.',
        found:
          'Of 120 values of person.email of Contact sheet 54 (45%) were set aside; in release 3 it was 2 of 118 (1.7%). ' +
          'Most of it is not_an_address (50, then 0): Mend not_an_address. See them with: hotpass set-aside run-7 --out set-aside.xlsx',
      },
    ])
  })

  test('names the reason that grew most, not the one that is most frequent', () => {
    const [check] = judged(share(100, 40), share(100, 70, { invalid_email: 41, other: 29 }))
    expect(check?.found).toContain('Most of it is other (29, then 0)')
  })

  test('warns where it grew by less, and says nothing of less than that', () => {
    expect(verdict(share(100, 0), share(100, 21))).toEqual(['error'])
    expect(verdict(share(100, 0), share(100, 20))).toEqual(['warning'])
    expect(verdict(share(100, 0), share(100, 6))).toEqual(['warning'])
    expect(verdict(share(100, 0), share(100, 5))).toEqual([])
    expect(verdict(share(100, 30), share(100, 10))).toEqual([])
  })

  test('is measured by share: twice as many values with twice as many set aside are the same', () => {
    expect(verdict(share(100, 30), share(200, 60))).toEqual([])
  })

  test('of one value more is everyday, whatever share that is', () => {
    expect(verdict(share(2, 0), share(2, 1))).toEqual([])
    expect(verdict(share(2, 0), share(2, 2))).toEqual(['error'])
    // Fewer values than before, of which as many are set aside.
    expect(verdict(share(100, 5), share(5, 5))).toEqual([])
  })

  test('of a field that was not there before, or of which nothing was said, has nothing to compare', () => {
    expect(verdict(null, share(100, 100))).toEqual([])
    expect(verdict(share(0, 0), share(100, 100))).toEqual([])
  })

  test('is that of the field of the same thing', () => {
    expect(verdict({ ...share(100, 0), entity: 'firm' }, share(100, 90))).toEqual([])
  })
})
