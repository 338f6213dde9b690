import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findPersonalData, type PersonalDataKind, replaceSpans } from '../../src/contracts/personal-data.ts'

const found = (text: string) => findPersonalData(text).map(({ kind, start, end }) => [kind, text.slice(start, end)])

describe('personal data in a text', () => {
  test.each<[string, PersonalDataKind | undefined]>([
    // A telephone number begins with +, a trunk 0, or 27 and nine digits; it has 9 to 15 digits.
    ['082123456', 'phone'],
    ['08212345', undefined],
    ['+27821234', undefined],
    ['+278212345', 'phone'],
    ['27821234567', 'phone'],
    ['2782123456', undefined],
    ['278212345678', undefined],
    ['28821234567', undefined],
    ['002712345678901', 'phone'],
    ['0027123456789012', undefined],
    ['821234567', undefined],
    ['082-123-4567', 'phone'],
    ['(082) 123 4567', 'phone'],
    ['082   1234567', undefined],
    // As word processors and spreadsheets write it, next to a label, in the name of a file.
    ['082\u00a0123\u00a04567', 'phone'],
    ['082\u2013123\u20134567', 'phone'],
    ['082\u2011123\u20114567', 'phone'],
    ['tel0821234567', 'phone'],
    ['call_0821234567_x', 'phone'],
    ['f0821234567', undefined],
    ['0821234567f', undefined],
    // A South African identity number: a month, a day, 0 to 2 in the eleventh place, and a checksum.
    ['8001015009087', 'id_number'],
    ['8012315009081', 'id_number'],
    ['8001015009285', 'id_number'],
    ['8000015009089', undefined],
    ['8013015009082', undefined],
    ['8001005009089', undefined],
    ['8001325009082', undefined],
    ['8001015009088', undefined],
    ['8001015009384', undefined],
    // A card number: 13 to 19 digits that begin with 2 to 6, and a checksum.
    ['4111111111111111', 'card_number'],
    ['4111-1111-1111-1111', 'card_number'],
    ['4111111111111112', undefined],
    ['2223003122003222', 'card_number'],
    ['6011111111111117', 'card_number'],
    ['1111111111111117', undefined],
    ['7111111111111111', undefined],
    ['4222222222222', 'card_number'],
    ['4444444444444444442', 'card_number'],
    ['44444444444444444444', undefined],
    ['411111111117', undefined],
    ['7123456789018', undefined],
    // No number of anybody's.
    ['2025-01-31', undefined],
    ['0125-01-31', undefined],
    ['0125-01-3122', undefined],
    ['on 082-0125-01-31', 'phone'],
    ['1234567', undefined],
  ])('%s is %s', (text, kind) => {
    const expected = kind === undefined ? [] : [kind]
    expect(findPersonalData(`see ${text}!`).map((span) => span.kind)).toEqual(expected)
  })

  test.each([
    ['ann@x.example', ['ann@x.example']],
    ['(ann.lee+a@mail.x.example)', ['ann.lee+a@mail.x.example']],
    ['łukasz@żółw.example', ['łukasz@żółw.example']],
    ['ann@x', []],
    ['@x.example', []],
    ['ann@.example', []],
    ['ann@x.example, bob@y.example', ['ann@x.example', 'bob@y.example']],
  ])('the addresses of %j are %j', (text, addresses) => {
    expect(found(text)).toEqual(addresses.map((address) => ['email', address]))
  })

  test('is told in the order of the text, and digits of an address are none of their own', () => {
    expect(found('+27821234567 and ann@x.example')).toEqual([
      ['phone', '+27821234567'],
      ['email', 'ann@x.example'],
    ])
    expect(found('ann@x.example or 0821234567')).toEqual([
      ['email', 'ann@x.example'],
      ['phone', '0821234567'],
    ])
    expect(found('0821234567@x.example')).toEqual([['email', '0821234567@x.example']])
    expect(found('ann@x0821234567.example')).toEqual([['email', 'ann@x0821234567.example']])
  })

  test.each([
    ['0821234567/0831234567', ['0821234567', '0831234567']],
    ['0821234567 8001015009087', ['0821234567', '8001015009087']],
    ['082 123 4567 083 123 4567', ['082 123 4567', '083 123 4567']],
    ['120 0821234567 4111111111111111', ['0821234567', '4111111111111111']],
  ])('the numbers of %j, which have nothing else between them, are %j', (text, numbers) => {
    expect(found(text).map(([, number]) => number)).toEqual(numbers)
  })

  test('is all that is replaced, and the rest stays as it is', () => {
    const words = fc.constantFrom('ann@x.example', '0821234567', '8001015009087', 'Hangar 12', ', ', 'zum', ' ')
    fc.assert(
      fc.property(fc.array(words), (parts) => {
        const text = parts.join(' ')
        const spans = findPersonalData(text)
        expect(replaceSpans(text, spans, (value) => value)).toBe(text)
        const marked = replaceSpans(text, spans, (value, kind) => `<${kind}:${value}>`)
        expect(marked.replaceAll(/<\w+:([^>]*)>/g, '$1')).toBe(text)
        expect(findPersonalData(replaceSpans(text, spans, () => ''))).toEqual([])
      }),
    )
  })
})
