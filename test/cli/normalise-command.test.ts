import { describe, expect, test } from 'vitest'
import { NORMALISER_KINDS } from '../../src/refine/index.ts'
import { hotpass } from './fake-io.ts'

const kinds =
  'organization-name person-name role email phone website address province date status priority identifier'.split(' ')

describe('hotpass normalise', () => {
  test('knows the kinds its help names', async () => {
    expect([...NORMALISER_KINDS].toSorted()).toEqual(kinds.toSorted())
    const help = (await hotpass(['normalise', '--help'])).out
    for (const kind of kinds) expect(help).toContain(kind)
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

  test.each([
    [['normalise', 'fone'], 'phone'],
    [['normalise', 'constructor'], 'no kind of value'],
    [['normalise', 'phone', '--country', 'Namibia'], 'two letters'],
  ])('%j is a mistake to correct', async (args, words) => {
    const { exit, err, out } = await hotpass(args, { input: 'x\n' })
    expect(exit).toBe(2)
    expect(err).toContain(words)
    expect(out).toBe('')
  })
})
