import { describe, expect, test } from 'vitest'
import { typeOf } from './support/read-type.ts'

const email = typeOf('email')
const website = typeOf('website')

describe('an e-mail address', () => {
  test.each([
    ['jürgen@example.com', 'jürgen@example.com'],
    ['JÜRGEN@Example.com', 'jürgen@example.com'],
    ['δοκιμή@παράδειγμα.gr', 'δοκιμή@xn--hxajbheg2az3al.gr'],
    ['用户@example.com', '用户@example.com'],
    ['d’arcy@example.co.za', "d'arcy@example.co.za"],
    ["o'brien@example.com", "o'brien@example.com"],
    ['thabo@example.co.za (work)', 'thabo@example.co.za'],
    ['(work) thabo@example.co.za', 'thabo@example.co.za'],
    ['thabo(office)@example.co.za', 'thabo@example.co.za'],
    ['E: thabo@example.co.za', 'thabo@example.co.za'],
    ['E-mail: thabo@example.co.za', 'thabo@example.co.za'],
    ['work: thabo@example.co.za', 'thabo@example.co.za'],
    ['Thabo - thabo@example.co.za', 'thabo@example.co.za'],
    ['thabo@example.co.za - mornings only', 'thabo@example.co.za'],
    ['thabo (at) example (dot) co.za', 'thabo@example.co.za'],
    ['thabo[at]example.co.za', 'thabo@example.co.za'],
  ])('%j is %j', (text, address) => expect(email.value(text)).toBe(address))

  test.each([
    ['"foo bar"@example.com', 'quoted_email'],
    ['thabo@', 'invalid_email'],
    ['thabo at example.com', 'invalid_email'],
    ['@thabo', 'invalid_email'],
    ['tha bo@example.com', 'invalid_email'],
    ['thabo@example.com b', 'invalid_email'],
    ['thabo@example', 'invalid_email'],
    ['thabo..n@example.com', 'invalid_email'],
  ])('%j is none: %s', (text, code) => expect([email.value(text), email.codes(text)]).toEqual([null, [code]]))

  test.each(['e@example.com', 'e.mail@example.com', 'work+home@example.com', "'; drop@example.com"])(
    '%j keeps its name',
    (text) => expect(email.value(text)).toBe(text.replace("'; ", '')),
  )

  test('its form is all that is said of it', () => {
    expect(email.type.verify?.('thabo@example.com').status).toBe('unknown')
    expect(typeOf('phone').type.verify?.('+27825550101').status).toBe('valid_format')
  })
})

describe('an address of the web', () => {
  test.each([
    ['https://www.facebook.com/profile.php?id=100012', 'https://facebook.com/profile.php?id=100012'],
    ['HTTP://Example.com/Shop?Item=7&Lang=EN', 'https://example.com/Shop?Item=7&Lang=EN'],
    ['example.com/a/b/?q=1', 'https://example.com/a/b?q=1'],
    ['www.example.com?x=1', 'https://example.com?x=1'],
    ['example.com/fleet#planes', 'https://example.com/fleet'],
    ['example.com/a?next=/b/c', 'https://example.com/a?next=/b/c'],
    ['example.com/?', 'https://example.com'],
    ['(see example.com/a?b=c).', null],
    ['example.com/a?b=c).', 'https://example.com/a?b=c'],
  ])('%j is %j', (text, address) => expect(website.value(text)).toBe(address))
})
