import { changesTable } from './changes.js'
import { h, readDocument, status, time } from './dom.js'
import { expandRow } from './expand-row.js'
import { pagedTable } from './paged-table.js'
import { filtered, pipelinesOf, readHead } from './run-index.js'

/** Every release, newest first, pipeline by pipeline, and what each changed. */
export async function versionsPage() {
  const head = await readHead()
  const pipelines = pipelinesOf(head)
  const tables = []
  for (const pipeline of pipelines) {
    const table = await releasesTable(head, pipeline, pipelines.length > 1)
    if (table !== undefined) tables.push(pipelines.length > 1 ? h('h2', {}, pipeline) : h('h2', {}, 'Releases'), table)
  }
  if (tables.length === 0)
    return [
      h('h1', {}, 'Versions'),
      h('p', {}, 'Nothing has been published yet. Start a run with: hotpass run refinement'),
    ]
  return [
    h('h1', {}, 'Versions'),
    h('p', {}, 'A release publishes one version of each dataset of its pipeline.'),
    ...tables,
    h(
      'p',
      {},
      'Take one with ',
      h('code', {}, 'hotpass pull <dataset> --version <n>'),
      '; compare two with ',
      h('code', {}, 'hotpass diff <dataset> <n> <m>'),
      '; prove it with ',
      h('code', {}, 'hotpass verify <dataset> --version <n>'),
      pipelines.length > 1 ? [' (a dataset is ', h('code', {}, '<pipeline>/<dataset>'), ')'] : null,
      '.',
    ),
  ]
}

async function releasesTable(head, pipeline, several) {
  const releases = filtered(head, (entry) => entry.status === 'published' && entry.pipeline === pipeline)
  const [newest] = await releases.slice(0, 1)
  if (newest === undefined) return undefined
  const names = Object.keys(newest.versions)
  const table = pagedTable({
    caption: `All releases${several ? ` of ${pipeline}` : ''}, newest first; versions that are new with a release are bold`,
    columns: [
      { label: 'Release', number: true },
      { label: 'As of' },
      ...names.map((label) => ({ label, number: true })),
      { label: 'Gate' },
      { label: 'Impact' },
      { label: 'Run' },
      { label: 'Changes' },
    ],
    total: releases.total,
    counted: releases.counted,
    rows: async (from, to) => {
      const found = await releases.slice(from, to + 1)
      return found.slice(0, to - from).map((entry, at) => row(entry, found[at + 1], names))
    },
  })
  await table.show(0)
  return table.element
}

function row(entry, before, names) {
  const version = (name) => {
    const own = entry.versions[name] ?? '–'
    return before !== undefined && before.versions[name] === entry.versions[name] ? own : h('strong', {}, own)
  }
  return h(
    'tr',
    {},
    h('th', { scope: 'row', class: 'number' }, entry.release),
    h('td', {}, time(entry.nominalTime)),
    names.map((name) => h('td', { class: 'number' }, version(name))),
    h('td', {}, entry.verdict ? status(entry.verdict) : '–'),
    h('td', {}, entry.impact ?? 'unknown'),
    h('td', {}, h('a', { href: `#/runs/${encodeURIComponent(entry.run)}` }, entry.run)),
    h(
      'td',
      {},
      expandRow('Changes', `Changes of release ${entry.release}`, () => changes(entry)),
    ),
  )
}

async function changes(entry) {
  const run = await readDocument(`runs/${encodeURIComponent(entry.run)}.json`)
  return [
    h('h3', { tabindex: '-1' }, `Release ${entry.release}`),
    run?.models === undefined ? null : modelsLine(run.models),
    changesTable(run?.changes ?? []) ?? h('p', {}, 'Nothing is kept of what it changed.'),
    h('p', {}, h('a', { href: `#/changes/${encodeURIComponent(entry.run)}` }, 'Row by row')),
  ]
}

const modelsLine = (models) =>
  h(
    'p',
    {},
    `Linked by ${models.map(({ dataset, version, id, origin }) => `${version === null ? id : `${dataset}/${version}`} (${origin})`).join(', ')}.`,
  )
