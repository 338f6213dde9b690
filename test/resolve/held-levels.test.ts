import { describe, expect, test } from 'vitest'
import { parseLinkageSettings } from '../../src/resolve/index.ts'
import { link, type Row } from './support/link.ts'

const comparison = (name: string, ...between: readonly { readonly sql: string; readonly label: string }[]) => ({
  output_column_name: name,
  comparison_levels: [
    { sql_condition: `"${name}_l" IS NULL OR "${name}_r" IS NULL`, is_null_level: true },
    fixed(`"${name}_l" = "${name}_r"`, `same ${name}`, 0.9, 0.0001),
    ...between.map(({ sql, label }) => fixed(sql, label, 0.05, 0.001)),
    fixed('ELSE', `another ${name}`, 0.05, 0.9),
  ],
})
const fixed = (sql_condition: string, label_for_charts: string, m_probability: number, u_probability: number) => ({
  ...{ sql_condition, label_for_charts, m_probability, u_probability },
  ...{ fix_m_probability: true, fix_u_probability: true },
})

const settings = (hotpass: Readonly<Record<string, unknown>>) => ({
  unique_id_column_name: 'id',
  probability_two_random_records_match: 0.1,
  blocking_rules_to_generate_predictions: ['l.mail = r.mail', 'l.number = r.number'],
  comparisons: [
    comparison('called', {
      sql: 'jaro_winkler_similarity("called_l", "called_r") >= 0.9',
      label: 'called nearly the same',
    }),
    comparison('mail'),
    comparison('born'),
    comparison('number'),
  ],
  hotpass,
})
const HELD = { held_levels: { called: ['another called'] }, contradicting_columns: ['number'] }
const COLUMNS = ['id', 'called', 'mail', 'born', 'number']
const row = (id: string, called: string | null, number: string | null = null): Row => ({
  ...{ id, called, number },
  ...{ mail: 'office@one.example', born: '1980-02-03' },
})
const entities = async (rows: readonly Row[], hotpass: Readonly<Record<string, unknown>> = HELD) =>
  (await link(settings(hotpass), COLUMNS, rows)).entity

describe('a pair at a level that is held', () => {
  test('is no link, whatever else agrees; without the setting it is one', async () => {
    const rows = [row('1', 'quillon zephyrine'), row('2', 'tomas hillbrook')]
    expect(await entities(rows)).toEqual({ 1: '1', 2: '2' })
    expect(await entities(rows, {})).toEqual({ 1: '1', 2: '1' })
  })

  test('keeps its weight, so that a person sees what speaks for it', async () => {
    const rows = [row('1', 'quillon zephyrine'), row('2', 'tomas hillbrook')]
    const weights = async (hotpass: Readonly<Record<string, unknown>>) =>
      (await link(settings(hotpass), COLUMNS, rows)).pairs.map(({ match_weight }) => match_weight)
    expect(await weights(HELD)).toEqual(await weights({}))
  })

  test('holds no other level, and nobody without a value', async () => {
    const rows = [row('1', 'quillon zephyrine'), row('2', 'quillon zephyrin'), row('3', null)]
    expect(await entities(rows)).toEqual({ 1: '1', 2: '1', 3: '1' })
  })

  test('is a link where both have a value that only one entity has', async () => {
    const rows = [row('1', 'quillon zephyrine', 'XQ1'), row('2', 'tomas hillbrook', 'XQ1')]
    expect(await entities(rows)).toEqual({ 1: '1', 2: '1' })
  })

  test('does not cut apart what others hold together', async () => {
    const rows = [
      row('1', 'quillon zephyrine', 'XQ1'),
      row('2', 'quillon zephyrine'),
      row('3', 'tomas hillbrook', 'XQ1'),
    ]
    expect(await entities(rows)).toEqual({ 1: '1', 2: '1', 3: '1' })
  })
})

describe('a pair at a level that is apart', () => {
  const APART = { apart_levels: { born: ['another born'] }, contradicting_columns: ['number'] }
  const born = (id: string, day: string | null, number: string | null = null): Row => ({
    ...row(id, 'quillon zephyrine', number),
    born: day,
  })

  test('is no link, whatever else agrees', async () => {
    const rows = [born('1', '1950-02-03'), born('2', '1985-09-21')]
    expect(await entities(rows, APART)).toEqual({ 1: '1', 2: '2' })
    expect(await entities(rows, {})).toEqual({ 1: '1', 2: '1' })
  })

  test('is not brought together by a third that says nothing of it, nor by several', async () => {
    const rows = [born('1', '1950-02-03'), born('2', '1985-09-21'), born('3', null), born('4', null)]
    const { 1: one, 2: other, ...others } = await entities(rows, APART)
    expect(one).not.toBe(other)
    for (const third of Object.values(others)) expect([one, other]).toContain(third)
  })

  test('is a link where both have a value that only one entity has', async () => {
    const rows = [born('1', '1950-02-03', 'XQ1'), born('2', '1985-09-21', 'XQ1')]
    expect(await entities(rows, APART)).toEqual({ 1: '1', 2: '1' })
  })

  test('is one entity where a person has said so', async () => {
    const rows = [born('1', '1950-02-03'), born('2', '1985-09-21')]
    expect((await link(settings(APART), COLUMNS, rows, { mustLink: [[0, 1]] })).entity).toEqual({ 1: '1', 2: '1' })
  })

  test('refuses labels that are no level', () => {
    expect(() => parseLinkageSettings(settings({ apart_levels: { born: ['x'] } }))).toThrow(
      /apart_levels of "born" names "x"/,
    )
  })
})

test.each([
  ['a comparison that is not there', { caled: ['x'] }, /held_levels names "caled", which is no comparison.*called/],
  ['a level that is not there', { called: ['x'] }, /held_levels of "called" names "x".*same called, called nearly/],
])('held_levels refuses %s', (_, held_levels, message) => {
  expect(() => parseLinkageSettings(settings({ held_levels }))).toThrow(message)
})
