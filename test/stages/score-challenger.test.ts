import { expect, test } from 'vitest'
import { challengerSection } from '../../src/stages/link/challenger-section.ts'
import { attempted } from '../../src/stages/link/score-challenger.ts'

const pin = { id: 'organizations/abc', version: 4 }

test('a challenger that cannot be scored is a sentence, and throws nothing at the run', async () => {
  const told: string[] = []
  const outcome = await attempted(
    pin,
    (message) => told.push(message),
    async () => {
      throw new Error('Out of memory while scoring <4>.')
    },
  )
  expect(outcome).toEqual({ kind: 'failed', challenger: pin, message: 'Out of memory while scoring <4>.' })
  expect(told).toEqual(['Out of memory while scoring <4>.'])
  expect(challengerSection(outcome)).toContain(
    'Version 4 was not scored: Out of memory while scoring &lt;4&gt;. What is published is not affected.',
  )
  expect(challengerSection(null)).toBe('')
})
