import { MOST_SYMBOLS, type Symbols } from '../records/text-domain.ts'

/**
 * Similarities of two texts `text[a0 … a1)` and `text[b0 … b1)`, character by character. They give what DuckDB's functions of the same
 * names give (property test), several times faster: no string is built, and what texts have in common at both ends is cut off. DuckDB
 * before version 2 counts the bytes of characters beyond ASCII; these count characters, as version 2 does.
 */
export type Measure = (text: Symbols, a0: number, a1: number, b0: number, b1: number) => number

/** The next place of each character, by character and by place: what is before the window is never looked at again. */
const firstPlace = new Int32Array(MOST_SYMBOLS).fill(-1)
let nextPlace = new Int32Array(256)
let matched = new Uint16Array(256)
let takenPlaces = new Uint8Array(256)

/** Jaro 1989, with the window of Winkler 1990. Each character takes the first free partner inside its window. */
export const jaro: Measure = (text, a0, a1, b0, b1) => {
  const a = a1 - a0
  const b = b1 - b0
  if (a === 0 || b === 0) return a === b ? 1 : 0
  if (a === 1 && b === 1) return text[a0] === text[b0] ? 1 : 0
  const reach = Math.max(0, (Math.max(a, b) >> 1) - 1)
  if (Math.max(a, b) > nextPlace.length) {
    nextPlace = new Int32Array(Math.max(a, b) * 2)
    matched = new Uint16Array(nextPlace.length)
    takenPlaces = new Uint8Array(nextPlace.length)
  }
  for (let j = b - 1; j >= 0; j--) {
    const symbol = text[b0 + j] as number
    nextPlace[j] = firstPlace[symbol] as number
    firstPlace[symbol] = j
    takenPlaces[j] = 0
  }
  let common = 0
  for (let i = 0; i < a; i++) {
    const symbol = text[a0 + i] as number
    let j = firstPlace[symbol] as number
    while (j >= 0 && j < i - reach) j = nextPlace[j] as number
    firstPlace[symbol] = j
    if (j < 0 || j > i + reach) continue
    takenPlaces[j] = 1
    firstPlace[symbol] = nextPlace[j] as number
    matched[common++] = symbol
  }
  let swapped = 0
  for (let j = 0, at = 0; at < common; j++) {
    if (takenPlaces[j] === 0) continue
    if (matched[at++] !== text[b0 + j]) swapped++
  }
  for (let j = 0; j < b; j++) firstPlace[text[b0 + j] as number] = -1
  return common === 0 ? 0 : (common / a + common / b + (common - (swapped >> 1)) / common) / 3
}

/** Winkler 1990: up to four common first characters count for more, above a Jaro similarity of 0.7. */
export const jaroWinkler: Measure = (text, a0, a1, b0, b1) => {
  const similarity = jaro(text, a0, a1, b0, b1)
  if (similarity <= 0.7) return similarity
  const most = Math.min(4, a1 - a0, b1 - b0)
  let prefix = 0
  while (prefix < most && text[a0 + prefix] === text[b0 + prefix]) prefix++
  return similarity + prefix * 0.1 * (1 - similarity)
}

let grid = new Int32Array(64 * 64)
const gridOf = (cells: number): Int32Array => {
  if (grid.length < cells) grid = new Int32Array(cells * 2)
  return grid
}

export const levenshtein: Measure = (text, a0, a1, b0, b1) => {
  while (a0 < a1 && b0 < b1 && text[a0] === text[b0]) {
    a0++
    b0++
  }
  while (a0 < a1 && b0 < b1 && text[a1 - 1] === text[b1 - 1]) {
    a1--
    b1--
  }
  const b = b1 - b0
  if (a1 === a0) return b
  if (b === 0) return a1 - a0
  const row = gridOf(b + 1)
  for (let j = 0; j <= b; j++) row[j] = j
  for (let i = a0; i < a1; i++) {
    let diagonal = row[0] as number
    row[0] = diagonal + 1
    let left = diagonal + 1
    const symbol = text[i]
    for (let j = 1; j <= b; j++) {
      const above = row[j] as number
      let best = symbol === text[b0 + j - 1] ? diagonal : diagonal + 1
      if (above + 1 < best) best = above + 1
      if (left + 1 < best) best = left + 1
      diagonal = above
      row[j] = best
      left = best
    }
  }
  return row[b] as number
}

const lastSeen = new Int32Array(MOST_SYMBOLS)

/** Unrestricted Damerau–Levenshtein (Lowrance & Wagner 1975): a transposed pair may be edited again. */
export const damerauLevenshtein: Measure = (text, a0, a1, b0, b1) => {
  while (a0 < a1 && b0 < b1 && text[a0] === text[b0]) {
    a0++
    b0++
  }
  while (a0 < a1 && b0 < b1 && text[a1 - 1] === text[b1 - 1]) {
    a1--
    b1--
  }
  const a = a1 - a0
  const b = b1 - b0
  if (a === 0) return b
  if (b === 0) return a
  const width = b + 2
  const cells = gridOf((a + 2) * width)
  const far = a + b
  cells[0] = far
  for (let i = 0; i <= a; i++) {
    cells[(i + 1) * width] = far
    cells[(i + 1) * width + 1] = i
  }
  for (let j = 0; j <= b; j++) {
    cells[j + 1] = far
    cells[width + j + 1] = j
  }
  for (let i = 1; i <= a; i++) {
    const symbol = text[a0 + i - 1] as number
    let lastColumn = 0
    const here = (i + 1) * width
    const above = i * width
    for (let j = 1; j <= b; j++) {
      const other = text[b0 + j - 1] as number
      const row = lastSeen[other] as number
      const column = lastColumn
      let best = cells[above + j] as number
      if (symbol === other) lastColumn = j
      else best++
      const left = (cells[here + j] as number) + 1
      const up = (cells[above + j + 1] as number) + 1
      if (left < best) best = left
      if (up < best) best = up
      const swap = (cells[row * width + column] as number) + (i - row - 1) + 1 + (j - column - 1)
      if (swap < best) best = swap
      cells[here + j + 1] = best
    }
    lastSeen[symbol] = i
  }
  for (let i = a0; i < a1; i++) lastSeen[text[i] as number] = 0
  return cells[(a + 1) * width + b + 1] as number
}

const marks = new Uint8Array(MOST_SYMBOLS)

/** Jaccard index of the two sets of characters. */
export const jaccard: Measure = (text, a0, a1, b0, b1) => {
  let union = 0
  let common = 0
  for (let i = a0; i < a1; i++) {
    const symbol = text[i] as number
    if (marks[symbol] === 0) {
      marks[symbol] = 1
      union++
    }
  }
  for (let j = b0; j < b1; j++) {
    const symbol = text[j] as number
    if (marks[symbol] === 1) {
      common++
      marks[symbol] = 2
    } else if (marks[symbol] === 0) {
      union++
      marks[symbol] = 3
    }
  }
  for (let i = a0; i < a1; i++) marks[text[i] as number] = 0
  for (let j = b0; j < b1; j++) marks[text[j] as number] = 0
  return union === 0 ? 0 : common / union
}
