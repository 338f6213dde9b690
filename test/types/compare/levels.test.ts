import { expect, test } from 'vitest'
import { parseCondition } from '../../../src/resolve/conditions/parse-condition.ts'
import { missingOnASide, sameOrBothMissing, within, wordsShared } from '../../../src/types/compare/levels.ts'

test('conditions inside a level are those that are evaluated fast', () => {
  expect(parseCondition(within('x', 0.5, 'near', { m: 0.9, u: 0.1 }).sql)).toMatchObject({
    kind: 'difference',
    limit: 0.5,
  })
  expect(parseCondition(sameOrBothMissing('x').sql)).toMatchObject({ kind: 'equal' })
  expect(parseCondition(missingOnASide('x').sql)).toMatchObject({ kind: 'or' })
  expect(parseCondition(wordsShared('x', 2).sql)).toMatchObject({
    kind: 'and',
    parts: [
      { kind: 'shared', of: 'count', limit: 2 },
      { kind: 'shared', of: 'shorter', limit: 1 },
    ],
  })
})
