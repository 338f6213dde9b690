import type { Bound, Condition } from '../conditions/condition.ts'
import {
  damerauLevenshtein,
  jaccard,
  jaro,
  jaroWinkler,
  levenshtein,
  type Measure,
} from '../conditions/text-measures.ts'
import type { ListColumn, RecordColumns, TextColumn } from '../records/record-columns.ts'

/** SQL's three truths for the rows at two positions: 1 true, 0 false, −1 NULL. */
export type PairTest = (a: number, b: number) => 1 | 0 | -1

const MEASURES: Readonly<Record<string, Measure>> = {
  jaro_winkler_similarity: jaroWinkler,
  jaro_similarity: jaro,
  levenshtein,
  damerau_levenshtein: damerauLevenshtein,
  jaccard,
}

/** Whether the measure grows with difference. */
const isDistance = (name: string): boolean => name.endsWith('levenshtein')

const within: Readonly<Record<Bound, (value: number, limit: number) => 1 | 0>> = {
  '>=': (value, limit) => (value >= limit ? 1 : 0),
  '>': (value, limit) => (value > limit ? 1 : 0),
  '<=': (value, limit) => (value <= limit ? 1 : 0),
  '<': (value, limit) => (value < limit ? 1 : 0),
}

/** Makes conditions executable. Levels of one comparison share a compiler, so that each measure is computed once a pair. */
export class ConditionCompiler {
  readonly #columns: RecordColumns
  readonly #measures = new Map<
    string,
    { value: (a: number, b: number) => number; limits: { least: number; most: number } }
  >()

  constructor(columns: RecordColumns) {
    this.#columns = columns
  }

  compile(condition: Condition): PairTest {
    switch (condition.kind) {
      case 'and':
      case 'or': {
        const stop = condition.kind === 'and' ? 0 : 1
        const parts = condition.parts.map((part) => this.compile(part))
        return (a, b) => {
          let unknown = false
          for (const part of parts) {
            const truth = part(a, b)
            if (truth === stop) return stop
            if (truth === -1) unknown = true
          }
          return unknown ? -1 : stop === 0 ? 1 : 0
        }
      }
      case 'not': {
        const part = this.compile(condition.part)
        return (a, b) => {
          const truth = part(a, b)
          return truth === -1 ? -1 : truth === 1 ? 0 : 1
        }
      }
      case 'flag':
      case 'missing': {
        const key = condition.kind === 'flag' ? condition.operand : `(${condition.operand}) IS NULL`
        const values = this.#columns.flags.get(key)?.values as Int8Array
        return condition.side === 'l' ? (a) => values[a] as 1 | 0 | -1 : (_, b) => values[b] as 1 | 0 | -1
      }
      case 'equal': {
        const left = this.#text(condition.left).codes
        const right = this.#text(condition.right).codes
        return (a, b) => {
          const x = left[a] as number
          const y = right[b] as number
          return x < 0 || y < 0 ? -1 : x === y ? 1 : 0
        }
      }
      case 'text': {
        const value = this.#measure(condition.measure, condition.left, condition.right, condition.limit)
        return bounded(value, condition.bound, condition.limit)
      }
      case 'shared': {
        const value = this.#shared(condition.of, condition.left, condition.right)
        return bounded(value, condition.bound, condition.limit)
      }
      case 'difference': {
        const left = this.#columns.numbers.get(condition.left)?.values as Float64Array
        const right = this.#columns.numbers.get(condition.right)?.values as Float64Array
        return bounded((a, b) => Math.abs((left[a] as number) - (right[b] as number)), condition.bound, condition.limit)
      }
    }
  }

  #text(sql: string): TextColumn {
    return this.#columns.texts.get(sql) as TextColumn
  }

  /**
   * NaN when either side is NULL. The last pair's value is kept, since the next level often asks for the same; and what cannot reach
   * any level's limit is told from the texts' signatures alone (as 0, or as further than every limit).
   */
  #measure(name: string, leftSql: string, rightSql: string, limit: number): (a: number, b: number) => number {
    const key = `${name}\0${leftSql}\0${rightSql}`
    const known = this.#measures.get(key)
    if (known) {
      known.limits.least = Math.min(known.limits.least, limit)
      known.limits.most = Math.max(known.limits.most, limit)
      return known.value
    }
    const measure = MEASURES[name] as Measure
    const left = this.#text(leftSql).codes
    const right = this.#text(rightSql).codes
    const { domain } = this.#text(leftSql)
    const limits = { least: limit, most: limit }
    const outOfReach = name.startsWith('jaro')
      ? jaroOutOfReach(name)
      : isDistance(name)
        ? distanceOutOfReach
        : undefined
    let [lastA, lastB, last] = [-1, -1, Number.NaN]
    const value = (a: number, b: number): number => {
      const x = left[a] as number
      const y = right[b] as number
      if (x < 0 || y < 0) return Number.NaN
      if (x === lastA && y === lastB) return last
      lastA = x
      lastB = y
      const { symbols, offsets } = domain
      const a0 = offsets[x] as number
      const a1 = offsets[x + 1] as number
      const b0 = offsets[y] as number
      const b1 = offsets[y + 1] as number
      const beyond = outOfReach?.(domain.commonAtMost(x, y), a1 - a0, b1 - b0, symbols[a0] === symbols[b0], limits)
      last = beyond ?? measure(symbols, a0, a1, b0, b1)
      return last
    }
    this.#measures.set(key, { value, limits })
    return value
  }

  #shared(of: 'count' | 'union' | 'shorter', leftSql: string, rightSql: string): (a: number, b: number) => number {
    const left = this.#columns.lists.get(leftSql) as ListColumn
    const right = this.#columns.lists.get(rightSql) as ListColumn
    return (a, b) => {
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
  }
}

function bounded(value: (a: number, b: number) => number, bound: Bound, limit: number): PairTest {
  const test = within[bound]
  return (a, b) => {
    const found = value(a, b)
    return Number.isNaN(found) ? -1 : test(found, limit)
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
