import { describe, expect, test } from 'vitest'
import { types } from '../../src/types/registry.ts'
import { hotpass } from './fake-io.ts'

const kinds = [...types.keys()]

describe('hotpass normalise', () => {
  test('says in its help where the types are listed', async () => {
    expect((await hotpass(['normalise', '--help'])).out).toContain('hotpass types')
  })

  test.each(kinds)('%s: a line in, a JSON object out, whatever the line holds', async (kind) => {
    const input = 'Thandi\r\n\n\u001b[2J\u202e\u0085\u0000\nlast line without its end'
    const { exit, out } = await hotpass(['normalise', kind], { input })
    expect(exit).toBe(0)
    const lines = out.trimEnd().split('\n')
    expect(lines).toHaveLength(4)
    expect(lines.map((line) => JSON.parse(line).input)).toEqual([
      'Thandi',
      '',
      '\u001b[2J\u202e\u0085\u0000',
      'last line without its end',
    ])
    for (const line of lines) {
      expect(JSON.parse(line)).toHaveProperty('value')
      expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
    }
  })

  test('--json prints one document, also for no input', async () => {
    const some = await hotpass(['normalise', 'email', '--json'], { input: 'Thandi@Example.ORG\nno address\n' })
    expect(some.json()).toMatchObject([{ input: 'Thandi@Example.ORG' }, { input: 'no address', value: null }])
    expect((await hotpass(['normalise', 'email', '--json'])).json()).toEqual([])
  })

  test('a cell of several values has a list of them, and every issue', async () => {
    const { out } = await hotpass(['normalise', 'phone'], {
      input: '082 555 0101 / +44 20 7946 0958\n082 555 0101; n\n',
    })
    const [both, one] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(both).toMatchObject({ value: ['+27825550101', '+442079460958'], issues: [] })
    expect(one).toMatchObject({ value: ['+27825550101', null], issues: [{ code: 'invalid_phone' }] })
  })

  test('a type is told by options how to read', async () => {
    const vat = ['normalise', 'identifier', '--option', 'scheme=vat', '--country', 'de', '--json']
    expect((await hotpass(vat, { input: '136 695 976\n136 695 975\n' })).json()).toMatchObject([
      { value: 'DE136695976', issues: [] },
      { value: null, issues: [{ code: 'invalid_vat' }] },
    ])
    const width = ['normalise', 'identifier', '--option', 'width=6', '--option', 'case=upper', '--json']
    expect((await hotpass(width, { input: '123\nab1\n' })).json()).toMatchObject([
      { value: '000123' },
      { value: 'AB1' },
    ])
  })

  test.each([
    [['normalise', 'identifier', '--option', 'scheme=vatt'], 'scheme'],
    [['normalise', 'identifier', '--option', 'scheme'], 'key=value'],
    [['normalise', 'identifier', '--option', '__proto__=1'], 'identifier'],
    [['normalise', 'email', '--option', 'width=6'], 'width'],
    [['normalise', 'category', '--option', 'vocabulary=kinds'], 'no domain is read'],
    [['normalise', 'fone'], 'phone'],
    [['normalise', 'constructor'], 'no type of value'],
    [['normalise', 'phone', '--country', 'Namibia'], 'two letters'],
  ])('%j is a mistake to correct', async (args, words) => {
    const { exit, err, out } = await hotpass(args, { input: 'x\n' })
    expect(exit).toBe(2)
    expect(err).toContain(words)
    expect(out).toBe('')
  })
})
