import { editDistance } from '../../contracts/nearest.ts'

/** A label reduced to what a person reads: lower case, no accents, `FirstName` and `first_name` as `first name`. */
export const labelKey = (label: string): string =>
  label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

const ratio = (left: string, right: string): number =>
  1 - editDistance(left, right) / Math.max(left.length, right.length, 1)

const digits = (key: string): string => key.replace(/\D+/g, ' ').trim()
const compact = (key: string): string => key.replaceAll(' ', '')
const fillers = new Set(['of', 'the', 'a', 'an', 'and', 'for'])
const words = (key: string): string[] => key.split(' ').filter((word) => !fillers.has(word))

/** Words of one key paired with their likest of the other: how alike they are by length, and how alike the least alike pair is. */
function compareWords(left: readonly string[], right: readonly string[]): { likeness: number; least: number } {
  const open = [...right]
  let alike = 0
  let total = 0
  let least = 1
  for (const word of left) {
    const ratios = open.map((other) => ratio(word, other))
    const best = Math.max(...ratios)
    const [partner = ''] = open.splice(ratios.indexOf(best), 1)
    const weight = word.length + partner.length
    alike += best * weight
    total += weight
    least = Math.min(least, best)
  }
  return { likeness: total === 0 ? 0 : alike / total, least }
}

const ALIKE = 0.7
const NOT_QUITE = 0.69
const SAME_LETTERS = 0.85

/**
 * How alike two label keys are, 0 to 1: by letters, and by words in any order. A word more, or one that is another word
 * (`contact name`, `contact number`), is another meaning: such pairs stay below 0.7 however many letters they share. Keys
 * that differ in their numbers (`phone 1`, `phone 2`) and keys under four characters score 0.
 */
export function labelSimilarity(left: string, right: string): number {
  const [a, b] = [left.slice(0, 100), right.slice(0, 100)]
  if (a === b) return a === '' ? 0 : 1
  if (Math.min(a.length, b.length) < 4 || digits(a) !== digits(b)) return 0
  const letters = ratio(compact(a), compact(b))
  const [ours, theirs] = [words(a), words(b)]
  if (ours.length !== theirs.length) return letters >= SAME_LETTERS ? letters : Math.min(NOT_QUITE, letters)
  const { likeness, least } = compareWords(ours, theirs)
  return least >= ALIKE ? Math.max(letters, likeness) : Math.min(NOT_QUITE, Math.max(letters, likeness))
}
