import { chart } from './charts.js'
import { count, facts, h, plural, readDocument, status, time } from './dom.js'
import { pagedTable } from './paged-table.js'

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
async function newest(head, from, to) {
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

const runRow = (entry) =>
  h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('a', { href: `#/runs/${encodeURIComponent(entry.run)}` }, entry.run)),
    h('td', {}, time(entry.at)),
    h('td', {}, status(entry.status)),
    h('td', {}, entry.verdict ? status(entry.verdict) : 'not reached'),
    h('td', { class: 'number' }, count(entry.read)),
    h('td', { class: 'number' }, count(entry.quarantined)),
    h('td', { class: 'number' }, count(entry.published)),
    h('td', { class: 'number' }, entry.release ?? '–'),
  )

const COLUMNS = [
  { label: 'Run' },
  { label: 'Ended' },
  { label: 'Status' },
  { label: 'Gate' },
  { label: 'Read', number: true },
  { label: 'Quarantined', number: true },
  { label: 'Published', number: true },
  { label: 'Release', number: true },
]

/** The runs of one status are looked for from the newest on, a page of the index at a time, until there are enough to show. */
function filtered(head, wanted) {
  const found = []
  let seen = 0
  return {
    found,
    async upTo(length) {
      while (found.length < length && seen < head.total) {
        const batch = await newest(head, seen, Math.min(head.total, seen + head.pageSize))
        seen += head.pageSize
        found.push(...batch.filter((entry) => entry.status === wanted))
      }
      return seen >= head.total
    },
  }
}

/** The overview: current versions, the last runs as a chart, every run in pages. */
export async function runsPage(wanted) {
  const head = (await readDocument('index/head.json')) ?? { total: 0, pages: 0, pageSize: 50, recent: [] }
  if (head.total === 0)
    return [h('h1', {}, 'Runs'), h('p', {}, 'No run has ended yet. Start one with: hotpass run refinement')]
  const recent = head.recent
  const released = recent.findLast(({ status: name }) => name === 'published' || name === 'unchanged')
  const judged = recent.filter(({ read }) => read > 0)
  const filter = h(
    'select',
    { id: 'status-filter' },
    ['all', 'published', 'unchanged', 'blocked', 'failed'].map((name) =>
      h('option', { value: name, selected: name === wanted }, name),
    ),
  )
  const holder = h('div')
  const choose = async (name) => {
    const table =
      name === 'all'
        ? pagedTable({
            caption: `All ${plural(head.total, 'run')}, newest first`,
            columns: COLUMNS,
            total: () => head.total,
            rows: async (from, to) => (await newest(head, from, to)).map(runRow),
          })
        : filteredTable(head, name)
    holder.replaceChildren(table.element)
    await table.show(0)
  }
  filter.addEventListener('change', () => void choose(filter.value))
  await choose(wanted ?? 'all')
  return [
    h('h1', {}, 'Runs'),
    released
      ? facts([
          ...Object.entries(released.versions).map(([dataset, version]) => [dataset, `version ${version}`]),
          ['release', released.release],
          ['last run', status(recent.at(-1).status)],
        ])
      : h('p', {}, 'Nothing has been published yet.'),
    judged.length > 1
      ? chart({
          title: `Rows of the last ${judged.length} runs`,
          times: judged.map(({ at }) => at),
          series: [
            { label: 'read', values: judged.map(({ read }) => read), colour: '--quiet', dash: [6, 4] },
            { label: 'published', values: judged.map(({ published }) => published), colour: '--good' },
            { label: 'quarantined', values: judged.map(({ quarantined }) => quarantined), colour: '--bad' },
          ],
        })
      : null,
    h('p', { class: 'controls' }, h('label', { for: 'status-filter' }, 'Show '), filter),
    holder,
  ]
}

function filteredTable(head, name) {
  const search = filtered(head, name)
  let complete = false
  return pagedTable({
    caption: `Runs that ended ${name}, newest first`,
    columns: COLUMNS,
    // How many there are is known once the oldest was seen; until then there may be one page more.
    total: () => search.found.length + (complete ? 0 : 1),
    rows: async (from, to) => {
      complete = await search.upTo(to + 50)
      return search.found.slice(from, Math.min(to + 50, from + 50)).map(runRow)
    },
  })
}
