import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseProvince, PROVINCES } from '../../src/refine/province.ts'
import { SOUTH_AFRICA } from '../../src/types/regions/south-africa.ts'

const outcome = (raw: string | null, country = 'ZA') => {
  const { value, issues } = normaliseProvince(raw, { country })
  return [value, ...issues.map((issue) => issue.code)]
}

describe('a province', () => {
  test.each([
    ['Unknown'],
    ['n/a'],
    ['Atlantis Prime'],
    ['Gauteng / Western Cape'],
    ['Durban / Cape Town'],
    ['Middelburg'],
    ['Virginia'],
    ['Province'],
    ['South Africa'],
    ['__proto__'],
    ['constructor'],
    ['x'.repeat(500)],
  ])('%s is refused rather than guessed', (raw) => {
    expect(outcome(raw)).toEqual([null, 'unknown_province'])
  })

  test.each([
    ['kwazulu-natal', 'KwaZulu-Natal'],
    ['Kwa-Zulu Natal', 'KwaZulu-Natal'],
    ['KWAZULU NATAL', 'KwaZulu-Natal'],
    ['KZN', 'KwaZulu-Natal'],
    ['gpretoria', 'Gauteng'],
    ['GP', 'Gauteng'],
    ['gauteng province', 'Gauteng'],
    ['wcape', 'Western Cape'],
    ['WC', 'Western Cape'],
    ['W. Cape', 'Western Cape'],
    ['EC', 'Eastern Cape'],
    ['NC', 'Northern Cape'],
    ['NW', 'North West'],
    ['North-West', 'North West'],
    ['FS', 'Free State'],
    ['LP', 'Limpopo'],
    ['MP', 'Mpumalanga'],
    ['Ｌimpopo ', 'Limpopo'],
    ['Lanseria, Gauteng', 'Gauteng'],
    ['Eastern Cape (Port Elizabeth)', 'Eastern Cape'],
    ['Sandton - GP', 'Gauteng'],
    ['Durban / Gauteng', 'Gauteng'],
  ])('%s is %s', (raw, province) => {
    expect(outcome(raw)).toEqual([province])
  })

  test.each([
    ['Johannesburg', 'Gauteng'],
    ['Lanseria', 'Gauteng'],
    ['lanseria international airport', 'Gauteng'],
    ['O.R. Tambo', 'Gauteng'],
    ['Cape Town', 'Western Cape'],
    ["King William's Town", 'Eastern Cape'],
    ['Virginia Airport, Durban', 'KwaZulu-Natal'],
    ['Graaff-Reinet', 'Eastern Cape'],
  ])('%s is a town in %s', (raw, province) => {
    expect(outcome(raw)).toEqual([province, 'town_as_province'])
  })

  test('every listed town leads to exactly one province', () => {
    const seen = new Map<string, string>()
    for (const { name: province, towns = [] } of SOUTH_AFRICA) {
      expect(PROVINCES).toContain(province)
      for (const town of towns) {
        expect(seen.get(town), town).toBeUndefined()
        seen.set(town, province)
        expect(outcome(town)).toEqual([province, 'town_as_province'])
      }
    }
    expect(seen.size).toBeGreaterThan(150)
  })

  test('under another country only full names count', () => {
    for (const raw of ['NC', 'MP', 'Newcastle', 'George'])
      expect(outcome(raw, 'us')).toEqual([null, 'unknown_province'])
    expect(outcome('gauteng', 'BW')).toEqual(['Gauteng'])
    expect(outcome('NC', 'za')).toEqual(['Northern Cape'])
  })

  test('a blank cell has no value and no issue', () => {
    for (const raw of [null, '', ' ']) expect(outcome(raw)).toEqual([null])
  })

  test('any text gives one of the nine, which stays itself, or none', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('ZA', 'US', ''), (raw, country) => {
        const { value } = normaliseProvince(raw, { country })
        if (value === null) return
        expect(PROVINCES).toContain(value)
        expect(outcome(value, country)).toEqual([value])
      }),
    )
    for (const province of PROVINCES) expect(outcome(province, 'US')).toEqual([province])
  })
})
