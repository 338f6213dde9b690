import { describe, expect, test } from 'vitest'
import { analyseBlocking, comparePairs, parseLinkageSettings, prepareRecords } from '../../src/resolve/index.ts'
import { withOwnNumbers } from '../../src/resolve/training/own-numbers.ts'
import { fill, type Row, withEngine } from './support/link.ts'

const comparison = (name: string) => ({
  output_column_name: name,
  comparison_levels: [
    { sql_condition: `"${name}_l" IS NULL OR "${name}_r" IS NULL`, is_null_level: true },
    { sql_condition: `"${name}_l" = "${name}_r"`, label_for_charts: `same ${name}` },
    { sql_condition: 'ELSE', label_for_charts: `another ${name}` },
  ],
})
const SETTINGS = {
  unique_id_column_name: 'id',
  blocking_rules_to_generate_predictions: ['l.number = r.number', 'l.called = r.called'],
  comparisons: ['called', 'born', 'number'].map(comparison),
  hotpass: {
    ...{ number_columns: ['number'], name_comparisons: ['called'], telling_columns: ['born'] },
    ...{ held_levels: { called: ['another called'] }, apart_levels: { born: ['another born'] } },
  },
}
const optionsShown = (rows: readonly Row[], hotpass: Readonly<Record<string, unknown>> = {}) =>
  withEngine(async (engine) => {
    const settings = parseLinkageSettings({ ...SETTINGS, hotpass: { ...SETTINGS.hotpass, ...hotpass } }, 'test.json')
    await fill(engine, 'input', ['id', 'called', 'born', 'number'], rows)
    const records = await prepareRecords(engine, settings, 'input')
    await analyseBlocking(engine, settings, records)
    await comparePairs(engine, settings, records)
    return (await withOwnNumbers(engine, settings, records)).options
  })

/** Pairs of rows, each pair with one number; what each row says is told by the pair and its place in it. */
const pairs = (count: number, of: (pair: number, second: boolean) => Readonly<Record<string, string | null>>): Row[] =>
  Array.from({ length: 2 * count }, (_, at) => {
    const pair = Math.floor(at / 2)
    return { id: String(at), number: `N${pair}`, ...of(pair, at % 2 === 1) }
  })
const day = (nth: number) => `1980-01-${String((nth % 28) + 1).padStart(2, '0')}`

describe('a number that may be the entities’ own', () => {
  test('is, where rows that share one are called alike', async () => {
    const rows = pairs(40, (pair) => ({ called: `name ${pair}`, born: day(pair) }))
    expect((await optionsShown(rows)).own_number_columns).toEqual(['number'])
  })

  test('is, where names were changed and the days of birth agree', async () => {
    const rows = pairs(40, (pair, second) => ({ called: `name ${pair} ${second && pair % 2 === 0}`, born: day(pair) }))
    expect((await optionsShown(rows)).own_number_columns).toEqual(['number'])
  })

  test('is not, where it is that of a firm or a household: others are called otherwise', async () => {
    const rows = pairs(40, (pair, second) => ({ called: `name ${pair} ${second}`, born: day(pair + Number(second)) }))
    expect((await optionsShown(rows)).own_number_columns).toEqual([])
  })

  test('is not, where a quarter are others: doubt goes to people', async () => {
    const rows = pairs(40, (pair, second) => {
      const other = pair % 4 === 0 && second
      return { called: `name ${pair} ${other}`, born: day(pair + Number(other)) }
    })
    expect((await optionsShown(rows)).own_number_columns).toEqual([])
  })

  test('is not told by a dozen rows, nor by rows that have neither names nor days', async () => {
    expect((await optionsShown(pairs(12, (pair) => ({ called: `name ${pair}` })))).own_number_columns).toEqual([])
    expect((await optionsShown(pairs(40, () => ({ called: null, born: null })))).own_number_columns).toEqual([])
  })

  test('is what settings say, where they say it', async () => {
    const rows = pairs(2, (pair) => ({ called: `name ${pair}`, born: day(pair) }))
    expect((await optionsShown(rows, { own_number_columns: ['number'] })).own_number_columns).toEqual(['number'])
  })
})

describe('what should part two rows', () => {
  const wrongDays = (every: number) =>
    pairs(200, (pair, second) => ({
      called: `name ${pair}`,
      born: day(second && pair % every === 0 ? pair + 1 : pair),
    }))

  test('parts no cluster where one of ten with one number differs in it, and still holds a pair back', async () => {
    const { apart_levels, held_levels } = await optionsShown(wrongDays(10))
    expect(apart_levels).toEqual({})
    expect(held_levels).toEqual({ called: ['another called'], born: ['another born'] })
  })

  test('parts where that is one of two hundred, and where no number of the entities tells', async () => {
    expect((await optionsShown(wrongDays(200))).apart_levels).toEqual({ born: ['another born'] })
    const shared = pairs(200, (pair, second) => ({
      called: `name ${pair} ${second}`,
      born: day(pair + Number(second)),
    }))
    expect((await optionsShown(shared)).apart_levels).toEqual({ born: ['another born'] })
  })
})

test.each(['number_columns', 'own_number_columns', 'telling_columns', 'name_comparisons'])(
  '%s refuses what is no comparison',
  (option) => {
    const hotpass = { ...SETTINGS.hotpass, [option]: ['numbr'] }
    expect(() => parseLinkageSettings({ ...SETTINGS, hotpass }, 'test.json')).toThrow(/names "numbr".*number/)
  },
)
