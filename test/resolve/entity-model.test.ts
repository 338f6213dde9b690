import { describe, expect, test } from 'vitest'
import { type ComparedCount, estimateEntityModel, type TypePrior } from '../../src/resolve/training/entity-model.ts'

const NONE: ReadonlySet<number> = new Set()
const prior = (m: number[], u: number[], given: Partial<TypePrior> = {}): TypePrior => ({
  ...{ m, u, isName: false, others: NONE, parts: false, isPlace: false },
  ...given,
})
const pairs = (gammas: number[], count: number, given: Partial<ComparedCount> = {}): ComparedCount => ({
  ...{ gammas, count, isHeld: false, areTwo: false },
  ...given,
})
/** Name (same, other), phone and mail (same, other). */
const NAME = prior([0.3, 0.7], [0.999, 0.001], { isName: true, others: new Set([0]) })
const PHONE = prior([0.3, 0.7], [0.99997, 0.00003])
const PRIORS = [NAME, PHONE, PHONE]
const POSSIBLE = 1_000_000

/** 10,000 matches of known m among a million pairs, of which all that agree on something were compared. */
function file(m: readonly [number, number, number], u: readonly [number, number, number]) {
  const compared: ComparedCount[] = []
  const random: { gammas: number[]; count: number }[] = []
  for (let pattern = 0; pattern < 8; pattern++) {
    const gammas = [pattern & 1, (pattern >> 1) & 1, (pattern >> 2) & 1]
    const chance = (of: readonly number[]) =>
      gammas.reduce((product, gamma, at) => product * (gamma === 1 ? (of[at] as number) : 1 - (of[at] as number)), 1)
    const count = 10_000 * chance(m) + (POSSIBLE - 10_000) * chance(u)
    random.push({ gammas, count: count / 10 })
    if (pattern > 0) compared.push(pairs(gammas, count, { isHeld: gammas[0] === 0 }))
  }
  return { compared, random }
}

describe('the model of a file', () => {
  test('finds the chances that made it, though a share of random pairs are matches', () => {
    const { compared, random } = file([0.9, 0.6, 0.8], [0.002, 0.0004, 0.001])
    const found = estimateEntityModel(compared, random, PRIORS, POSSIBLE)
    // Pairs of another name are held, so m is that of pairs that could become one.
    expect(found.m[1]?.[1]).toBeCloseTo(0.6, 1)
    expect(found.m[2]?.[1]).toBeCloseTo(0.8, 1)
    expect(found.matches).toBeGreaterThan(8_000)
    expect(found.matches).toBeLessThan(9_500)
    // 9,000 of the 11,000 pairs with one name are matches: u is what is left.
    expect(found.u[0]?.[1]).toBeLessThan(0.004)
    // Matches of another name, which are held, stay in it.
    expect(found.u[1]?.[1]).toBeLessThan(0.0015)
  })

  test('of a few pairs is what types know, and of many what the file says', () => {
    const scaled = (factor: number) => {
      const { compared, random } = file([0.95, 0.05, 0.9], [0.002, 0.0004, 0.001])
      const less = compared.map((one) => ({ ...one, count: one.count * factor }))
      return estimateEntityModel(less, random, PRIORS, POSSIBLE * factor).m[1]?.[1] as number
    }
    expect(scaled(1)).toBeLessThan(0.1)
    expect(scaled(0.0005)).toBeGreaterThan(0.6)
    expect(scaled(0.01)).toBeGreaterThan(scaled(1))
  })

  test('does not learn from pairs that are surely two, whatever else agrees', () => {
    const twins = [pairs([1, 1, 1], 5_000, { areTwo: true }), pairs([1, 0, 0], 100)]
    const random = [{ gammas: [0, 0, 0], count: 100_000 }]
    expect(estimateEntityModel(twins, random, PRIORS, POSSIBLE).matches).toBeLessThan(100)
    const same = [pairs([1, 1, 1], 5_000), pairs([1, 0, 0], 100)]
    expect(estimateEntityModel(same, random, PRIORS, POSSIBLE).matches).toBeGreaterThan(4_900)
  })

  test('holds a phone for less where namesakes that are surely two share phones', () => {
    const random = [{ gammas: [0, 0, 0], count: 100_000 }]
    const apart = [pairs([1, 1, 0], 400, { areTwo: true }), pairs([1, 0, 0], 400, { areTwo: true })]
    const alone = [pairs([1, 1, 1], 300), pairs([1, 1, 0], 300)]
    const free = estimateEntityModel(alone, random, PRIORS, POSSIBLE)
    const warned = estimateEntityModel([...alone, ...apart], random, PRIORS, POSSIBLE)
    expect(warned.u[1]?.[1]).toBeGreaterThan(0.3)
    expect(warned.shared[1]?.[1]).toBeGreaterThan(0.3)
    expect(free.shared[1]?.[1]).toBe(0)
  })

  test('takes what all rows share for no sign of one thing, however rare its type thinks it', () => {
    const town = prior([0.3, 0.7], [0.999, 0.001])
    const all = [pairs([1, 1], 300)]
    const found = estimateEntityModel(all, [{ gammas: [1, 1], count: 300 }], [NAME, town], 300)
    expect(found.matches).toBeLessThan(150)
    expect(found.u[0]?.[1]).toBeGreaterThan(0.3)
    const mails = estimateEntityModel(all, [{ gammas: [1, 1], count: 300 }], [NAME, PHONE], 300)
    expect(mails.matches).toBeGreaterThan(290)
  })

  describe('of things that may have branches', () => {
    const PLACE = prior([0.2, 0.8], [0.999, 0.001], { isPlace: true })
    const KINDS = [NAME, PHONE, PLACE, PLACE]
    const random = [{ gammas: [0, 0, 0, 0], count: 100_000 }]
    /** One thing a pair: an address and a phone are wrong or changed in one of ten, each by itself. */
    const doubles = [
      [1, 1, 810],
      [1, 0, 90],
      [0, 1, 90],
      [0, 0, 10],
    ].map(([address = 0, phone = 0, count = 0]) => pairs([1, 1, address, phone], count))
    const estimate = (compared: readonly ComparedCount[]) => estimateEntityModel(compared, random, KINDS, POSSIBLE)

    test('knows none where addresses and phones change each by itself', () => {
      const found = estimate(doubles)
      expect(found.branches * POSSIBLE).toBeLessThan(1)
      expect(found.matches).toBeGreaterThan(990)
    })

    test('finds how many there are where both are others together, and learns no bad addresses from them', () => {
      const found = estimate([...doubles, pairs([1, 1, 0, 0], 4_000)])
      expect(found.branches * POSSIBLE).toBeGreaterThan(3_800)
      expect(found.matches).toBeLessThan(1_100)
      expect(found.m[2]?.[1]).toBeGreaterThan(0.8)
    })

    test('of people knows none: they move', () => {
      const people = KINDS.map((one) => ({ ...one, isPlace: false }))
      const found = estimateEntityModel([...doubles, pairs([1, 1, 0, 0], 4_000)], random, people, POSSIBLE)
      expect(found.branches).toBe(0)
      expect(found.matches).toBeGreaterThan(4_900)
    })
  })

  test('has no match where nothing was compared', () => {
    const found = estimateEntityModel([], [], PRIORS, 1)
    expect(found.matches).toBe(0)
    expect(found.m[0]?.[1]).toBeCloseTo(0.7)
  })
})
