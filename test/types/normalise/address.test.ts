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

  test.each([
    ['DE', 'Hauptstr. 12, 10115 Berlin', 'Hauptstraße 12, 10115 Berlin'],
    ['DE', 'Berliner Str. 5', 'Berliner Straße 5'],
    ['DE', 'Hauptstraße 12', 'Hauptstraße 12'],
    ['DE', 'St. Johann', 'St. Johann'],
    ['CH', 'Bahnhofstr. 1, 8001 Zürich', 'Bahnhofstrasse 1, 8001 Zürich'],
    ['FR', '12 av. Foch, 75016 Paris', '12 Avenue Foch, 75016 Paris'],
    ['FR', '3 bis bd Voltaire', '3 bis Boulevard Voltaire'],
    ['FR', '5 rue de la Paix', '5 rue de la Paix'],
    ['FR', 'St-Denis', 'St-Denis'],
    ['ES', 'C/ Mayor 5, Madrid', 'Calle Mayor 5, Madrid'],
    ['ES', 'Avda. de América 12', 'Avenida de América 12'],
    ['ES', 'Calle Mayor 5', 'Calle Mayor 5'],
    ['BR', 'R. Augusta, 1200', 'Rua Augusta, 1200'],
    ['BR', 'Av. Paulista, 1000', 'Avenida Paulista, 1000'],
    ['NL', 'Kerkstr. 1, Amsterdam', 'Kerkstraat 1, Amsterdam'],
    ['NL', 'Keizersgracht 1', 'Keizersgracht 1'],
    ['IT', 'V.le Europa 3, Roma', 'Viale Europa 3, Roma'],
    ['IT', 'P.zza Navona 1', 'Piazza Navona 1'],
    ['IT', 'Via Roma 1', 'Via Roma 1'],
  ])('in %s %j is %j', (country, raw, value) => {
    expect(normaliseAddress(raw, { country }).value).toBe(value)
    expect(normaliseAddress(value, { country }).value).toBe(value)
  })

  test('a blank cell has no value and no issue', () => {
    for (const raw of [null, '', ' \n ']) expect(outcome(raw)).toEqual([null])
  })

  test('any text gives an address that normalises to itself, or none', () => {
    const words = fc.array(
      fc.constantFrom(
        'St',
        'Rd.',
        'Dr',
        'Smith',
        '12',
        ',',
        ' ',
        '\n',
        '.',
        'Ave',
        'AVE',
        'av.',
        'str.',
        'R.',
        'C/',
        'P.zza',
        'bd',
        '\ud800',
      ),
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          words.map((list) => list.join(' ')),
        ),
        (raw) => {
          for (const country of ['ZA', 'DE', 'FR', 'ES', 'BR', 'NL', 'IT', 'CH', 'BE']) {
            const { value } = normaliseAddress(raw, { country })
            if (value !== null) expect(normaliseAddress(value, { country })).toEqual({ value, issues: [] })
          }
        },
      ),
      { numRuns: 2_000 },
    )
  })
})
