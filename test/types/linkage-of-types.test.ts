import { describe, expect, test } from 'vitest'
import { parseLinkageSettings } from '../../src/resolve/settings/parse-linkage-settings.ts'
import type { ComparisonLevel } from '../../src/types/compare/comparison-level.ts'
import { types } from '../../src/types/registry.ts'
import { type AttributeColumns, KEEPS, type SemanticType } from '../../src/types/semantic-type.ts'

const VALUES = [
  'address',
  'coordinates',
  'country',
  'date',
  'date_of_birth',
  'money',
  'number',
  'postcode',
  'region',
] as const

const columnsOf = (id: string, isList: boolean): AttributeColumns => ({
  value: id,
  isList,
  part: (name) => `${id}_${name}`,
})

const level = ({ label, sql, isNull, m, u, termFrequency }: ComparisonLevel) => ({
  sql_condition: sql,
  label_for_charts: label,
  ...(isNull === true ? { is_null_level: true } : {}),
  ...(m === undefined ? {} : { m_probability: m }),
  ...(u === undefined ? {} : { u_probability: u }),
  ...(termFrequency === undefined ? {} : { tf_adjustment_column: termFrequency }),
})

const settingsOf = (type: SemanticType, isList: boolean) => {
  const columns = columnsOf(type.id, isList)
  const rules = type.block(columns).map(({ sql, explode }) => ({ blocking_rule: sql, arrays_to_explode: [...explode] }))
  return parseLinkageSettings({
    comparisons: [{ output_column_name: type.id, comparison_levels: (type.compare?.(columns) ?? []).map(level) }],
    blocking_rules_to_generate_predictions: rules.length > 0 ? rules : ['l.name = r.name'],
  })
}

const typeNamed = (id: string): SemanticType => {
  const type = types.get(id)
  if (type === undefined) throw new Error(`no type ${id}`)
  return type
}

describe.each(VALUES)('the linkage of %s', (id) => {
  const type = typeNamed(id)

  test.each([false, true])('is understood whole, for a list: %s', (isList) => {
    const { comparisons } = settingsOf(type, isList)
    // Conditions that are not understood would be evaluated by the engine, pair by pair.
    expect(comparisons[0]?.conditions).toBeDefined()
    const columns = new Set([type.id, ...type.parts.map(({ name }) => `${type.id}_${name}`)])
    for (const column of comparisons[0]?.columns ?? []) expect(columns).toContain(column)
  })

  test('starts from chances that add up to one', () => {
    for (const isList of [false, true]) {
      const levels = (type.compare?.(columnsOf(id, isList)) ?? []).filter(({ isNull }) => isNull !== true)
      const sum = (of: (one: ComparisonLevel) => number | undefined) =>
        levels.reduce((all, one) => all + (of(one) ?? 0), 0)
      expect(sum(({ m }) => m)).toBeCloseTo(1, 1)
      expect(sum(({ u }) => u)).toBeCloseTo(1, 1)
    }
  })

  test('keeps by default what it may keep, in words that a domain may say', () => {
    expect(type.keeps).toContain(type.keep)
    for (const keep of type.keeps) expect(KEEPS).toContain(keep)
  })

  test('its example is a value that its schema takes and its reader leaves as it is', () => {
    const options = type.options.parse({})
    const text = String(type.example)
    const { value, issues } = type.reader(options, { country: 'ZA', decimalComma: false }).normalise(text)
    expect([value, issues]).toEqual([type.example, []])
    expect(type.schema(options).safeParse(type.example).success).toBe(true)
  })
})

test('values that many share bring no two records together on their own', () => {
  for (const id of ['country', 'region', 'postcode', 'number', 'money', 'date'])
    expect(typeNamed(id).block(columnsOf(id, false)), id).toEqual([])
  for (const id of ['address', 'coordinates', 'date_of_birth'])
    expect(typeNamed(id).block(columnsOf(id, false)).length, id).toBeGreaterThan(0)
})
