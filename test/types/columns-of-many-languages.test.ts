import { describe, expect, test } from 'vitest'
import { types } from '../../src/types/registry.ts'

/** The likeliest type of a column, and how sure each is. */
function likeliest(label: string, sample: readonly string[], country: string): string {
  const ranked = [...types.values()]
    .map(({ id, recognise }) => ({ id, sure: recognise({ label, sample, country }) }))
    .sort((a, b) => b.sure - a.sure)
  return ranked[0]?.id ?? ''
}
const sureOf = (id: string, label: string, sample: readonly string[], country = 'DE') =>
  types.get(id)?.recognise({ label, sample, country }) ?? 0

describe('labels in the languages of their files', () => {
  test.each([
    ['C.P.', ['28001', '08001'], 'ES'],
    ['CP', ['75011', '01000'], 'FR'],
    ['CEP', ['01310-100', '20040-002'], 'BR'],
    ['PLZ', ['80331', '01067'], 'DE'],
    ['郵便番号', ['203-7521', '100-0005'], 'JP'],
    ['Postnummer', ['0150', '1234'], 'NO'],
    ['kod pocztowy', ['00-950', '31-042'], 'PL'],
  ])('%s is a postcode, and its zeros in front stay', (label, sample, country) => {
    expect(likeliest(label, sample, country)).toBe('postcode')
    const { normalise } = types.get('postcode')?.reader({}, { country }) ?? { normalise: () => ({ value: null }) }
    for (const cell of sample) expect(String(normalise(cell).value)).toBe(cell)
  })

  test.each([
    ['都道府県', ['Tokyo', 'Osaka'], 'JP'],
    ['Provincia', ['Sevilla', 'Madrid'], 'ES'],
    ['UF', ['SP', 'RJ'], 'BR'],
    ['Bundesland', ['Bayern', 'Hessen'], 'DE'],
  ])('%s is a region', (label, sample, country) => expect(likeliest(label, sample, country)).toBe('region'))

  test.each([
    ['住所', '千代田区丸の内1-2-3'],
    ['番地', '北区梅田3-1'],
  ])('%s is an address', (label, cell) => expect(likeliest(label, [cell], 'JP')).toBe('address'))

  test.each([
    ['生年月日', '1979/11/11', 'JP'],
    ['Geburtsdatum', '03.04.1979', 'DE'],
    ['Fecha de nacimiento', '03/04/1979', 'ES'],
    ['Data de nascimento', '03/04/1979', 'BR'],
    ['geboortedatum', '03-04-1979', 'NL'],
  ])('%s is a date of birth, which is personal', (label, cell, country) => {
    expect(likeliest(label, [cell, cell.replace('79', '85')], country)).toBe('date_of_birth')
  })

  test.each([
    ['フリガナ', 'タカハシ タロウ'],
    ['氏名', '高橋 太郎'],
    ['الاسم', 'محمد علي'],
  ])('%s is the name of a person, which is personal', (label, cell) => {
    expect(likeliest(label, [cell], 'JP')).toBe('person_name')
    expect(types.get('person_name')?.pii({})).toBe('personal')
  })

  test.each([
    ['Alquiler mensual', ['1.342,84 €', '450,00 €'], 'ES'],
    ['Renta', ['1.342,84', '450,00'], 'ES'],
    ['Miete', ['1.342,84 €', '450,00 €'], 'DE'],
    ['Preço R$', ['3.244,64', '18,90'], 'BR'],
    ['Preço (R$)', ['R$ 3.244,64', 'R$ 18,90'], 'BR'],
    ['Loyer', ['1 342,84 €', '450,00 €'], 'FR'],
  ])('%s is money', (label, sample, country) => expect(likeliest(label, sample, country)).toBe('money'))
})

describe('cells that have digits and few words', () => {
  test.each([['36 jours'], ['30 days net'], ['2 Stück'], ['12 kg'], ['14 Tage'], ['3-5 weeks']])(
    '%s is no address and no organization',
    (cell) => {
      expect(sureOf('address', '', [cell, cell])).toBeLessThan(0.2)
      expect(sureOf('organization_name', '', [cell, cell])).toBeLessThan(0.1)
    },
  )
  test.each([['12 Day Street'], ['36 rue Victor Hugo'], ['30 Main Road'], ['2 Stückgasse']])(
    '%s is an address all the same',
    (cell) => expect(sureOf('address', '', [cell, cell])).toBeGreaterThan(0.5),
  )
  test.each([['R$ 12,50'], ['1.342,84 €'], ['EUR 1.200'], ['12 January 2024'], ['3 Mar 2021'], ['1234567']])(
    '%s names no organization, even under a label that says so',
    (cell) => expect(sureOf('organization_name', 'Company', [cell, cell])).toBeLessThan(0.3),
  )
  test.each([['3M Deutschland GmbH'], ['24 Hour Fitness'], ['Studio 54'], ['7 Days Bakery Ltd']])(
    '%s names one',
    (cell) => expect(sureOf('organization_name', 'Company', [cell, cell])).toBeGreaterThan(0.8),
  )
})
