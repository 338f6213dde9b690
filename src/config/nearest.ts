import { editDistance } from '../contracts/nearest.ts'

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
