import { readDocument } from './dom.js'

/** The newest runs, and how many there are in all. */
export const readHead = async () =>
  (await readDocument('index/head.json')) ?? { total: 0, pages: 0, pageSize: 50, recent: [] }

const pages = new Map()
const page = (at) => {
  if (!pages.has(at)) {
    const name = `index/page-${String(at).padStart(6, '0')}.json`
    pages.set(
      at,
      readDocument(name).then((found) => {
        if (!found) throw new Error(`${name} is missing from the site. Write it anew with: hotpass docs --rebuild`)
        return found
      }),
    )
  }
  return pages.get(at)
}

/** The runs from the newest on, by their place in that order; only the pages that hold them are read. */
export async function newest(head, from, to) {
  const found = []
  for (let at = from; at < to; at++) {
    const place = head.total - 1 - at
    const written = head.pages * head.pageSize
    found.push(
      place >= written
        ? head.recent[place - written]
        : (await page(Math.floor(place / head.pageSize)))[place % head.pageSize],
    )
  }
  return found.filter(Boolean)
}

/** The pipelines that runs were of. */
export const pipelinesOf = (head) =>
  [...new Set([...(head.pipelines ?? []), ...head.recent.map(({ pipeline }) => pipeline)])].sort()

/**
 * The runs that match, looked for from the newest on, a page of the index at a time, until there are enough to show. How many there are
 * is known once the oldest was seen; until then there may be one page more.
 */
export function filtered(head, matches) {
  const found = []
  let seen = 0
  const complete = () => seen >= head.total
  return {
    total: () => found.length + (complete() ? 0 : 1),
    counted: complete,
    async slice(from, to) {
      // A page more than asked for, so that "next" is known to lead somewhere.
      while (found.length < to + head.pageSize && !complete()) {
        const batch = await newest(head, seen, Math.min(head.total, seen + head.pageSize))
        seen += head.pageSize
        found.push(...batch.filter(matches))
      }
      return found.slice(from, Math.max(to, from + head.pageSize))
    },
  }
}
