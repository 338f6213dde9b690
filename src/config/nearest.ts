/**
 * The candidate a person most likely meant: least edit distance, case ignored, the earlier one on a tie. A whole last part that
 * agrees (`memory_limit_mb` for `engine.memory_limit_mb`) beats distance. Undefined without candidates.
 */
export function nearest(asked: string, candidates: Iterable<string>): string | undefined {
  const wanted = asked.slice(0, 200).toLowerCase()
  let best: { readonly candidate: string; readonly distance: number } | undefined
  for (const candidate of candidates) {
    const known = candidate.toLowerCase()
    const distance = wanted !== '' && known.endsWith(`.${wanted}`) ? 0 : editDistance(wanted, known)
    if (best === undefined || distance < best.distance) best = { candidate, distance }
  }
  return best?.candidate
}

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, at) => at)
  for (let row = 1; row <= left.length; row++) {
    const current = [row]
    for (let column = 1; column <= right.length; column++) {
      const swap = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1)
      current.push(Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, swap))
    }
    previous = current
  }
  return previous[right.length] ?? 0
}
