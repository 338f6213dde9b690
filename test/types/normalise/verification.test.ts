import fc from 'fast-check'
import { isValidPhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, test } from 'vitest'
import { phoneFacts } from '../../../src/types/normalise/phone-facts.ts'
import { verifyEmail, verifyPhone } from '../../../src/types/normalise/verification.ts'
import { boundedCache } from '../../../src/types/text/bounded-cache.ts'

describe('verification', () => {
  test('an address of valid form stays unknown: only a mail server could say more', () => {
    expect(verifyEmail('jo@x.example')).toEqual({ status: 'unknown', confidence: 0.5 })
  })

  test.each([['jo'], [''], ['jo@@x.example'], ['Jo@X.example']])('the address %j is undeliverable', (address) => {
    expect(verifyEmail(address)).toEqual({ status: 'undeliverable', confidence: 0 })
  })

  test.each([
    ['+27821234567', 'valid_format', 0.85],
    ['+27104920000', 'valid_format', 0.85],
    ['+442079460958', 'valid_format', 0.85],
    ['+278212345', 'risky', 0.45],
    ['+2710111', 'risky', 0.45],
    ['+27991234567', 'risky', 0.45],
    ['+112', 'undeliverable', 0.1],
    ['+999999999999', 'undeliverable', 0.1],
    ['0821234567', 'undeliverable', 0.1],
    ['', 'undeliverable', 0.1],
    ['+27 82 123 4567', 'undeliverable', 0.1],
  ])('the number %s is %s', (e164, status, confidence) => {
    expect(verifyPhone(e164)).toEqual({ status, confidence })
  })

  test('the short way through South African numbers agrees with the numbering metadata', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+27[1-9]\d{8}$/), (e164) => {
        const type = parsePhoneNumberFromString(e164)?.getType()?.toLowerCase() ?? 'other'
        const { standing, type: ours } = phoneFacts(e164)
        expect(standing === 'valid').toBe(isValidPhoneNumber(e164))
        expect(ours).toBe(
          ['mobile', 'fixed_line', 'fixed_line_or_mobile', 'toll_free', 'voip'].includes(type) ? type : 'other',
        )
      }),
      { numRuns: 3_000, examples: [['+27104920000'], ['+27861123456'], ['+27871280000']] },
    )
  })
})

describe('a bounded cache', () => {
  test('answers as the function does and asks it once while there is room', () => {
    const asked: string[] = []
    const cache = boundedCache(2, (key) => {
      asked.push(key)
      return `${key}!`
    })
    expect(['a', 'a', 'b', 'a', 'c', 'a', 'a'].map((key) => cache.get(key))).toEqual([
      'a!',
      'a!',
      'b!',
      'a!',
      'c!',
      'a!',
      'a!',
    ])
    expect(asked).toEqual(['a', 'b', 'c'])
  })

  test('forgets what was not asked for again', () => {
    let asked = 0
    const cache = boundedCache(2, () => ++asked)
    for (const key of ['a', 'b', 'c', 'd', 'e', 'a']) cache.get(key)
    expect(asked).toBe(6)
  })

  test('does not hold on to long keys', () => {
    let asked = 0
    const cache = boundedCache(2, () => ++asked)
    cache.get('x'.repeat(101))
    cache.get('x'.repeat(101))
    expect(asked).toBe(2)
  })
})
