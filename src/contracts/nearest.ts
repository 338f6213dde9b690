/** The number of single-character edits (insert, delete, replace) between two texts. */
export function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1] ? 0 : 1
      current.push(
        Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, (previous[column - 1] ?? 0) + same),
      )
    }
    previous = current
  }
  return previous[right.length] ?? 0
}

/**
 * The candidate a person most likely meant: least edit distance, case ignored, the earlier one on a tie.
 * Undefined without candidates. Asked texts beyond 200 characters are cut, since nobody mistypes that much.
 */
export function nearest(asked: string, candidates: Iterable<string>): string | undefined {
  const wanted = asked.slice(0, 200).toLowerCase()
  let best: { readonly candidate: string; readonly distance: number } | undefined
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase())
    if (!best || distance < best.distance) best = { candidate, distance }
  }
  return best?.candidate
}
