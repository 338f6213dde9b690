import { expect, test } from 'vitest'
import {
  analyseBlocking,
  clusterScores,
  comparePairs,
  parseLinkageSettings,
  prepareRecords,
  thresholdBits,
  trainEntityModel,
} from '../../src/resolve/index.ts'
import { gatherReport, rulePairsOf } from '../../src/resolve/report/gather-report.ts'
import { weighPairs } from '../../src/resolve/scoring/weigh-pairs.ts'
import { fill, type Row, withEngine } from './support/link.ts'

const comparison = (name: string) => ({
  output_column_name: name,
  comparison_levels: [
    { sql_condition: `"${name}_l" IS NULL OR "${name}_r" IS NULL`, is_null_level: true },
    { sql_condition: `"${name}_l" = "${name}_r"`, label_for_charts: `same ${name}`, tf_adjustment_column: name },
    { sql_condition: 'ELSE', label_for_charts: `another ${name}` },
  ],
})
const SETTINGS = {
  unique_id_column_name: 'id',
  blocking_rules_to_generate_predictions: ['l.called = r.called', 'l.town = r.town', 'l.mail = r.mail'],
  comparisons: ['called', 'town', 'mail'].map(comparison),
}
const ROWS: Row[] = Array.from({ length: 40 }, (_, at) => ({
  id: String(at),
  called: `name ${Math.floor(at / 2)}`,
  town: `town ${at % 9}`,
  mail: at % 3 === 0 ? null : `m${Math.floor(at / 2)}@x.example`,
}))

test('a report counts the pairs of every rule as they were made, and its waterfalls add up to what weighed a pair', () =>
  withEngine(async (engine) => {
    const settings = parseLinkageSettings(SETTINGS, 'test.json')
    await fill(engine, 'input', ['id', 'called', 'town', 'mail'], ROWS)
    const records = await prepareRecords(engine, settings, 'input')
    const analysis = await analyseBlocking(engine, settings, records)
    const made = await comparePairs(engine, settings, records)
    const model = await trainEntityModel(engine, settings, records)
    const weighed = await weighPairs(engine, settings, records, model, 0.9, async () => ({ model }))
    expect(made.filter(({ pairs }) => pairs > 0).length).toBeGreaterThan(1)
    const rulePairs = await rulePairsOf(engine, settings)
    expect(rulePairs).toEqual(made)
    const threshold = weighed.linkedFrom ?? 0.9
    const clusters = await clusterScores(engine, settings, records, { threshold: thresholdBits(0.01) })
    const report = await gatherReport(
      engine,
      settings,
      records,
      { model, weights: weighed.weights, analysis, rulePairs, clusters, threshold },
      { title: 'Test' },
    )
    expect(report.pairs).toBe(made.at(-1)?.cumulative)
    expect(report.worst.length).toBeGreaterThan(0)
    const scored = await engine.rows<{ w: number }>('SELECT match_weight AS w FROM link_score')
    for (const { pair } of report.worst)
      expect(scored.some(({ w }) => Math.abs(w - (pair?.waterfall.weight ?? Number.NaN)) < 1e-9)).toBe(true)
  }))
