import { describe, expect, test } from 'vitest'
import {
  analyseBlocking,
  comparePairs,
  parseLinkageSettings,
  prepareRecords,
  trainModel,
} from '../../src/resolve/index.ts'
import type { LinkageModel } from '../../src/resolve/training/linkage-model.ts'
import { withMeasuredU } from '../../src/resolve/training/measured-u.ts'
import { fill, type Row, withEngine } from './support/link.ts'

const stated = (sql_condition: string, label_for_charts: string, m_probability: number, u_probability: number) => ({
  ...{ sql_condition, label_for_charts, m_probability, u_probability },
})
const comparison = (name: string) => ({
  output_column_name: name,
  comparison_levels: [
    { sql_condition: `"${name}_l" IS NULL OR "${name}_r" IS NULL`, is_null_level: true },
    stated(`"${name}_l" = "${name}_r"`, `same ${name}`, 0.9, 1e-4),
    stated('ELSE', `another ${name}`, 0.1, 0.9999),
  ],
})
const COLUMNS = ['id', 'source', 'called', 'town']

/** The chance of an equal value among other pairs: as it is stated, and as the rows show it. */
async function chances(rows: readonly Row[], registers: readonly string[] = []) {
  return withEngine(async (engine) => {
    const settings = parseLinkageSettings({
      unique_id_column_name: 'id',
      source_dataset_column_name: 'source',
      probability_two_random_records_match: 0.01,
      blocking_rules_to_generate_predictions: ['l.called = r.called'],
      comparisons: [comparison('called'), comparison('town')],
      hotpass: { duplicate_free_sources: registers },
    })
    await fill(engine, 'input', COLUMNS, rows)
    const records = await prepareRecords(engine, settings, 'input')
    await analyseBlocking(engine, settings, records)
    await comparePairs(engine, settings, records)
    const model = await trainModel(engine, settings, records)
    const measured = await withMeasuredU(engine, settings, records, model, ['called'])
    const of = ({ comparisons }: LinkageModel, name: string, gamma: number) =>
      comparisons.find((one) => one.name === name)?.levels.find((level) => level.gamma === gamma)?.u ?? Number.NaN
    return { same: (name: string) => of(measured, name, 1), other: (name: string) => of(measured, name, 0), model }
  })
}

const rows = (count: number, of: (at: number) => Omit<Row, 'id'>): Row[] =>
  Array.from({ length: count }, (_, at) => ({ id: String(at), source: 'list', ...of(at) }))

describe('an agreement is no rarer than the records show it to be', () => {
  test('a town that half of them have says hardly anything, whatever it says elsewhere', async () => {
    const { same, other } = await chances(rows(60, (at) => ({ called: `n${at}`, town: at % 2 ? 'Cardiff' : `t${at}` })))
    expect(same('town')).toBeGreaterThan(0.2)
    expect(other('town')).toBeLessThan(0.8)
  })

  test('a name that several rows of a register have is no proof; in a list where rows repeat, it is what it was', async () => {
    const repeated = rows(60, (at) => ({ called: `n${at % 15}`, town: null }))
    expect((await chances(repeated, ['list'])).same('called')).toBeGreaterThan(0.03)
    expect((await chances(repeated)).same('called')).toBe(1e-4)
  })

  test('pairs that are one by their name do not make what they share common', async () => {
    const { same } = await chances(rows(60, (at) => ({ called: `n${at >> 1}`, town: `t${at >> 1}` })))
    expect(same('town')).toBe(1e-4)
  })

  test('no record, no answer: the model stays as it is', async () => {
    const { same, model } = await chances(rows(2, () => ({ called: null, town: null })))
    expect(same('town')).toBe(1e-4)
    expect(model.training.u).toBe('stated by the settings')
  })
})
