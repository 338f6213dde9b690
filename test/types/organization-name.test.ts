import { describe, expect, test } from 'vitest'
import { typeOf, vocabularyOf } from './support/read-type.ts'

const { value, codes, part, recognise } = typeOf('organization_name')
const key = (name: string, country = '') => part('key', name, { country })

test('a name keeps its spelling; what only stands for nobody is refused', () => {
  expect(value(' BLUE  sky (Pty) Ltd')).toBe('BLUE sky (Pty) Ltd')
  for (const text of ['GmbH', 'ООО', '株式会社', 'S.A.', 'unbekannt', 'Not publicly listed', 'n/a'])
    expect([text, value(text), ...codes(text)]).toEqual([text, null, 'unusable_name'])
})

describe('a legal form leaves the key alone', () => {
  test.each([
    [
      'Müller',
      [
        'Müller GmbH',
        'MUELLER'.replace('UE', 'U'),
        'Müller GmbH & Co. KG',
        'Müller e.V.',
        'Müller UG (haftungsbeschränkt)',
      ],
    ],
    ['Telefónica', ['Telefónica, S.A.', 'TELEFONICA S.A.', 'Telefónica S.L.U.']],
    ['Ferrero', ['Ferrero S.p.A.', 'Ferrero S.r.l.', 'Ferrero Srl']],
    ['Firma', ['Firma Sp. z o.o.', 'Firma S.A.', 'Firma s.r.o.', 'Firma d.o.o.', 'Firma Kft.']],
    ['Mærsk', ['Mærsk A/S', 'Mærsk ApS']],
    ['Nokia', ['Nokia Oyj', 'Nokia Oy', 'UAB Nokia', 'SIA Nokia']],
    ['Bimbo', ['Bimbo, S.A.B. de C.V.', 'Bimbo SA de CV', 'Bimbo Ltda.', 'Bimbo Lda', 'Bimbo S. de R.L. de C.V.']],
    ['Ромашка', ['ООО «Ромашка»', 'Ромашка ООО', 'ПАО Ромашка', 'Общество с ограниченной ответственностью "Ромашка"']],
    ['トヨタ', ['株式会社トヨタ', 'トヨタ株式会社', 'トヨタ（株）', 'トヨタ ㈱']],
    ['华为技术', ['华为技术有限公司', '华为技术股份有限公司']],
    ['삼성전자', ['삼성전자 주식회사', '주식회사 삼성전자', '(주)삼성전자', '삼성전자(주)']],
    ['Koç', ['Koç A.Ş.', 'KOÇ LTD. ŞTİ.', 'Koç Limited Şirketi']],
    ['שופרסל', ['שופרסל בע"מ', 'שופרסל בע״מ']],
    ['الأمل', ['شركة الأمل', 'شركة الأمل ذ.م.م']],
    [
      'Astra',
      ['Astra Tbk', 'Astra Sdn. Bhd.', 'Astra Pte. Ltd.', 'Astra Pty Ltd', 'Astra plc', 'Astra, Inc.', 'Astra L.L.C.'],
    ],
  ])('%s', (name, spellings) => {
    for (const spelling of spellings) expect([spelling, key(spelling)]).toEqual([spelling, key(name)])
  })

  test('a word that is a form in one country is a word in another', () => {
    expect(key('Comair SA', 'ZA')).not.toBe(key('Comair', 'ZA'))
    expect(key('Comair SA', 'ES')).toBe(key('Comair', 'ES'))
    expect(key('Serenity Spa', 'US')).not.toBe(key('Serenity', 'US'))
    expect(key('Skanska AB', 'SE')).toBe(key('Skanska', 'SE'))
    expect(key('Royal CC', 'GB')).not.toBe(key('Royal', 'GB'))
  })

  test('what says what an organization is stays', () => {
    expect(
      new Set(['Blue Sky', 'Blue Sky Trust', 'Blue Sky Academy', 'Stichting Blue Sky'].map((name) => key(name))).size,
    ).toBe(4)
  })
})

test('short forms are spelt out before names are compared; a trade adds its own', () => {
  expect(part('words', 'Natl Svcs Grp')).toBe('national services group')
  const vocabulary = vocabularyOf({ frt: 'freight', ctr: 'contract' })
  expect(part('words', 'Natl Frt Ctr', { country: '', vocabulary })).toBe('national freight contract')
  expect(part('words', 'Natl Frt Ctr')).toBe('national frt centre')
})

test('numbers, start and words stand apart', () => {
  expect(part('numbers', 'School 12 of Block 3')).toBe('12 3')
  expect(part('numbers', 'Blue Sky')).toBeNull()
  expect(part('start', 'Blue Sky Flight School')).toBe('blue sky')
  expect(part('word_list', 'Sky Blue Sky')).toEqual(['blue', 'sky'])
})

describe('a column', () => {
  const names = ['Blue Sky (Pty) Ltd', 'Karoo Wings CC', 'Frere Hospital', 'Acme Inc.']
  test.each([
    'Company',
    'Name of Organisation',
    'Firma',
    'Raison sociale',
    'Razón social',
    'Empresa',
    'Bedrijfsnaam',
    'Azienda',
  ])('called %j is recognised', (label) => expect(recognise(label, names)).toBeGreaterThan(0.8))
  test('of names with legal forms is recognised without a label', () => {
    expect(recognise('', names)).toBeGreaterThan(0.6)
    expect(recognise('', ['Anna Smith', 'Ben Okri', 'Carol Quinn'])).toBeLessThan(0.3)
  })
  test.each([
    ['Company type', ['Private', 'Public']],
    ['Company email', ['a@b.example', 'c@d.example']],
    ['Company number', ['2001/012345/07', '1999/012345/23']],
    ['uid', ['ec_frere_hospital_2013', 'ec_cecilia_hospital_2014']],
  ])('called %j of %j is none', (label, sample) => expect(recognise(label, sample, 'ZA')).toBeLessThan(0.3))
})
