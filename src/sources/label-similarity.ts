/** A label reduced to what a person reads: lower case, no accents, `FirstName` and `first_name` as `first name`. */
export const labelKey = (label: string): string =>
  label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

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

const ratio = (left: string, right: string): number =>
  1 - editDistance(left, right) / Math.max(left.length, right.length, 1)

const sortedWords = (key: string): string => key.split(' ').sort().join(' ')
const digits = (key: string): string => key.replace(/\D+/g, ' ').trim()

/**
 * How alike two label keys are, 0 to 1: edit distance over length, words in any order. Keys that differ in their numbers
 * (`phone 1`, `phone 2`) are different columns, and keys under four characters say too little: both score 0.
 */
export function labelSimilarity(left: string, right: string): number {
  const [a, b] = [left.slice(0, 100), right.slice(0, 100)]
  if (a === b) return a === '' ? 0 : 1
  if (Math.min(a.length, b.length) < 4 || digits(a) !== digits(b)) return 0
  return Math.max(
    ratio(a, b),
    ratio(sortedWords(a), sortedWords(b)),
    ratio(a.replaceAll(' ', ''), b.replaceAll(' ', '')),
  )
}
