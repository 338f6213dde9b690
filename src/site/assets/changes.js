import { count, h, readDocument, time } from './dom.js'
import { pagedTable } from './paged-table.js'

/** What each published version changed against the one before. */
export function changesSection(changes) {
  if (changes.length === 0) return null
  return h(
    'section',
    {},
    h('h2', {}, 'What changed'),
    h(
      'div',
      { class: 'scroll', role: 'region', 'aria-label': 'What changed', tabindex: '0' },
      h(
        'table',
        {},
        h('caption', {}, 'Each dataset against the version before'),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['Dataset', 'Version', 'Rows', 'Added', 'Removed', 'Changed', 'Columns that changed'].map((label) =>
              h('th', { scope: 'col' }, label),
            ),
          ),
        ),
        h(
          'tbody',
          {},
          changes.map((one) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, one.dataset),
              h(
                'td',
                {},
                one.from === one.to
                  ? `${one.to}, unchanged`
                  : `${one.from ?? 'none'} → ${one.to} (${one.semanticVersion})`,
              ),
              h('td', { class: 'number' }, count(one.rows)),
              h('td', { class: 'number' }, count(one.added)),
              h('td', { class: 'number' }, count(one.removed)),
              h('td', { class: 'number' }, count(one.changed)),
              h(
                'td',
                {},
                h(
                  'ul',
                  { class: 'plain' },
                  one.addedColumns.map((name) => h('li', {}, `new column ${name}`)),
                  one.removedColumns.map((name) => h('li', {}, `column ${name} is gone`)),
                  Object.entries(one.columns)
                    .sort((a, b) => b[1] - a[1])
                    .slice(0, 8)
                    .map(([name, rows]) => h('li', {}, `${name}: ${count(rows)}`)),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  )
}

/** The published versions, from the newest runs on. */
export async function versionsPage() {
  const head = (await readDocument('index/head.json')) ?? { recent: [] }
  const published = head.recent.filter(({ status }) => status === 'published').toReversed()
  const names = [...new Set(published.flatMap(({ versions }) => Object.keys(versions)))]
  const table = pagedTable({
    caption: 'Releases of the newest runs',
    columns: [
      { label: 'Release', number: true },
      { label: 'As of' },
      ...names.map((label) => ({ label, number: true })),
      { label: 'Run' },
    ],
    total: () => published.length,
    rows: (from, to) =>
      published.slice(from, to).map((entry) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row', class: 'number' }, entry.release),
          h('td', {}, time(entry.nominalTime)),
          names.map((name) => h('td', { class: 'number' }, entry.versions[name] ?? '–')),
          h('td', {}, h('a', { href: `#/runs/${encodeURIComponent(entry.run)}` }, entry.run)),
        ),
      ),
  })
  await table.show(0)
  return [
    h('h1', {}, 'Versions'),
    h(
      'p',
      {},
      'A release publishes one version of each dataset. The page of its run says what changed. Older ones: ',
      h('a', { href: '#/status/published' }, 'all published runs'),
      '.',
    ),
    table.element,
    h(
      'p',
      {},
      'Take one with ',
      h('code', {}, 'hotpass pull <dataset> --version <n>'),
      '; prove it with ',
      h('code', {}, 'hotpass verify <dataset> --version <n>'),
      '.',
    ),
  ]
}
