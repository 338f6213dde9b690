import { expect, test } from 'vitest'
import { typeOf } from '../types/support/read-type.ts'

test.each([
  ...['2025-03-31Z', '2025-03-31+02:00', 'Mon 31/03/2025', '31/03/2025 10h30', 'Mon Mar 31 2025 10:00:00 GMT+0200'],
  ...['2025-03-31 00:00:00+02', '2025-03-31 00:00:00 Africa/Johannesburg', '20250331T103000Z', '31.03.2025 10.30 Uhr'],
  ...[
    '31/03/2025 à 10h30',
    '31.3.2025 klo 10.30',
    '31 marca 2025',
    '31 Mart 2025',
    '31 марта 2025 г.',
    '31. března 2025',
  ],
  ...['2025年3月31日', '2025년 3월 31일', '2025. 3. 31.', 'Pzt 31.03.2025', 'пн 31.03.2025', 'the 31st of March 2025'],
])('%j is the last of March', (text) => expect(typeOf('date').value(text, 'ZA', { order: 'dmy' })).toBe('2025-03-31'))

test('of Saturday, the first of March, as JavaScript writes it', () => {
  const text = 'Sat Mar 01 2025 00:00:00 GMT+0200 (South Africa Standard Time)'
  expect(typeOf('date').value(text, 'ZA')).toBe('2025-03-01')
})

test.each([
  ...[
    '31/02/2025',
    '0000-00-00',
    '31/03/2025 - 02/04/2025',
    'approx 31/03/2025',
    '31/03/2025 25.30 Uhr',
    '31 marlin 2025',
  ],
  ...['2025年13月1日', '2025-03', 'maja', '31 маркет 2025 x'],
])('%j is no day', (text) => expect(typeOf('date').value(text, 'ZA', { order: 'dmy' })).toBeNull())

test.each([
  ['="00123"', '00123'],
  ["'00123", '00123'],
  ['=00123', '00123'],
  ['="00123"&""', '00123'],
  ['=T("00123")', '00123'],
  ['=“00123”', '00123'],
  ['‘00123', '00123'],
  ['００１２３', '00123'],
  ['=A1', '=A1'],
  ['="A"&"B"', '="A"&"B"'],
  ["'t Hart", "'t Hart"],
  ['1,234', '1,234'],
])('%j is the code %j', (text, code) => expect(typeOf('identifier').value(text, 'ZA')).toBe(code))
