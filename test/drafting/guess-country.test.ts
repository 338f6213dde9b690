import { describe, expect, test } from 'vitest'
import { guessCountry } from '../../src/drafting/guess-country.ts'
import type { SampledColumn } from '../../src/drafting/sampled-table.ts'

const columns = (all: Readonly<Record<string, readonly string[]>>): SampledColumn[] =>
  Object.entries(all).map(([label, cells], index) => ({
    ...{ label, index, cells, sample: cells, filled: cells.length, distinct: new Set(cells).size },
  }))

describe('the country of files', () => {
  test.each([
    ['BR', { 'Preço (R$)': ['3.244,64', '18,90'] }],
    ['BR', { Valor: ['R$ 3.244,64', 'R$ 18,90'] }],
    ['BR', { Documento: ['529.982.247-25', '111.444.777-35'] }],
    ['GB', { 'Income (£)': ['12', '15'] }],
    ['ES', { NIF: ['12345678Z', 'B1234567J'] }],
    ['JP', { 郵便番号: ['203-7521'], フリガナ: ['タカハシ タロウ'], 都道府県: ['東京都'] }],
  ])('is %s by what only that country writes', (country, cells) => {
    const guess = guessCountry(columns(cells))
    expect(guess.country).toBe(country)
    expect(guess.confidence).toBeGreaterThanOrEqual(0.7)
  })

  test('is no more than a guess by the language of labels, which other countries speak too', () => {
    const guess = guessCountry(columns({ Vorname: ['Anna'], Nachname: ['Huber'], PLZ: ['1010'], Ort: ['Wien'] }))
    expect(guess).toMatchObject({ country: 'DE', because: ['labels such as "Vorname"'] })
    expect(guess.confidence).toBeLessThan(0.7)
  })

  test('is not told by the digits of goods, or by dollars alone', () => {
    expect(guessCountry(columns({ EAN: ['7899509195583', '7891000100103'] })).country).toBe('ZZ')
    expect(guessCountry(columns({ Price: ['$12', '$15'] })).confidence).toBeLessThan(0.7)
  })
})
