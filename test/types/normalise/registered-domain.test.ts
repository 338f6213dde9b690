import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isFreeMail, registeredDomain } from '../../../src/types/normalise/registered-domain.ts'

describe('the registered domain of a host', () => {
  test.each([
    ['1.2.3.4', null],
    ['[::1]', null],
    ['localhost', null],
    ['com', null],
    ['co.za', null],
    ['', null],
    ['.', null],
    ['x.123', null],
    ['x.e', null],
    ['a b.example', null],
    ['mail.Blue.co.za', 'blue.co.za'],
    ['x.example', 'x.example'],
    ['a.b.x.example', 'x.example'],
    ['x.test', 'x.test'],
    ['school.github.io', 'github.io'],
    ['a.xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
  ])('%s is %s', (host, domain) => {
    expect(registeredDomain(host)).toBe(domain)
  })

  test('of any text is itself a registered domain, or none', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string({ unit: 'binary' })), (host) => {
        const domain = registeredDomain(host)
        if (domain !== null) expect(registeredDomain(domain)).toBe(domain)
      }),
    )
  })
})

describe('free mail', () => {
  const list = ['mail.example', 'post.test']
  test.each([
    ['mail.example', true],
    ['MAIL.example.', true],
    ['uk.mail.example', true],
    ['notmail.example', false],
    ['example', false],
    ['', false],
  ])('%s: %s', (domain, free) => {
    expect(isFreeMail(domain, list)).toBe(free)
    expect(isFreeMail(domain, new Set(list))).toBe(free)
  })
})
