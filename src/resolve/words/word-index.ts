import type { TextDomain } from '../records/text-domain.ts'
import { isKind } from './kind-words.ts'
import { tellsApartBy } from './telling-apart.ts'

const SPACE = 32
/** A word is common where so many names, and such a share of them, have it. */
const LEAST_COMMON = 4
const COMMON_SHARE = 0.01

/**
 * The words of every text of a column: the words of text `t` are `words[starts[t] … starts[t + 1])`, in their order, each once. A word's rarity
 * is log2 of how many different texts there are for one that has it (inverse document frequency, Spärck Jones 1972), in bits: a tail that
 * most names share weighs next to nothing. Texts are counted once however many rows have them, so that many rows of one thing do not make
 * its name common.
 */
export interface WordIndex {
  readonly starts: Int32Array
  readonly words: Int32Array
  readonly spellings: readonly string[]
  /** Bits by word. */
  readonly rarity: Float64Array
  /** Texts by word. */
  readonly texts: Int32Array
  /** 1 for a word that tells names apart: a number, a letter, a direction. */
  readonly tellsApart: Uint8Array
  /** 2 for a word that is known to say what kind of thing is named, 1 for one that many names of this file have. */
  readonly saysKind: Uint8Array
}

/** Reads the words of a sealed domain's texts, which are parted by single spaces. */
export function wordIndex(domain: TextDomain): WordIndex {
  const { symbols, offsets, size } = domain
  const starts = new Int32Array(size + 1)
  const ids = new Map<string, number>()
  const spellings: string[] = []
  const tells: number[] = []
  const texts: number[] = []
  const words: number[] = []
  for (let code = 0; code < size; code++) {
    const from = words.length
    const end = offsets[code + 1] as number
    let start = offsets[code] as number
    for (let at = start; at <= end; at++) {
      if (at < end && symbols[at] !== SPACE) continue
      if (at > start) {
        const written = String.fromCharCode(...symbols.subarray(start, at))
        const apart = tellsApartBy(written)
        // A number has one spelling, and shares it with no word.
        const key = apart === null ? written : ` ${apart}`
        let id = ids.get(key)
        if (id === undefined) {
          id = spellings.length
          ids.set(key, id)
          spellings.push(apart ?? written)
          tells.push(apart === null ? 0 : 1)
          texts.push(0)
        }
        if (words.indexOf(id, from) < 0) {
          words.push(id)
          texts[id] = (texts[id] as number) + 1
        }
      }
      start = at + 1
    }
    starts[code + 1] = words.length
  }
  const common = Math.max(LEAST_COMMON, COMMON_SHARE * size)
  return {
    starts,
    words: Int32Array.from(words),
    spellings,
    rarity: Float64Array.from(texts, (count) => Math.log2((size + 1) / count)),
    texts: Int32Array.from(texts),
    tellsApart: Uint8Array.from(tells),
    saysKind: Uint8Array.from(spellings, (word, id) =>
      tells[id] !== 0 ? 0 : isKind(word) ? 2 : (texts[id] as number) >= common ? 1 : 0,
    ),
  }
}
