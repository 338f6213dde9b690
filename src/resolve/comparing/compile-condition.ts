import type { Bound, Condition, WordMeasure } from '../conditions/condition.ts'
import {
  damerauLevenshtein,
  jaccard,
  jaro,
  jaroWinkler,
  levenshtein,
  type Measure,
} from '../conditions/text-measures.ts'
import type { ListColumn, RecordColumns, TextColumn } from '../records/record-columns.ts'
import { WordAligner, type WordAlignment } from '../words/word-alignment.ts'
import { wordIndex } from '../words/word-index.ts'

/** Most pairs that are compared at once: a vector of the engine. */
export const MOST_PAIRS = 2048

/** Pairs of row positions that are compared at once. `chunk` is another number for each such set. */
export interface Pairs {
  readonly a: Int32Array
  readonly b: Int32Array
  readonly chunk: number
}

/**
 * Writes SQL's three truths (1 true, 0 false, −1 NULL) of the pairs `open[0 … count)` to `truth[0 … count)`. One loop a condition
 * over many pairs, so that each loop sees one kind of work and is compiled for it.
 */
export type PairTest = (pairs: Pairs, open: Int32Array, count: number, truth: Int8Array) => void

/** Writes a number of each pair; NaN for NULL. */
type PairValue = (pairs: Pairs, open: Int32Array, count: number, values: Float64Array) => void

const MEASURES: Readonly<Record<string, Measure>> = {
  jaro_winkler_similarity: jaroWinkler,
  jaro_similarity: jaro,
  levenshtein,
  damerau_levenshtein: damerauLevenshtein,
  jaccard,
}

/** Whether the measure grows with difference. */
const isDistance = (name: string): boolean => name.endsWith('levenshtein')

/** Makes conditions executable. Levels of one comparison share a compiler, so that each measure is computed once a pair. */
export class ConditionCompiler {
  readonly #columns: RecordColumns
  readonly #measures = new Map<string, { value: PairValue; limits: { least: number; most: number } }>()

  readonly #alignments = new Map<string, Readonly<Record<WordMeasure, PairValue>>>()

  constructor(columns: RecordColumns) {
    this.#columns = columns
  }

  compile(condition: Condition): PairTest {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return joined(
          condition.parts.map((part) => this.compile(part)),
          condition.kind === 'and' ? 0 : 1,
        )
      case 'not': {
        const part = this.compile(condition.part)
        return (pairs, open, count, truth) => {
          part(pairs, open, count, truth)
          for (let k = 0; k < count; k++) if (truth[k] !== -1) truth[k] = truth[k] === 1 ? 0 : 1
        }
      }
      case 'flag':
      case 'missing': {
        const key = condition.kind === 'flag' ? condition.operand : `(${condition.operand}) IS NULL`
        const values = this.#columns.flags.get(key)?.values as Int8Array
        const { side } = condition
        return ({ a, b }, open, count, truth) => {
          const rows = side === 'l' ? a : b
          for (let k = 0; k < count; k++) truth[k] = values[rows[open[k] as number] as number] as number
        }
      }
      case 'equal':
        return equal(this.#text(condition.left).codes, this.#text(condition.right).codes)
      case 'text':
        return bounded(
          this.#measure(condition.measure, condition.left, condition.right, condition.limit),
          condition.bound,
          condition.limit,
        )
      case 'words':
        return bounded(
          this.#words(condition.measure, condition.left, condition.right),
          condition.bound,
          condition.limit,
        )
      case 'shared': {
        const left = this.#columns.lists.get(condition.left) as ListColumn
        const right = this.#columns.lists.get(condition.right) as ListColumn
        return bounded(shared(condition.of, left, right), condition.bound, condition.limit)
      }
      case 'difference': {
        const left = this.#columns.numbers.get(condition.left)?.values as Float64Array
        const right = this.#columns.numbers.get(condition.right)?.values as Float64Array
        return bounded(
          ({ a, b }, open, count, values) => {
            for (let k = 0; k < count; k++) {
              const i = open[k] as number
              values[k] = Math.abs((left[a[i] as number] as number) - (right[b[i] as number] as number))
            }
          },
          condition.bound,
          condition.limit,
        )
      }
    }
  }

  #text(sql: string): TextColumn {
    return this.#columns.texts.get(sql) as TextColumn
  }

  /** The four measures of two names come of one look at their words, which is kept for the other levels. */
  #words(measure: WordMeasure, leftSql: string, rightSql: string): PairValue {
    const key = `${leftSql}\0${rightSql}`
    let values = this.#alignments.get(key)
    if (values === undefined) {
      values = alignedWords(this.#text(leftSql), this.#text(rightSql))
      this.#alignments.set(key, values)
    }
    return values[measure]
  }

  /**
   * A pair's value is kept for its other levels, which often ask for the same; and what cannot reach any level's limit is told from the
   * texts' signatures alone (as 0, or as further than every limit).
   */
  #measure(name: string, leftSql: string, rightSql: string, limit: number): PairValue {
    const key = `${name}\0${leftSql}\0${rightSql}`
    const known = this.#measures.get(key)
    if (known) {
      known.limits.least = Math.min(known.limits.least, limit)
      known.limits.most = Math.max(known.limits.most, limit)
      return known.value
    }
    const limits = { least: limit, most: limit }
    const outOfReach = name.startsWith('jaro')
      ? jaroOutOfReach(name)
      : isDistance(name)
        ? distanceOutOfReach
        : undefined
    const value = measured(MEASURES[name] as Measure, this.#text(leftSql), this.#text(rightSql), outOfReach, limits)
    this.#measures.set(key, { value, limits })
    return value
  }
}

/** AND (`stop` 0) and OR (`stop` 1): a part is asked only about the pairs that those before it left open. */
function joined(parts: readonly PairTest[], stop: 0 | 1): PairTest {
  const found = new Int8Array(MOST_PAIRS)
  const left = new Int32Array(MOST_PAIRS)
  const places = new Int32Array(MOST_PAIRS)
  return (pairs, open, count, truth) => {
    for (let k = 0; k < count; k++) {
      truth[k] = 1 - stop
      left[k] = open[k] as number
      places[k] = k
    }
    let remaining = count
    for (const part of parts) {
      part(pairs, left, remaining, found)
      let kept = 0
      for (let k = 0; k < remaining; k++) {
        const place = places[k] as number
        if (found[k] === stop) {
          truth[place] = stop
          continue
        }
        if (found[k] === -1) truth[place] = -1
        left[kept] = left[k] as number
        places[kept++] = place
      }
      remaining = kept
    }
  }
}

function equal(left: Int32Array, right: Int32Array): PairTest {
  return ({ a, b }, open, count, truth) => {
    for (let k = 0; k < count; k++) {
      const i = open[k] as number
      const x = left[a[i] as number] as number
      const y = right[b[i] as number] as number
      truth[k] = x < 0 || y < 0 ? -1 : x === y ? 1 : 0
    }
  }
}

function bounded(value: PairValue, bound: Bound, limit: number): PairTest {
  const values = new Float64Array(MOST_PAIRS)
  const [isLeast, isIncluded] = [bound.startsWith('>'), bound.endsWith('=')]
  return (pairs, open, count, truth) => {
    value(pairs, open, count, values)
    for (let k = 0; k < count; k++) {
      const found = values[k] as number
      if (Number.isNaN(found)) truth[k] = -1
      else if (found === limit) truth[k] = isIncluded ? 1 : 0
      else truth[k] = found > limit === isLeast ? 1 : 0
    }
  }
}

function measured(
  measure: Measure,
  leftColumn: TextColumn,
  rightColumn: TextColumn,
  outOfReach: OutOfReach | undefined,
  limits: { readonly least: number; readonly most: number },
): PairValue {
  const [left, right] = [leftColumn.codes, rightColumn.codes]
  const { domain } = leftColumn
  const kept = new Float64Array(MOST_PAIRS)
  const keptFor = new Float64Array(MOST_PAIRS).fill(-1)
  const of = (x: number, y: number): number => {
    if (x < 0 || y < 0) return Number.NaN
    const { symbols, offsets } = domain
    const a0 = offsets[x] as number
    const a1 = offsets[x + 1] as number
    const b0 = offsets[y] as number
    const b1 = offsets[y + 1] as number
    const beyond = outOfReach?.(domain.commonAtMost(x, y), a1 - a0, b1 - b0, symbols[a0] === symbols[b0], limits)
    return beyond ?? measure(symbols, a0, a1, b0, b1)
  }
  return ({ a, b, chunk }, open, count, values) => {
    for (let k = 0; k < count; k++) {
      const i = open[k] as number
      if (keptFor[i] !== chunk) {
        keptFor[i] = chunk
        kept[i] = of(left[a[i] as number] as number, right[b[i] as number] as number)
      }
      values[k] = kept[i] as number
    }
  }
}

/** Where each measure of a pair is kept. */
const MEASURED = ['likeness', 'containment', 'rarity', 'conflict', 'difference'] as const
const ANSWERS = MEASURED.length

function alignedWords(leftColumn: TextColumn, rightColumn: TextColumn): Readonly<Record<WordMeasure, PairValue>> {
  const [left, right] = [leftColumn.codes, rightColumn.codes]
  const aligner = new WordAligner(wordIndex(leftColumn.domain))
  const kept = new Float64Array(MOST_PAIRS * ANSWERS)
  const keptFor = new Float64Array(MOST_PAIRS).fill(-1)
  const keep = (pair: number, x: number, y: number): void => {
    if (x < 0 || y < 0) return void kept.fill(Number.NaN, pair * ANSWERS, (pair + 1) * ANSWERS)
    const found: WordAlignment = aligner.align(x, y)
    for (let place = 0; place < ANSWERS; place++)
      kept[pair * ANSWERS + place] = found[MEASURED[place] as keyof WordAlignment]
  }
  const value = (of: keyof WordAlignment): PairValue => {
    const place = MEASURED.indexOf(of)
    return ({ a, b, chunk }, open, count, values) => {
      for (let k = 0; k < count; k++) {
        const i = open[k] as number
        if (keptFor[i] !== chunk) {
          keptFor[i] = chunk
          keep(i, left[a[i] as number] as number, right[b[i] as number] as number)
        }
        values[k] = kept[i * ANSWERS + place] as number
      }
    }
  }
  return {
    word_likeness: value('likeness'),
    word_containment: value('containment'),
    word_rarity: value('rarity'),
    word_conflict: value('conflict'),
    word_difference: value('difference'),
  }
}

function shared(of: 'count' | 'union' | 'shorter', left: ListColumn, right: ListColumn): PairValue {
  const value = (a: number, b: number): number => {
    if (left.isNull[a] === 1 || right.isNull[b] === 1) return Number.NaN
    let i = left.starts[a] as number
    let j = right.starts[b] as number
    const iEnd = left.starts[a + 1] as number
    const jEnd = right.starts[b + 1] as number
    const [leftSize, rightSize] = [iEnd - i, jEnd - j]
    let common = 0
    while (i < iEnd && j < jEnd) {
      const difference = (left.codes[i] as number) - (right.codes[j] as number)
      if (difference === 0) common++
      if (difference <= 0) i++
      if (difference >= 0) j++
    }
    if (of === 'count') return common
    return common / (of === 'union' ? leftSize + rightSize - common : Math.min(leftSize, rightSize))
  }
  return ({ a, b }, open, count, values) => {
    for (let k = 0; k < count; k++) {
      const i = open[k] as number
      values[k] = value(a[i] as number, b[i] as number)
    }
  }
}

type OutOfReach = (
  common: number,
  a: number,
  b: number,
  sameStart: boolean,
  limits: { readonly least: number; readonly most: number },
) => number | undefined

/** Jaro is at most (c/a + c/b + 1) / 3 for c common characters; Winkler adds at most 0.4 of the rest, and only after the same first one. */
const jaroOutOfReach =
  (name: string): OutOfReach =>
  (common, a, b, sameStart, { least }) => {
    if (a === 0 || b === 0) return undefined
    const most = (common / a + common / b + 1) / 3
    const boosted = name === 'jaro_winkler_similarity' && sameStart && most > 0.7 ? most + 0.4 * (1 - most) : most
    return boosted < least - 1e-9 ? 0 : undefined
  }

/** Each edit spends at most one character that is not common. */
const distanceOutOfReach: OutOfReach = (common, a, b, _, { most }) => {
  const least = Math.max(a, b) - common
  return least > most ? least : undefined
}
