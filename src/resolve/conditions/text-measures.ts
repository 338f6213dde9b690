/**
 * Similarities of two byte strings `text[a0 … a1)` and `text[b0 … b1)`. They give what DuckDB's functions of the same names give
 * (property test), several times faster: no string is built, and what strings have in common at both ends is cut off.
 */
export type Measure = (text: Uint8Array, a0: number, a1: number, b0: number, b1: number) => number

const MASK_BITS = 31
const positions = new Int32Array(256)

/** Jaro 1989, with the window of Winkler 1990. */
export const jaro: Measure = (text, a0, a1, b0, b1) => {
  const a = a1 - a0
  const b = b1 - b0
  if (a === 0 || b === 0) return a === b ? 1 : 0
  if (a === 1 && b === 1) return text[a0] === text[b0] ? 1 : 0
  const reach = Math.max(0, (Math.max(a, b) >> 1) - 1)
  return a <= MASK_BITS && b <= MASK_BITS ? jaroShort(text, a0, a, b0, b, reach) : jaroLong(text, a0, a, b0, b, reach)
}

const jaroOf = (common: number, swapped: number, a: number, b: number): number =>
  common === 0 ? 0 : (common / a + common / b + (common - (swapped >> 1)) / common) / 3

/** Bit `i` of a mask stands for the i-th byte: one look finds the first free partner inside the window. */
function jaroShort(text: Uint8Array, a0: number, a: number, b0: number, b: number, reach: number): number {
  for (let j = 0; j < b; j++) {
    const byte = text[b0 + j] as number
    positions[byte] = (positions[byte] as number) | (1 << j)
  }
  let taken = 0
  let matched = 0
  let common = 0
  for (let i = 0; i < a; i++) {
    const from = i - reach
    const until = i + reach
    let window = until >= MASK_BITS - 1 ? 0x7fffffff : (2 << until) - 1
    if (from > 0) window &= ~((1 << from) - 1)
    const free = (positions[text[a0 + i] as number] as number) & window & ~taken
    if (free !== 0) {
      taken |= free & -free
      matched |= 1 << i
      common++
    }
  }
  let swapped = 0
  let rest = taken
  for (let i = 0; rest !== 0; i++) {
    if ((matched & (1 << i)) === 0) continue
    const j = 31 - Math.clz32(rest & -rest)
    if (text[a0 + i] !== text[b0 + j]) swapped++
    rest &= rest - 1
  }
  for (let j = 0; j < b; j++) positions[text[b0 + j] as number] = 0
  return jaroOf(common, swapped, a, b)
}

function jaroLong(text: Uint8Array, a0: number, a: number, b0: number, b: number, reach: number): number {
  const taken = new Uint8Array(b)
  const matched = new Uint8Array(a)
  let common = 0
  for (let i = 0; i < a; i++) {
    const until = Math.min(b - 1, i + reach)
    for (let j = Math.max(0, i - reach); j <= until; j++) {
      if (taken[j] === 1 || text[a0 + i] !== text[b0 + j]) continue
      taken[j] = 1
      matched[i] = 1
      common++
      break
    }
  }
  let swapped = 0
  for (let i = 0, j = 0; i < a; i++) {
    if (matched[i] === 0) continue
    while (taken[j] === 0) j++
    if (text[a0 + i] !== text[b0 + j]) swapped++
    j++
  }
  return jaroOf(common, swapped, a, b)
}

/** Winkler 1990: up to four common first bytes count for more, above a Jaro similarity of 0.7. */
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
    const byte = text[i]
    for (let j = 1; j <= b; j++) {
      const above = row[j] as number
      let best = byte === text[b0 + j - 1] ? diagonal : diagonal + 1
      if (above + 1 < best) best = above + 1
      if (left + 1 < best) best = left + 1
      diagonal = above
      row[j] = best
      left = best
    }
  }
  return row[b] as number
}

const lastSeen = new Int32Array(256)

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
    const byte = text[a0 + i - 1] as number
    let lastColumn = 0
    const here = (i + 1) * width
    const above = i * width
    for (let j = 1; j <= b; j++) {
      const other = text[b0 + j - 1] as number
      const row = lastSeen[other] as number
      const column = lastColumn
      let best = cells[above + j] as number
      if (byte === other) lastColumn = j
      else best++
      const left = (cells[here + j] as number) + 1
      const up = (cells[above + j + 1] as number) + 1
      if (left < best) best = left
      if (up < best) best = up
      const swap = (cells[row * width + column] as number) + (i - row - 1) + 1 + (j - column - 1)
      if (swap < best) best = swap
      cells[here + j + 1] = best
    }
    lastSeen[byte] = i
  }
  for (let i = a0; i < a1; i++) lastSeen[text[i] as number] = 0
  return cells[(a + 1) * width + b + 1] as number
}

const marks = new Uint8Array(256)

/** Jaccard index of the two sets of bytes. */
export const jaccard: Measure = (text, a0, a1, b0, b1) => {
  let union = 0
  let common = 0
  for (let i = a0; i < a1; i++) {
    const byte = text[i] as number
    if (marks[byte] === 0) {
      marks[byte] = 1
      union++
    }
  }
  for (let j = b0; j < b1; j++) {
    const byte = text[j] as number
    if (marks[byte] === 1) {
      common++
      marks[byte] = 2
    } else if (marks[byte] === 0) {
      union++
      marks[byte] = 3
    }
  }
  for (let i = a0; i < a1; i++) marks[text[i] as number] = 0
  for (let j = b0; j < b1; j++) marks[text[j] as number] = 0
  return union === 0 ? 0 : common / union
}
