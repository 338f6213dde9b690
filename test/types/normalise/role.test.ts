import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roleReader } from '../../../src/types/normalise/role.ts'

const read = roleReader(['ceo', 'cfi'])

describe('roleReader', () => {
  test.each([
    ['n/a', 'unusable_role'],
    ['- tbc -', 'unusable_role'],
    ['?', 'unusable_role'],
    ['0821234567', 'unusable_role'],
    ['lerato@fly.example', 'not_a_role'],
  ])('%j is refused as %s', (raw, code) => {
    expect(read(raw)).toMatchObject({ value: null, issues: [{ code }] })
  })

  test.each([null, '', '\ufeff'])('%j is absent, without an issue', (raw) => {
    expect(read(raw)).toEqual({ value: null, issues: [] })
  })

  test.each([
    ['CHIEF FLYING INSTRUCTOR', 'Chief Flying Instructor'],
    ['head of training', 'Head of Training'],
    ['HEAD OF TRAINING / CFI', 'Head of Training / CFI'],
    ['ceo', 'CEO'],
    ['CFI', 'CFI'],
    ['cfi grade 2', 'CFI Grade 2'],
    ['Owner & CEO', 'Owner & CEO'],
    [' - Owner , ', 'Owner'],
    ['Owner\n(acting)', 'Owner (acting)'],
    ['Opérations', 'Opérations'],
    ['校長', '校長'],
  ])('%j is %j', (raw, value) => {
    expect(read(raw)).toEqual({ value, issues: [] })
  })

  test('a role is its own normal form', () => {
    const words = fc.constantFrom('CEO', 'head', 'OF', 'Training', 'ß', 'ẞTRASSE', '-', ',', '/', 'n/a', 'ŉ', '2')
    const text = fc.oneof(
      fc.array(words).map((all) => all.join(' ')),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
    )
    fc.assert(
      fc.property(text, (raw) => {
        const once = read(raw)
        if (once.value !== null) expect(read(once.value)).toEqual(once)
      }),
      { numRuns: 3_000 },
    )
  })
})
