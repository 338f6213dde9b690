import { chart } from './charts.js'
import { count, facts, h, plural, status, time } from './dom.js'
import { pagedTable } from './paged-table.js'
import { filtered, newest, readHead } from './run-index.js'

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

/** The overview: current versions, the last runs as a chart, every run in pages. */
export async function runsPage(wanted) {
  const head = await readHead()
  if (head.total === 0)
    return [h('h1', {}, 'Runs'), h('p', {}, 'No run has ended yet. Start one with: hotpass run refinement')]
  const recent = head.recent
  const released = recent.findLast(({ status: name }) => name === 'published' || name === 'unchanged')
  const judged = recent.filter(({ read }) => read > 0)
  const filter = h(
    'select',
    { id: 'status-filter' },
    ['all', 'published', 'unchanged', 'blocked', 'failed', 'cancelled', 'timed_out'].map((name) =>
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
  return pagedTable({
    caption: `Runs that ended ${name}, newest first`,
    columns: COLUMNS,
    total: search.total,
    counted: search.counted,
    rows: async (from, to) => (await search.slice(from, to)).map(runRow),
  })
}
