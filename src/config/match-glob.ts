/** One pattern, cut at its stars; `null` is `?`, any one character. */
type Segment = readonly (string | null)[]

const compiled = new Map<string, readonly Segment[]>()
const MOST_COMPILED = 1000

/**
 * Whether a name fits a pattern in which `*` is any run of characters and `?` is any one; nothing else is special.
 * Case is ignored, and so is how accents are composed: file systems disagree about both. Each star takes the earliest place its
 * segment fits and never gives it back, so no pattern, however hostile, costs more than length times length.
 */
export function matchGlob(pattern: string, name: string): boolean {
  const segments = segmentsOf(pattern)
  const text = fold(name)
  const first = segments[0] ?? []
  if (segments.length === 1) return text.length === first.length && fits(first, text, 0)
  const last = segments[segments.length - 1] ?? []
  const end = text.length - last.length
  if (first.length > end || !fits(first, text, 0) || !fits(last, text, end)) return false
  let at = first.length
  for (const segment of segments.slice(1, -1)) {
    while (at + segment.length <= end && !fits(segment, text, at)) at++
    if (at + segment.length > end) return false
    at += segment.length
  }
  return true
}

function segmentsOf(pattern: string): readonly Segment[] {
  const found = compiled.get(pattern)
  if (found !== undefined) return found
  const segments = pattern.split('*').map((part) => fold(part).map((letter) => (letter === '?' ? null : letter)))
  if (compiled.size >= MOST_COMPILED) compiled.clear()
  compiled.set(pattern, segments)
  return segments
}

const fold = (text: string): string[] => Array.from(text.normalize('NFC'), (letter) => letter.toLowerCase())

function fits(segment: Segment, text: readonly string[], at: number): boolean {
  for (let index = 0; index < segment.length; index++) {
    const wanted = segment[index]
    if (wanted !== null && wanted !== text[at + index]) return false
  }
  return true
}
