import { describe, expect, test } from 'vitest'
import { types } from '../../src/types/registry.ts'
import { WORDS_FOR_NOTHING } from '../../src/types/text/words-for-nothing.ts'
import { typeOf } from './support/read-type.ts'

const words = Object.values(WORDS_FOR_NOTHING)
  .flatMap((list) => list.split(', '))
  .concat('Unknown', 'UNKNOWN', 'n/a', 'N.A.', 'NULL', 'None', 'not available', 'tbc', '-', '?', '#N/A', 'Nan')

/** In the languages that have one word for none and for no, which a flag may be. */
const SAYS_NO = new Set([
  'нет',
  'yok',
  'nie',
  'ei ole',
  'אין',
  '无',
  '無',
  '没有',
  'hakuna',
  '없음',
  'なし',
  'لا',
  'ingen',
])

describe.each([...types.values()])('$title', (type) => {
  test('has no value in a word for nothing, in any language', () => {
    for (const country of ['ZA', 'DE', '']) {
      const { split, normalise } = type.reader(type.options.parse({}), { country })
      for (const word of type.id === 'flag' ? words.filter((one) => !SAYS_NO.has(one)) : words)
        for (const text of [word, word.toUpperCase(), ` ${word} `])
          for (const part of split(text)) expect([word, normalise(part).value]).toEqual([word, null])
    }
  })
})

describe('nobody', () => {
  test.each([
    ...['vago', 'Não divulgado', 'a designar', 'não tem', 'sin asignar', 'no publicado', 'poste à pourvoir'],
    ...[
      'nicht öffentlich',
      'wird noch benannt',
      'non divulgato',
      'vacature',
      'nie beskikbaar nie',
      'wakat',
      'atanmadı',
    ],
  ])('is %s', (text) => expect(typeOf('person_name').value(text, 'PT')).toBeNull())
})

describe('what only looks like a word for nothing', () => {
  test.each([
    ['country', 'NA', 'NA'],
    ['country', 'Namibia', 'NA'],
    ['country', 'No', 'NO'],
    ['text', 'Unknown to us until Monday', 'Unknown to us until Monday'],
    ['text', 'Nadine', 'Nadine'],
    ['organization_name', 'Unknown Pleasures Records', 'Unknown Pleasures Records'],
    ['organization_name', 'Vacant Lots Ltd', 'Vacant Lots Ltd'],
    ['organization_name', 'Test Valley Council', 'Test Valley Council'],
    ['organization_name', 'Nil Satis Trading', 'Nil Satis Trading'],
    ['organization_name', 'Vaga-Lume Dentária Lda', 'Vaga-Lume Dentária Lda'],
    ['person_name', 'Nadia None', 'Nadia None'],
    ['person_name', 'Paolo Vago', 'Paolo Vago'],
    ['person_name', 'Marta Vaga Pires', 'Marta Vaga Pires'],
    ['category', 'None of the above', 'None of the above'],
    ['category', 'Private', 'Private'],
    ['identifier', '0', '0'],
    ['identifier', 'NA-17', 'NA-17'],
    ['role', 'Test Pilot', 'Test Pilot'],
  ])('%s %j stays', (type, text, value) => expect(typeOf(type).value(text, 'ZA')).toBe(value))
})
