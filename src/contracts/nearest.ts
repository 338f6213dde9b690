/** Least number of single-character insertions, deletions and replacements that turn one text into the other. */
export function editDistance(left: string, right: string): number {
  const row = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let i = 1; i <= left.length; i++) {
    let diagonal = row[0] ?? 0
    row[0] = i
    for (let j = 1; j <= right.length; j++) {
      const above = row[j] ?? 0
      const replaced = diagonal + (left.charCodeAt(i - 1) === right.charCodeAt(j - 1) ? 0 : 1)
      row[j] = Math.min(above + 1, (row[j - 1] ?? 0) + 1, replaced)
      diagonal = above
    }
  }
  return row[right.length] ?? 0
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
