import { count, h } from './dom.js'

const NUMBERS = ['Rows', 'Added', 'Removed', 'Changed']

/** What each published version changed against the one before; null where nothing is known. */
export function changesTable(changes) {
  if (changes.length === 0) return null
  return h(
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
            h('th', { scope: 'col', class: NUMBERS.includes(label) ? 'number' : null }, label),
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
  )
}
