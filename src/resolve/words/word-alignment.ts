import type { WordIndex } from './word-index.ts'

/** What two names have in common by their words. */
export interface WordAlignment {
  /** Weight of the words in common as a share of all words: 0 to 1. */
  likeness: number
  /** The same as a share of the words of the lighter name: 1 when they are all in the other. */
  containment: number
  /** Bits that the words in common say: how rare they are in this file, together. */
  rarity: number
  /**
   * Names that have words which tell apart (numbers, letters, directions) that the other has not: 0, 1 or 2; 2 as well where each has a word
   * for another kind of thing.
   */
  conflict: number
  /** Names that have words of any kind which the other has not: 0, 1 or 2. */
  difference: number
}

/** Shorter words are too often another word with one letter changed. */
const LEAST_LETTERS = 5
/** An edit in so many letters, one at least, is a slip of the hand. */
const LETTERS_AN_EDIT = 10
/** What a word is worth beside the same word with a slip of the hand, its short form, or its initials. */
const BY_SLIP = 0.85
const BY_SHORT_FORM = 0.8
const BY_INITIALS = 0.7
/** A short form has so many letters, and stands for a word that as many names have. */
const SHORT_FORM = { least: 2, most: 5, more: 2, texts: 4 }
const INITIALS = { least: 2, most: 6 }

/**
 * Compares names as sets of words weighted by their rarity, a soft TF-IDF (Cohen, Ravikumar & Fienberg 2003): equal words first, then one word
 * for two that are written together, slips of the hand in long words, short forms of words that many names have, and initials. Words that tell
 * apart are equal or not, and never alike.
 */
export class WordAligner {
  readonly #index: WordIndex
  readonly #found: WordAlignment = { likeness: 0, containment: 0, rarity: 0, conflict: 0, difference: 0 }
  #left: number[] = []
  #right: number[] = []
  #common = 0
  #matched = 0

  constructor(index: WordIndex) {
    this.#index = index
  }

  /** Of two texts of the domain. The result is overwritten by the next call. */
  align(x: number, y: number): WordAlignment {
    this.#takeEqual(x, y)
    if (this.#left.length > 0 && this.#right.length > 0) {
      this.#takeJoined(this.#left, this.#right)
      this.#takeJoined(this.#right, this.#left)
      this.#takeAlike()
      this.#takeInitials(this.#left, this.#right)
      this.#takeInitials(this.#right, this.#left)
    }
    const [restLeft, restRight] = [this.#weightOf(this.#left), this.#weightOf(this.#right)]
    const found = this.#found
    const all = this.#matched + restLeft + restRight
    const lighter = this.#matched + Math.min(restLeft, restRight)
    found.likeness = all === 0 ? 0 : this.#common / all
    found.containment = lighter === 0 ? 0 : this.#common / lighter
    found.rarity = this.#common
    found.conflict = this.#isUnitOf(x, y) || this.#isUnitOf(y, x) ? 1 : conflictOf(this.#left, this.#right, this.#index)
    found.difference = (this.#left.length > 0 ? 1 : 0) + (this.#right.length > 0 ? 1 : 0)
    return found
  }

  #takeEqual(x: number, y: number): void {
    const { starts, words, rarity } = this.#index
    const [left, right] = [this.#left, this.#right]
    left.length = 0
    right.length = 0
    this.#common = 0
    this.#matched = 0
    for (let at = starts[x] as number; at < (starts[x + 1] as number); at++) left.push(words[at] as number)
    for (let at = starts[y] as number; at < (starts[y + 1] as number); at++) {
      const word = words[at] as number
      const place = left.indexOf(word)
      if (place < 0) right.push(word)
      else {
        left.splice(place, 1)
        this.#add(rarity[word] as number, 1)
      }
    }
  }

  #add(weight: number, worth: number): void {
    this.#matched += weight
    this.#common += weight * worth
  }

  /** `Air Force` is `Airforce`. */
  #takeJoined(two: number[], one: number[]): void {
    const { spellings, rarity } = this.#index
    for (let at = 0; at + 1 < two.length; at++) {
      const [first, second] = [two[at] as number, two[at + 1] as number]
      const joined = `${spellings[first]}${spellings[second]}`
      const place = one.findIndex((word) => spellings[word] === joined)
      if (place < 0) continue
      const weight = Math.min(
        rarity[one[place] as number] as number,
        (rarity[first] as number) + (rarity[second] as number),
      )
      two.splice(at, 2)
      one.splice(place, 1)
      this.#add(weight, 1)
    }
  }

  #takeAlike(): void {
    const { rarity } = this.#index
    for (let at = this.#left.length - 1; at >= 0; at--) {
      const word = this.#left[at] as number
      let best = -1
      let worth = 0
      for (const [place, other] of this.#right.entries()) {
        const value = this.#worth(word, other)
        if (value > worth) [best, worth] = [place, value]
      }
      if (best < 0) continue
      const [other] = this.#right.splice(best, 1)
      this.#left.splice(at, 1)
      this.#add(Math.min(rarity[word] as number, rarity[other as number] as number), worth)
    }
  }

  #worth(one: number, other: number): number {
    const { spellings, texts, tellsApart } = this.#index
    if (tellsApart[one] === 1 || tellsApart[other] === 1) return 0
    const [a, b] = [spellings[one] as string, spellings[other] as string]
    const [short, long, spelt] = a.length <= b.length ? [a, b, other] : [b, a, one]
    if (
      short.length >= SHORT_FORM.least &&
      short.length <= SHORT_FORM.most &&
      long.length >= short.length + SHORT_FORM.more &&
      (texts[spelt] as number) >= SHORT_FORM.texts &&
      isShortFormOf(short, long)
    )
      return BY_SHORT_FORM
    if (short.length < LEAST_LETTERS) return 0
    const most = Math.max(1, Math.floor(short.length / LETTERS_AN_EDIT))
    return long.length - short.length <= most && editsWithin(short, long, most) ? BY_SLIP : 0
  }

  /** `CPC` is `Child Parent Centre`. */
  #takeInitials(short: number[], long: number[]): void {
    const { spellings, rarity, tellsApart } = this.#index
    for (let at = short.length - 1; at >= 0; at--) {
      const word = short[at] as number
      const letters = spellings[word] as string
      if (tellsApart[word] === 1 || letters.length < INITIALS.least || letters.length > INITIALS.most) continue
      for (let from = 0; from + letters.length <= long.length; from++) {
        const initials = long.slice(from, from + letters.length)
        if (!initials.every((other, place) => (spellings[other] as string)[0] === letters[place])) continue
        const spelt = initials.reduce((sum, other) => sum + (rarity[other] as number), 0)
        short.splice(at, 1)
        long.splice(from, letters.length)
        this.#add(Math.min(rarity[word] as number, spelt), BY_INITIALS)
        break
      }
    }
  }

  /** `Zebediela Hospital Gateway Clinic` is a clinic at `Zebediela Hospital`: a whole name of its kind, and another kind behind it. */
  #isUnitOf(x: number, y: number): boolean {
    const { starts, words, saysKind } = this.#index
    const [from, end] = [starts[x] as number, starts[x + 1] as number]
    const [start, whole] = [starts[y] as number, (starts[y + 1] as number) - (starts[y] as number)]
    if (whole === 0 || end - from <= whole) return false
    for (let at = 0; at < whole; at++) if (words[from + at] !== words[start + at]) return false
    return saysKind[words[start + whole - 1] as number] === 2 && saysKind[words[end - 1] as number] === 2
  }

  #weightOf(words: readonly number[]): number {
    let sum = 0
    for (const word of words) sum += this.#index.rarity[word] as number
    return sum
  }
}

/** Words left over on both sides. One side's number among other words more is part of a fuller name, and alone is another's. */
function conflictOf(left: readonly number[], right: readonly number[], { tellsApart, saysKind }: WordIndex): 0 | 1 | 2 {
  const [tellingLeft, tellingRight] = [
    left.some((word) => tellsApart[word] === 1),
    right.some((word) => tellsApart[word] === 1),
  ]
  if (tellingLeft && tellingRight) return 2
  const areKinds = (words: readonly number[]): boolean =>
    words.some((word) => saysKind[word] !== 0) && words.filter((word) => saysKind[word] === 0).length <= 1
  if (areKinds(left) && areKinds(right)) return 2
  const areTelling = (words: readonly number[]): boolean =>
    words.length > 0 && words.every((word) => tellsApart[word] === 1)
  return areTelling(left) || areTelling(right) ? 1 : 0
}

/** Whether at most so many letters are another, missing, too much or swapped with the next (optimal string alignment). */
function editsWithin(a: string, b: string, most: number): boolean {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let best = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, (before[j - 2] as number) + 1)
      row.push(best)
      if (best < least) least = best
    }
    if (least > most) return false
    before = last
    last = row
  }
  return (last[b.length] as number) <= most
}

/** `acad` and `acdmy` of `academy`: its first letter, and others of it in their order. */
function isShortFormOf(short: string, long: string): boolean {
  if (short[0] !== long[0]) return false
  let from = 0
  for (const letter of short) {
    from = long.indexOf(letter, from) + 1
    if (from === 0) return false
  }
  return true
}
