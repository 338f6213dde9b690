import { describe, expect, test } from 'vitest'
import type { HardRow } from '../../examples/generator/hard/hard-row.ts'
import { hardPeople, PEOPLE_COLUMNS } from '../../examples/generator/hard/people.ts'
import type { Engine } from '../../src/engine/engine.ts'
import {
  type Answer,
  accuracyByAnswers,
  analyseBlocking,
  clusterScores,
  comparePairs,
  type LinkageModel,
  type PreparedRecords,
  parseLinkageSettings,
  parseModel,
  prepareRecords,
  scorePairs,
  teachByAnswers,
  thresholdBits,
  trainModel,
  truthMetrics,
} from '../../src/resolve/index.ts'
import { explainPair } from '../../src/resolve/scoring/explain-pair.ts'
import { modelText } from '../../src/resolve/training/linkage-model.ts'
import { taughtModel } from '../../src/stages/link/taught-model.ts'
import { MemoryStore } from '../support/memory-store.ts'
import { fill, PEOPLE, peopleSettings, withEngine } from './support/link.ts'

const ROWS = 800
const settings = parseLinkageSettings(peopleSettings(), 'people.json')

interface Compared {
  readonly engine: Engine
  readonly records: PreparedRecords
  readonly model: LinkageModel
  /** By position, as a number for each entity. */
  readonly truth: Int32Array
  /** What is so of fifty pairs: the nearest to even odds, each of another pattern as far as there are. */
  readonly answers: readonly Answer[]
}

/** People of the hard generator, compared and trained on without an answer. */
const compared = <T>(work: (made: Compared) => Promise<T>): Promise<T> =>
  withEngine(async (engine) => {
    const people: HardRow[] = hardPeople(3).take(ROWS).toArray()
    const rows = people.map(({ values }, id) => ({
      id,
      ...Object.fromEntries(PEOPLE_COLUMNS.map((name, at) => [name, values[at] ?? null])),
    }))
    await fill(engine, 'input', PEOPLE, rows)
    const records = await prepareRecords(engine, settings, 'input')
    await analyseBlocking(engine, settings, records)
    await comparePairs(engine, settings, records)
    const model = await trainModel(engine, settings, records)
    const entities = [...new Set(people.map(({ entity }) => entity))]
    const truth = Int32Array.from(people, ({ entity }) => entities.indexOf(entity))
    await engine.run('CREATE TABLE all_pairs AS SELECT * FROM link_pair')
    await scorePairs(engine, settings, records, model)
    const asked = await engine.rows<{ a: number; b: number }>(
      `SELECT a, b FROM (SELECT *, row_number() OVER (PARTITION BY pattern ORDER BY hash(a, b)) AS place FROM link_score)
       ORDER BY place, abs(match_weight), a, b LIMIT 50`,
    )
    await engine.run('CREATE OR REPLACE TABLE link_pair AS SELECT * FROM all_pairs')
    const answers = asked.map(({ a, b }) => ({ a, b, isMatch: truth[a] === truth[b] }))
    return work({ engine, records, model, truth, answers })
  })

/** Pairwise F1 of a model on the people. Takes `link_pair` away. */
async function f1Of({ engine, records, truth }: Compared, model: LinkageModel): Promise<number> {
  await scorePairs(engine, settings, records, model)
  const { clusterOf } = await clusterScores(engine, settings, records, { threshold: thresholdBits(0.9) })
  await engine.run('CREATE OR REPLACE TABLE link_pair AS SELECT * FROM all_pairs')
  return truthMetrics(clusterOf, truth).pairwise.f1
}

describe('people whom a model was taught by fifty answers', () => {
  test('are linked better; the model is stored and read as any other, and waterfalls add up to its weights', async () => {
    await compared(async (made) => {
      const { engine, records, model, answers } = made
      const taught = await teachByAnswers(engine, settings, records, model, answers)
      expect(taught.spreadBits).toBeGreaterThan(0)
      expect(await f1Of(made, taught.model)).toBeGreaterThan(await f1Of(made, model))
      expect(parseModel(modelText(taught.model), settings)).toEqual(taught.model)
      await scorePairs(engine, settings, records, taught.model)
      const [pair] = await engine.rows<{ a: number; b: number; pattern: number; match_weight: number }>(
        'SELECT * FROM link_score ORDER BY match_weight DESC, a, b LIMIT 1',
      )
      if (pair === undefined) throw new Error('no pair was scored')
      expect(explainPair(settings, records, taught.model, pair).weight).toBeCloseTo(pair.match_weight, 9)
      const accuracy = await accuracyByAnswers(engine, taught, 0.9)
      expect(accuracy.map(({ threshold }) => threshold)).toEqual([0.9, 0.5, 0.8, 0.95, 0.99, 0.999])
      for (const { answers: held, precision } of accuracy) {
        expect(held).toBe(50)
        expect(precision.low).toBeLessThan(precision.estimate)
      }
    })
  })

  test('an answer about a pair that no rule makes teaches nothing and is counted', async () => {
    await compared(async ({ engine, records, model, answers }) => {
      const [lonely] = await engine.rows<{ b: number }>(
        'SELECT link_position AS b FROM link_record WHERE link_position NOT IN (SELECT b FROM link_pair WHERE a = 0) AND link_position > 0 LIMIT 1',
      )
      const taught = await teachByAnswers(engine, settings, records, model, [
        ...answers,
        { a: 0, b: lonely?.b ?? 0, isMatch: true },
      ])
      expect(taught.uncompared).toEqual({ same: 1, different: 0 })
      expect(taught.labelled).toHaveLength(50)
    })
  })

  test('a run keeps the taught model beside the one it was made of, and without answers makes none', async () => {
    await compared(async ({ engine, records, model, answers }) => {
      const store = new MemoryStore()
      const linkage = { name: 'people', weighed: settings }
      const chosen = { model, id: 'people/before', origin: 'trained' as const }
      const made = await taughtModel({ store }, engine, linkage, records, chosen, answers)
      expect(made.chosen).toMatchObject({ origin: 'trained', untaught: 'people/before' })
      expect([...store.objects.keys()]).toEqual([`models/${made.chosen.id}.json`])
      const again = await taughtModel({ store }, engine, linkage, records, chosen, [])
      expect(again.chosen).toBe(chosen)
    })
  })
})
