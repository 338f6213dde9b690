import type { LostValues } from '../../ledger/works/refine-work.ts'

const MOST_NAMED = 6

/** What a file says and nothing published does, in a sentence a file: how many values, of which attributes, and why. */
export function lostSentences(lost: readonly LostValues[]): string[] {
  const files = new Map<string, Map<string, number>>()
  for (const { file, field, code, count } of lost) {
    const counts = files.get(file) ?? new Map<string, number>()
    counts.set(`${field} (${code})`, (counts.get(`${field} (${code})`) ?? 0) + count)
    files.set(file, counts)
  }
  return [...files].map(([file, counts]) => {
    const all = [...counts].sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
    const total = all.reduce((sum, [, count]) => sum + count, 0)
    const named = all.slice(0, MOST_NAMED).map(([what, count]) => `${count.toLocaleString('en')} of ${what}`)
    const more = all.length > MOST_NAMED ? ` and ${all.length - MOST_NAMED} more kinds` : ''
    const told = total === 1 ? '1 value is' : `${total.toLocaleString('en')} values are`
    const them = total === 1 ? 'it' : 'them'
    return `${file}: ${told} not published, since nothing could be made of ${them}: ${named.join(', ')}${more}.`
  })
}
