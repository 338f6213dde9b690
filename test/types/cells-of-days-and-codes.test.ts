import { describe, expect, test } from 'vitest'
import { normaliseIdentifier } from '../../src/types/normalise/identifier.ts'
import { typeOf } from './support/read-type.ts'

const date = typeOf('date')
const identifier = typeOf('identifier')

describe('a day', () => {
  test.each([
    ['2025-03-31Z', '2025-03-31'],
    ['2025-03-31+02:00', '2025-03-31'],
    ['2025-03-31T10:30:00.000+02:00', '2025-03-31'],
    ['2025-03-31T10:30:00+02:00[Africa/Johannesburg]', '2025-03-31'],
    ['Sat Mar 01 2025 00:00:00 GMT+0200 (South Africa Standard Time)', '2025-03-01'],
    ['Sat, 01 Mar 2025 10:00:00 GMT', '2025-03-01'],
    ['Mon 31/03/2025', '2025-03-31'],
    ['Monday, 31/03/2025', '2025-03-31'],
    ['Ma 31/03/2025', '2025-03-31'],
    ['Montag, 31.03.2025', '2025-03-31'],
    ['31/03/2025 10h30', '2025-03-31'],
    ['31/03/2025 at 10:30', '2025-03-31'],
    ['31/03/2025 9am', '2025-03-31'],
    ['31 March 2025, 10:30', '2025-03-31'],
    ['٣١/٠٣/٢٠٢٥', '2025-03-31'],
  ])('%j is %j', (text, day) => expect(date.value(text, 'ZA', { order: 'dmy' })).toBe(day))

  test.each(['10h30', 'Monday', 'Mon', '2025-03-31X', '2025-03-31+', '31/03/2025 25h00', 'Mar', 'Sunrise 31/03/2025'])(
    '%j is none',
    (text) => expect(date.value(text, 'ZA', { order: 'dmy' })).toBeNull(),
  )
})

describe('a code', () => {
  test.each([
    ['="00123"', '00123'],
    ["'00123", '00123'],
    ['’00123', '00123'],
    ['= "00123"', '00123'],
    ['="AB-12"', 'AB-12'],
    ['00123', '00123'],
    ['00123.0', '00123'],
    ["'t Hart", "'t Hart"],
    ['"AB"', '"AB"'],
    ['A=B', 'A=B'],
    ['0', '0'],
  ])('%j is %j, as a value and as a key', (text, code) => {
    expect(identifier.value(text)).toBe(code)
    expect(normaliseIdentifier(text).value).toBe(code)
  })

  test('of an empty formula is none', () => {
    expect(identifier.value('=""')).toBeNull()
    expect(normaliseIdentifier('=""').value).toBeNull()
  })
})
