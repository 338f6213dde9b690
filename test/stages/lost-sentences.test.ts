import { expect, test } from 'vitest'
import { lostSentences } from '../../src/stages/gate/lost-sentences.ts'

test('values of which nothing is published are told by file, attribute and reason, and shards are added up', () => {
  const emails = { file: 'a.csv', field: 'emails', code: 'invalid_email' }
  expect(
    lostSentences([
      { ...emails, count: 2 },
      { ...emails, field: 'founded', code: 'not_a_date', count: 4 },
      { ...emails, count: 999 },
      { ...emails, file: 'b.csv', count: 1 },
    ]),
  ).toEqual([
    'a.csv: 1,005 values are not published, since nothing could be made of them: 1,001 of emails (invalid_email), 4 of founded (not_a_date).',
    'b.csv: 1 value is not published, since nothing could be made of it: 1 of emails (invalid_email).',
  ])
  expect(lostSentences([])).toEqual([])
})

test('however many kinds there are, the sentence stays one that is read', () => {
  const many = Array.from({ length: 40 }, (_, at) => ({
    file: 'a.csv',
    field: `a${at}`,
    code: 'not_a_date',
    count: 40 - at,
  }))
  expect(lostSentences(many)).toEqual([
    expect.stringMatching(/^a\.csv: 820 values .*40 of a0 .*35 of a5 \(not_a_date\) and 34 more kinds\.$/),
  ])
})
