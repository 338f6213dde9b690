import { chart } from './charts.js'
import { count, h, plural, status, time } from './dom.js'
import { pagedTable } from './paged-table.js'
import { filtered, newest, pipelinesOf, readHead } from './run-index.js'

const runRow = (entry) =>
  h(
    'tr',
    {},
    h('th', { scope: 'row' }, h('a', { href: `#/runs/${encodeURIComponent(entry.run)}` }, entry.run)),
    h('td', {}, time(entry.at)),
    h('td', {}, status(entry.status)),
    h('td', {}, entry.verdict ? status(entry.verdict) : 'not reached'),
    h('td', {}, entry.status === 'published' ? (entry.impact ?? 'unknown') : '–'),
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
  { label: 'Impact' },
  { label: 'Read', number: true },
  { label: 'Quarantined', number: true },
  { label: 'Published', number: true },
  { label: 'Release', number: true },
]

// Written into the page by the run that ended last, and kept when the page's script takes over.
const standing = document.getElementById('standing')

/** The overview: where each pipeline stands, the last runs as a chart, every run in pages. */
export async function runsPage(wanted) {
  const head = await readHead()
  if (head.total === 0)
    return [h('h1', {}, 'Where things stand'), h('p', {}, 'No run has ended yet. Start one with: hotpass run')]
  const recent = head.recent
  const pipelines = pipelinesOf(head)
  const filter = h(
    'select',
    { id: 'status-filter' },
    ['all', 'published', 'unchanged', 'blocked', 'failed', 'cancelled', 'timed_out'].map((name) =>
      h('option', { value: name, selected: name === wanted }, name),
    ),
  )
  const whose = h(
    'select',
    { id: 'pipeline-filter' },
    ['all', ...pipelines].map((name) => h('option', { value: name }, name)),
  )
  const holder = h('div')
  const charts = h('div')
  const choose = async (name) => {
    const pipeline = whose.value
    const shown = pipeline === 'all' ? pipelines : [pipeline]
    charts.replaceChildren(...shown.map((one) => rowsChart(recent, one, pipelines.length > 1)).filter(Boolean))
    const table =
      name === 'all' && pipeline === 'all'
        ? pagedTable({
            caption: `All ${plural(head.total, 'run')}, newest first`,
            columns: COLUMNS,
            total: () => head.total,
            rows: async (from, to) => (await newest(head, from, to)).map(runRow),
          })
        : filteredTable(head, name, pipeline)
    holder.replaceChildren(table.element)
    await table.show(0)
  }
  filter.addEventListener('change', () => void choose(filter.value))
  whose.addEventListener('change', () => void choose(filter.value))
  await choose(wanted ?? 'all')
  return [
    h('h1', {}, 'Where things stand'),
    standing,
    h('h2', {}, 'Runs'),
    charts,
    h(
      'p',
      { class: 'controls' },
      h('label', { for: 'status-filter' }, 'Show '),
      filter,
      pipelines.length > 1 ? h('label', { for: 'pipeline-filter' }, ' of ') : null,
      pipelines.length > 1 ? whose : null,
    ),
    holder,
  ]
}

/** The last runs of a pipeline; null where there is nothing to compare. */
function rowsChart(recent, pipeline, several) {
  const judged = recent.filter((entry) => entry.pipeline === pipeline && entry.read > 0)
  if (judged.length < 2) return null
  return chart({
    title: `Rows of the last ${judged.length} runs${several ? ` of ${pipeline}` : ''}`,
    times: judged.map(({ at }) => at),
    series: [
      { label: 'read', values: judged.map(({ read }) => read), colour: '--quiet', dash: [6, 4] },
      { label: 'published', values: judged.map(({ published }) => published), colour: '--good' },
      { label: 'quarantined', values: judged.map(({ quarantined }) => quarantined), colour: '--bad' },
    ],
  })
}

function filteredTable(head, name, pipeline) {
  const search = filtered(
    head,
    (entry) => (name === 'all' || entry.status === name) && (pipeline === 'all' || entry.pipeline === pipeline),
  )
  const ended = name === 'all' ? 'Runs' : `Runs that ended ${name}`
  return pagedTable({
    caption: `${ended}${pipeline === 'all' ? '' : ` of ${pipeline}`}, newest first`,
    columns: COLUMNS,
    total: search.total,
    counted: search.counted,
    rows: async (from, to) => (await search.slice(from, to)).map(runRow),
  })
}
