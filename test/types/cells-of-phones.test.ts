import { describe, expect, test } from 'vitest'
import { typeOf } from './support/read-type.ts'

const { reader } = typeOf('phone')
/** What a cell says: each number, with its extension. */
const numbers = (cell: string, country = 'ZA', options = {}) => {
  const { split, normalise } = reader(country, options)
  return split(cell).map((part) => {
    const { value, beside } = normalise(part)
    return beside === undefined ? value : `${value} ext ${beside.extension}`
  })
}
const LANDLINE = '+27115550101'
const MOBILE = '+27825550101'

test.each([
  ['+27 11 555 0101 ext.', LANDLINE],
  ['011 555 0101 / ext 22', `${LANDLINE} ext 22`],
  ['011 555 0101 x22', `${LANDLINE} ext 22`],
  ['011 555 0101 extension: 22', `${LANDLINE} ext 22`],
  ['011 555 0101 #22', `${LANDLINE} ext 22`],
  ['011 555 0101 uitb. 022', `${LANDLINE} ext 022`],
  ['tel:+27115550101;ext=22', `${LANDLINE} ext 22`],
  ['+44 20 7946 0958 ext 12 or 13', '+442079460958 ext 12, 13'],
  ['+44 20 7946 0958 ext 12/13', '+442079460958 ext 12, 13'],
  ['+49 30 901820 Durchwahl 12', '+4930901820 ext 12'],
])('the extension of %j is kept apart: %j', (cell, number) => expect(numbers(cell)).toEqual([number]))

test.each([
  ['082 555 0101 Thabo', MOBILE],
  ['Thabo: 082 555 0101', MOBILE],
  ['+27 82 555 0101 WhatsApp only', MOBILE],
  ['(w) 011 555 0101', LANDLINE],
  ['011 555 0101 (Reception)', LANDLINE],
  ['Sel. 082 555 0101', MOBILE],
])('words around %j go', (cell, number) => expect(numbers(cell)).toEqual([number]))

test.each(['٠١١٥٥٥٠١٠١', '۰۱۱۵۵۵۰۱۰۱', '०११ ५५५ ०१०१', '০১১৫৫৫০১০১', '０１１ ５５５ ０１０１', '๐๑๑ ๕๕๕ ๐๑๐๑'])(
  'digits of another script are digits: %j',
  (cell) => expect(numbers(cell)).toEqual([LANDLINE]),
)

test.each([
  ['011 555 0101 (w) 082 555 0101 (c)', [LANDLINE, MOBILE]],
  ['011 555 0101 ext 22 / 082 555 0101', [`${LANDLINE} ext 22`, MOBILE]],
  ['011 555 0101 or 082 555 0101', [LANDLINE, MOBILE]],
])('%j holds two', (cell, each) => expect(numbers(cell)).toEqual(each))

test.each([
  'Unit 5 0825550101',
  'VAT 0825550101',
  'ID no 0825550101',
  'Fax: 011 555 0101',
  'call 555',
  '2023-01-01',
  '12345',
  '2 x 4',
  'ext 22',
])('%j is none', (cell) => expect(numbers(cell).filter((number) => number !== null)).toEqual([]))

describe('a number without its area code', () => {
  const local = { area_code: '011' }
  test.each([
    ['555 0101', [LANDLINE]],
    ['555-0101 ext 3', [`${LANDLINE} ext 3`]],
    ['082 555 0101', [MOBILE]],
    ['+44 20 7946 0958', ['+442079460958']],
    ['5550', [null]],
  ])('%j is read with that of its column', (cell, each) => expect(numbers(cell, 'ZA', local)).toEqual(each))

  test('is refused where none is said, and told where one is put in front', () => {
    expect(numbers('555 0101')).toEqual([null])
    expect(typeOf('phone').codes('555 0101', 'ZA', local)).toEqual(['area_code_added'])
  })
})
