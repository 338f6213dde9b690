import { bitsOf, levelBits } from '../scoring/pair-weights.ts'
import type { PatternCount } from './expectation-maximisation.ts'
import type { LinkageModel } from './linkage-model.ts'
import { type LogisticCase, logLoss, logOdds, mapLogistic } from './map-logistic.ts'

/** A compared pair of which a person said whether it is one entity. */
export interface LabelledPair {
  /** Positions of its records: pairs of one record are held out together. */
  readonly a: number
  readonly b: number
  readonly gammas: readonly number[]
  /** What the rarity of its values adds to its weight. */
  readonly rarityBits: number
  readonly isMatch: boolean
}

/** What answers made of a model. */
export interface Taught {
  readonly model: LinkageModel
  /** A standard deviation in bits: how far the answers may move a weight; 0: the model knew better without them. */
  readonly spreadBits: number
  /** By labelled pair: its weight in bits by the model that was taught without its fold. */
  readonly heldOutBits: readonly number[]
}

/** Fewer answers, or fewer of either kind, are chance: a model is not moved by them. */
export const LEAST_ANSWERS = 20
const LEAST_OF_A_KIND = 3
/** How far answers may move a weight: the one under which held-out answers are likeliest is taken. */
const SPREADS_BITS = [0, 0.5, 1, 2, 4] as const
/** The prior may move further: it is a guess about the whole file. */
const PRIOR_SPREAD_BITS = 8
const FOLDS = 5
/** As many matches' worth of belief as the estimate without answers keeps of m. */
const KEPT_MATCHES = 20

const LN2 = Math.LN2

/** Whether there are answers enough, of both kinds, to learn from. */
export function canTeach(labelled: readonly LabelledPair[]): boolean {
  const same = labelled.filter(({ isMatch }) => isMatch).length
  return labelled.length >= LEAST_ANSWERS && Math.min(same, labelled.length - same) >= LEAST_OF_A_KIND
}

/**
 * Corrects a model by what people answered.
 *
 * With weights w of the estimate without answers (in nats; w₀ of the prior, r of rarity), the log-odds that a pair of pattern γ is one are
 *
 *     z(γ) = w₀ + δ₀ + r + Σₖ (wₖ(γₖ) + δₖ(γₖ)),   δ ~ N(0, s²),
 *
 * and δ is the mode of its posterior given the answers: a logistic regression whose prior is the model. Pairs are asked because of what
 * they look like, near the threshold above all. The likelihood is of the answer *given* the pattern, so the way they were chosen
 * cancels out of it (ignorable selection; Rubin 1976), where counts of answers would take pairs in doubt for typical ones. s is 0 to 4 bits, the one
 * under which held-out answers are likeliest (five folds; pairs of one record in one fold): answers that the model foresees, or that
 * contradict each other, move nothing.
 *
 * m is then counted once more over all compared pairs with those odds, and a Dirichlet prior of the estimate without answers; u stays, since
 * random pairs tell it better. What m and u cannot say, because two comparisons tell the same thing twice, is kept as a level's `answered` bits.
 *
 * Sources: D. B. Rubin, Inference and Missing Data (1976); A. Gelman et al., A Weakly Informative Default Prior Distribution for Logistic
 * Regression (2008); K. Nigam et al., Text Classification from Labeled and Unlabeled Documents using EM (2000), for m.
 * @param compared patterns of all compared pairs
 */
export function teachModel(
  model: LinkageModel,
  labelled: readonly LabelledPair[],
  compared: readonly PatternCount[],
): Taught {
  const frame = frameOf(model)
  const cases = labelled.map((pair) => caseOf(frame, pair))
  if (!canTeach(labelled)) return { model, spreadBits: 0, heldOutBits: cases.map(({ offset }) => offset / LN2) }
  const tried = SPREADS_BITS.map((spreadBits) => ({
    spreadBits,
    heldOut: heldOutOdds(frame, labelled, cases, spreadBits),
  }))
  const losses = tried.map(({ heldOut }) =>
    heldOut.reduce((sum, odds, at) => sum + logLoss(odds, (labelled[at] as LabelledPair).isMatch), 0),
  )
  // Of two that foresee alike the lesser: the order is ascending.
  const best = losses.indexOf(Math.min(...losses))
  const { spreadBits, heldOut } = tried[best] as (typeof tried)[number]
  const heldOutBits = heldOut.map((odds) => odds / LN2)
  if (spreadBits === 0) return { model: told(model, labelled, 0), spreadBits, heldOutBits }
  const deltas = mapLogistic(gathered(cases), precisionOf(frame, spreadBits))
  return { model: told(corrected(frame, deltas, compared), labelled, spreadBits), spreadBits, heldOutBits }
}

/** A model as coefficients: the prior first, then each level of each comparison. */
interface Frame {
  readonly model: LinkageModel
  readonly priorBits: number
  readonly bits: readonly (readonly number[])[]
  /** Where a comparison's levels start. */
  readonly first: readonly number[]
  readonly size: number
}

function frameOf(model: LinkageModel): Frame {
  const first: number[] = []
  let size = 1
  for (const { levels } of model.comparisons) {
    first.push(size)
    size += levels.length
  }
  const priorBits = bitsOf(Math.min(Math.max(model.prior, 1e-15), 1 - 1e-15))
  return { model, priorBits, bits: levelBits(model), first, size }
}

const termsOf = ({ first }: Frame, gammas: readonly number[]): number[] => [
  0,
  ...gammas.flatMap((gamma, at) => (gamma < 0 ? [] : [(first[at] as number) + gamma])),
]

const bitsWithout = ({ priorBits, bits }: Frame, gammas: readonly number[]): number =>
  gammas.reduce(
    (sum, gamma, at) => (gamma < 0 ? sum : sum + ((bits[at] as readonly number[])[gamma] as number)),
    priorBits,
  )

const caseOf = (frame: Frame, { gammas, rarityBits, isMatch }: LabelledPair): LogisticCase => ({
  terms: termsOf(frame, gammas),
  offset: (bitsWithout(frame, gammas) + rarityBits) * LN2,
  yes: isMatch ? 1 : 0,
  no: isMatch ? 0 : 1,
})

const precisionOf = ({ size }: Frame, spreadBits: number): number[] =>
  Array.from({ length: size }, (_, term) => 1 / ((term === 0 ? PRIOR_SPREAD_BITS : spreadBits) * LN2) ** 2)

/** Cases alike to a hundredth count as one: a file of a million answers has few kinds of pairs. */
function gathered(cases: readonly LogisticCase[]): LogisticCase[] {
  const kinds = new Map<string, LogisticCase>()
  for (const { terms, offset, yes, no } of cases) {
    const key = `${terms.join(' ')}|${offset.toFixed(2)}`
    const known = kinds.get(key)
    kinds.set(key, known ? { ...known, yes: known.yes + yes, no: known.no + no } : { terms, offset, yes, no })
  }
  return [...kinds.values()]
}

function heldOutOdds(
  frame: Frame,
  labelled: readonly LabelledPair[],
  cases: readonly LogisticCase[],
  spreadBits: number,
): number[] {
  if (spreadBits === 0) return cases.map(({ offset }) => offset)
  const foldOf = foldsOf(labelled)
  const fits = Array.from({ length: FOLDS }, (_, fold) =>
    mapLogistic(gathered(cases.filter((_, at) => foldOf[at] !== fold)), precisionOf(frame, spreadBits)),
  )
  return cases.map((one, at) => logOdds(one, fits[foldOf[at] as number] as number[]))
}

/** A fold a pair, in turn by its first record: the same answers in any order fall alike. */
function foldsOf(labelled: readonly LabelledPair[]): number[] {
  const records = [...new Set(labelled.map(({ a, b }) => Math.min(a, b)))].sort((x, y) => x - y)
  const fold = new Map(records.map((record, at) => [record, at % FOLDS]))
  return labelled.map(({ a, b }) => fold.get(Math.min(a, b)) as number)
}

/** The model whose weights are those that the answers make of it. */
function corrected(frame: Frame, deltas: readonly number[], compared: readonly PatternCount[]): LinkageModel {
  const { model, bits, first, priorBits } = frame
  const sums = model.comparisons.map(({ levels }) => levels.map(({ m }) => KEPT_MATCHES * m))
  for (const { gammas, count } of compared) {
    const odds = logOdds({ terms: termsOf(frame, gammas), offset: bitsWithout(frame, gammas) * LN2 }, deltas)
    const matches = count / (1 + Math.exp(-odds))
    for (const [at, gamma] of gammas.entries()) {
      const levels = sums[at] as number[]
      if (gamma >= 0) levels[gamma] = (levels[gamma] as number) + matches
    }
  }
  return {
    ...model,
    prior: 1 / (1 + 2 ** -(priorBits + (deltas[0] as number) / LN2)),
    comparisons: model.comparisons.map((comparison, at) => {
      const total = (sums[at] as number[]).reduce((sum, value) => sum + value, 0)
      return {
        ...comparison,
        levels: comparison.levels.map((level, gamma) => {
          const m = ((sums[at] as number[])[gamma] as number) / total
          const wanted =
            ((bits[at] as readonly number[])[gamma] as number) + (deltas[(first[at] as number) + gamma] as number) / LN2
          return { ...level, m, answered: wanted - Math.log2(Math.max(m, 1e-300) / Math.max(level.u, 1e-300)) }
        }),
      }
    }),
  }
}

const told = (model: LinkageModel, labelled: readonly LabelledPair[], spreadBits: number): LinkageModel => {
  const same = labelled.filter(({ isMatch }) => isMatch).length
  return {
    ...model,
    training: { ...model.training, answers: { same, different: labelled.length - same, spread_bits: spreadBits } },
  }
}
