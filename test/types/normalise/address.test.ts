import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseAddress } from '../../../src/types/normalise/address.ts'

const outcome = (raw: string | null) => {
  const { value, issues } = normaliseAddress(raw, { country: 'ZA' })
  return [value, ...issues.map((issue) => issue.code)]
}

describe('an address', () => {
  test.each([['n/a'], ['-'], [',,,'], ['?'], ['tbc'], ['Unknown'], ['no address'], ['same as above'], ['123'], ['0']])(
    '%s is refused',
    (raw) => {
      expect(outcome(raw)).toEqual([null, 'invalid_address'])
    },
  )

  test.each([
    ['2 Dr Smith Dr', '2 Dr Smith Drive'],
    ['St Johns Rd, X', 'St Johns Road, X'],
    ['St. Johns St., X', 'St. Johns Street, X'],
    ['12 St', '12 St'],
    ['St', 'St'],
    ['Dr', 'Dr'],
    ['5th Ave', '5th Avenue'],
    ['Main Rd Cnr, Town', 'Main Rd Corner, Town'],
    ['1 Oak Ln, 2 Elm Cres, 3 Ash Blvd', '1 Oak Lane, 2 Elm Crescent, 3 Ash Boulevard'],
    ['MAIN RD, TOWN', 'MAIN ROAD, TOWN'],
    ['1 Bird St Town', '1 Bird St Town'],
    ['12  Main   Street,, Town ,', '12 Main Street, Town'],
    [' ,12 Main Street ,Town', '12 Main Street, Town'],
    ['Hangar 3\nMain Rd\r\nTown', 'Hangar 3, Main Road, Town'],
    ['Straße 1, Zürich', 'Straße 1, Zürich'],
  ])('%j is %j', (raw, value) => {
    expect(outcome(raw)).toEqual([value])
  })

  test('a blank cell has no value and no issue', () => {
    for (const raw of [null, '', ' \n ']) expect(outcome(raw)).toEqual([null])
  })

  test('any text gives an address that normalises to itself, or none', () => {
    const words = fc.array(
      fc.constantFrom('St', 'Rd.', 'Dr', 'Smith', '12', ',', ' ', '\n', '.', 'Ave', 'AVE', '\ud800'),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          words.map((list) => list.join(' ')),
        ),
        (raw) => {
          const { value } = normaliseAddress(raw, { country: 'ZA' })
          if (value !== null) expect(outcome(value)).toEqual([value])
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
