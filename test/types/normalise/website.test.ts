import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseWebsite } from '../../../src/types/normalise/website.ts'

const outcome = (raw: string | null) => {
  const { value, issues } = normaliseWebsite(raw, { country: 'ZA' })
  return [value, ...issues.map((issue) => issue.code)]
}

describe('a website', () => {
  test.each([
    ['n/a'],
    ['none'],
    ['-'],
    ['http://'],
    ['https://www.'],
    ['192.168.1.1'],
    ['http://10.0.0.1/admin'],
    ['http://[::1]/'],
    ['http://2130706433/'],
    ['localhost'],
    ['com'],
    ['co.za'],
    ['x.123'],
    ['1.2'],
    ['javascript:alert(1)'],
    ['ftp://x.example'],
    ['file:///etc/passwd'],
    ['www.x.example/a b'],
    ['https://xn--.example'],
    ['https://x.example:99999'],
    ['https://x.example:abc'],
    ['x_y z'],
    ['a'.repeat(3_000)],
  ])('%s is refused', (raw) => {
    expect(outcome(raw)).toEqual([null, 'invalid_website'])
  })

  test.each([
    ['info@example.com'],
    ['mailto:info@example.com'],
    ['https://info@example.com'],
    ['https://u:p@x.example/a'],
  ])('%s is an e-mail address', (raw) => {
    expect(outcome(raw)).toEqual([null, 'email_not_website'])
  })

  test('two addresses in a cell are several values', () => {
    expect(outcome('a.example, www.b.example/x')).toEqual([null, 'several_values'])
    expect(outcome('https://a.example https://b.example')).toEqual([null, 'several_values'])
  })

  test.each([
    ['HTTPS://WWW.EXAMPLE.COM/A/B/?q=1#f', 'https://example.com/A/B?q=1'],
    ['http://www.x.example/', 'https://x.example'],
    ['x.example', 'https://x.example'],
    ['//example.com', 'https://example.com'],
    ['example.co.za.', 'https://example.co.za'],
    ['http:\\\\www.x.example\\', 'https://x.example'],
    ['http://https://x.example', 'https://x.example'],
    ['htpp:/x.example', 'https://x.example'],
    ['http;//x.example', 'https://x.example'],
    ['www.www.x.example', 'https://x.example'],
    ['www.example', 'https://www.example'],
    ['x.example:443/a', 'https://x.example/a'],
    ['x.example:8080', 'https://x.example:8080'],
    ['(x.example/a).', 'https://x.example/a'],
    ['x.example/a_(b)', 'https://x.example/a_(b)'],
    ['https://x.example/@me', 'https://x.example/@me'],
    ['https://www.münchen.example/Straße', 'https://xn--mnchen-3ya.example/Straße'],
    ['ｘ.example', 'https://x.example'],
  ])('%s is %s', (raw, value) => {
    expect(outcome(raw)).toEqual([value])
  })

  test('a blank cell has no value and no issue', () => {
    for (const raw of [null, '', ' \t']) expect(outcome(raw)).toEqual([null])
  })

  test('any text gives a URL that normalises to itself, or none', () => {
    const near = fc.string({ unit: fc.constantFrom(...'aB1./:?#@ <>,()\'"-_%\\w\ud800é'), maxLength: 30 })
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      near,
    )
    fc.assert(
      fc.property(texts, fc.constantFrom('', 'x.example/', 'http://www.x.example/'), (tail, head) => {
        const { value } = normaliseWebsite(head + tail, { country: 'ZA' })
        if (value === null) return
        expect(new URL(value).protocol).toBe('https:')
        expect(outcome(value)).toEqual([value])
      }),
      { numRuns: 3_000 },
    )
  })
})
