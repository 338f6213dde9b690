import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseLinkageSettings, toSplinkSettings } from '../../src/resolve/index.ts'
import { levelBits } from '../../src/resolve/scoring/pair-weights.ts'
import { heldOutAccuracy, strataOf } from '../../src/resolve/training/held-out-accuracy.ts'
import { canTeach, type LabelledPair, LEAST_ANSWERS, teachModel } from '../../src/resolve/training/labelled-pairs.ts'
import type { LinkageModel } from '../../src/resolve/training/linkage-model.ts'
import { mapLogistic } from '../../src/resolve/training/map-logistic.ts'

const comparison = (name: string, m: number, u: number) => ({
  name,
  levels: [
    { gamma: 0, label: 'other', m: 1 - m, u: 1 - u },
    { gamma: 1, label: 'same', m, u },
  ],
})
/** A model that takes a town for telling, and hardly trusts a telephone. */
const model: LinkageModel = {
  format: 1,
  prior: 0.01,
  comparisons: [comparison('name', 0.9, 0.05), comparison('town', 0.95, 0.01), comparison('phone', 0.5, 0.3)],
  training: { prior: 'stated', u: 'stated', passes: [] },
}
const compared = [0, 1].flatMap((name) =>
  [0, 1].flatMap((town) =>
    [0, 1].map((phone) => ({ gammas: [name, town, phone], count: name + town + phone === 0 ? 500 : 40 })),
  ),
)
let next = 0
const pair = (gammas: number[], isMatch: boolean): LabelledPair => ({
  ...{ a: next++, b: 100_000 + next, gammas, rarityBits: 0, isMatch },
})
/** What is so in this file: a telephone tells, a town does not. */
const answers = (each: number): LabelledPair[] =>
  Array.from({ length: each }, () => [
    pair([1, 1, 0], false),
    pair([1, 0, 1], true),
    pair([0, 1, 0], false),
    pair([1, 1, 1], true),
  ]).flat()
const weight = (of: LinkageModel, gammas: readonly number[]) => {
  const bits = levelBits(of)
  return gammas.reduce((sum, gamma, at) => sum + (bits[at]?.[gamma] ?? 0), Math.log2(of.prior / (1 - of.prior)))
}

describe('a model that people answered', () => {
  test('fifty answers turn a weight round that the file alone had wrong', () => {
    const { model: taught, spreadBits } = teachModel(model, answers(13), compared)
    expect(spreadBits).toBeGreaterThan(0)
    expect(weight(model, [1, 1, 0])).toBeGreaterThan(weight(model, [1, 0, 1]))
    expect(weight(taught, [1, 1, 0])).toBeLessThan(0)
    expect(weight(taught, [1, 0, 1])).toBeGreaterThan(0)
    expect(taught.training.answers).toMatchObject({ same: 26, different: 26 })
  })

  test('m stays a distribution, u stays as random pairs have it', () => {
    const { model: taught } = teachModel(model, answers(13), compared)
    for (const [at, { levels }] of taught.comparisons.entries()) {
      expect(levels.reduce((sum, { m }) => sum + m, 0)).toBeCloseTo(1, 9)
      expect(levels.map(({ u }) => u)).toEqual(model.comparisons[at]?.levels.map(({ u }) => u))
    }
  })

  test('goes to Splink with chances of the same weights', () => {
    const columns = ['name', 'town', 'phone'] as const
    const settings = parseLinkageSettings(
      {
        unique_id_column_name: 'id',
        blocking_rules_to_generate_predictions: ['l.name = r.name'],
        comparisons: columns.map((name) => ({
          output_column_name: name,
          comparison_levels: [{ sql_condition: `${name}_l = ${name}_r` }, { sql_condition: 'ELSE' }],
        })),
      },
      'test.json',
    )
    const { model: taught } = teachModel(model, answers(13), compared)
    const exported = z
      .object({
        comparisons: z.array(
          z.object({
            comparison_levels: z.array(
              z.object({ m_probability: z.number().max(1), u_probability: z.number().max(1) }),
            ),
          }),
        ),
      })
      .parse(toSplinkSettings(settings, taught))
    for (const [at, { comparison_levels }] of exported.comparisons.entries())
      for (const [index, { m_probability: m, u_probability: u }] of comparison_levels.entries())
        expect(Math.log2(m / u)).toBeCloseTo(levelBits(taught)[at]?.[1 - index] ?? Number.NaN, 9)
  })

  test('the same answers in any order make the same model', () => {
    const given = answers(13)
    const one = teachModel(model, given, compared)
    const other = teachModel(model, [...given].reverse(), compared)
    for (const [at, bits] of levelBits(one.model).entries())
      for (const [gamma, value] of bits.entries()) expect(levelBits(other.model)[at]?.[gamma]).toBeCloseTo(value, 6)
  })

  test('fewer answers than can be told from chance, or all of one kind, change nothing', () => {
    const few = answers(4)
    expect(few.length).toBeLessThan(LEAST_ANSWERS)
    expect(teachModel(model, few, compared).model).toBe(model)
    const oneKind = Array.from({ length: 60 }, () => pair([1, 1, 1], true))
    expect(canTeach(oneKind)).toBe(false)
    expect(teachModel(model, [], compared)).toMatchObject({ spreadBits: 0, heldOutBits: [] })
  })

  test('answers that contradict one another move nothing', () => {
    const toss = Array.from({ length: 40 }, (_, at) => pair([1, 1, 0], at % 2 === 0)).concat(
      Array.from({ length: 40 }, (_, at) => pair([0, 1, 1], at % 2 === 0)),
    )
    const { model: taught } = teachModel(model, toss, compared)
    expect(Math.abs(weight(taught, [1, 1, 0]))).toBeLessThan(1.5)
    expect(Math.abs(weight(taught, [0, 1, 1]))).toBeLessThan(1.5)
  })

  test('a coefficient that nothing tells of stays where its prior has it', () => {
    const found = mapLogistic([{ terms: [0], offset: 0, yes: 9, no: 1 }], [0.01, 0.01])
    expect(found[0]).toBeCloseTo(Math.log(9), 1)
    expect(found[1]).toBe(0)
  })
})

describe('accuracy by answers that were held out', () => {
  const bits = [
    ...Array.from({ length: 900 }, () => -9),
    ...Array.from({ length: 60 }, () => -1),
    ...Array.from({ length: 100 }, () => 6),
  ]

  test('answers near the threshold tell of the pairs there, not of all', () => {
    const heldOut = [...Array.from({ length: 20 }, () => -1), ...Array.from({ length: 10 }, () => 6)]
    const isMatch = heldOut.map((weight, at) => weight > 0 || at % 2 === 0)
    const { precision, recall } = heldOutAccuracy(heldOut, isMatch, strataOf(bits, 0), 0)
    expect(precision.estimate).toBeGreaterThan(0.95)
    expect(recall.estimate).toBeGreaterThan(0.7)
    expect(recall.estimate).toBeLessThan(0.85)
    for (const { estimate, low, high } of [precision, recall]) {
      expect(low).toBeLessThan(estimate)
      expect(high).toBeGreaterThan(estimate)
      expect(low).toBeGreaterThanOrEqual(0)
      expect(high).toBeLessThanOrEqual(1)
    }
  })

  test('more answers make a narrower interval, and none a wide one', () => {
    const width = (count: number) => {
      const { precision } = heldOutAccuracy(
        Array.from({ length: count }, () => 6),
        Array.from({ length: count }, (_, at) => at % 10 > 0),
        strataOf(bits, 0),
        0,
      )
      return precision.high - precision.low
    }
    expect(width(80)).toBeLessThan(width(10))
    expect(width(10)).toBeLessThan(width(0) + 0.2)
  })

  test('nothing linked is no error', () => {
    expect(heldOutAccuracy([], [], strataOf([], 0), 0).precision.estimate).toBe(1)
  })
})
