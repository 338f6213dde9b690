import { describe, expect, test } from 'vitest'
import { decisionsByPair, entityFlag, pairOf, pairOfId, type ReviewQueue } from '../../src/cli/review-queue.ts'
import { pairId } from '../../src/resolve/review/pair-id.ts'
import { makeDecision } from '../../src/resolve/review/resolution-decision.ts'
import type { ReviewPair } from '../../src/resolve/review/review-pair.ts'

const [LEFT, RIGHT] = ['crm|firms|1', 'crm|firms|2']
const id = pairId(LEFT, RIGHT)
const pair = (subject: string) => ({ pair_id: id, subject, left_key: LEFT, right_key: RIGHT }) as ReviewPair
const queueOf = (...subjects: string[]) =>
  ({
    run: 'r',
    pipeline: 'p',
    domain: {
      compiled: {
        id: 'd',
        entities: [
          { id: 'firm', dataset: 'firms' },
          { id: 'person', dataset: 'people' },
        ],
      },
    },
    pairs: subjects.map(pair),
    questions: [],
  }) as unknown as ReviewQueue

describe('two rows that each describe a firm and a person', () => {
  test('are two pairs: what is decided of the firms is not decided of the people', () => {
    const decision = makeDecision({
      left: LEFT,
      right: RIGHT,
      subject: 'firms',
      verdict: 'same',
      why: 'one number',
      by: 'steward',
      at: '2026-01-01T00:00:00.000Z',
      replaces: [],
    })
    const decided = decisionsByPair([decision])
    expect([decided.has(pairOf(pair('firms'))), decided.has(pairOf(pair('people')))]).toEqual([true, false])
  })

  test('are not told by their id alone, and the message says what tells them', () => {
    const both = queueOf('firms', 'people')
    expect(() => pairOfId(both, id)).toThrow(/firm and one of person.*--entity firm/)
    expect(entityFlag(both, pair('people'))).toBe(' --entity person')
    const one = queueOf('people')
    expect(pairOfId(one, id).subject).toBe('people')
    expect(entityFlag(one, pair('people'))).toBe('')
    expect(() => pairOfId(queueOf(), id)).toThrow(/has no pair/)
  })
})
