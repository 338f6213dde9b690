import { count, facts, h, plural, readDocument, status } from './dom.js'

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
      h(
        'caption',
        {},
        changes.some(({ to }) => to === null)
          ? 'Each dataset against what is released'
          : 'Each dataset against the version before',
      ),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Dataset', 'Version', 'Impact', 'Rows', 'Added', 'Removed', 'Changed', 'Columns that changed'].map((label) =>
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
                : `${one.from ?? 'none'} → ${one.to === null ? 'blocked' : `${one.to} (${one.semanticVersion})`}`,
            ),
            h('td', {}, one.impact ?? 'unknown'),
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
                (one.retypedColumns ?? []).map(({ name, from, to }) =>
                  h('li', {}, `column ${name} was ${from} and is ${to}`),
                ),
                Object.entries(one.columns)
                  .slice(0, 8)
                  .map(([name, rows]) => h('li', {}, columnLine(one, name, rows))),
                Object.keys(one.columns).length > 8
                  ? h('li', {}, `and ${Object.keys(one.columns).length - 8} more columns`)
                  : null,
              ),
            ),
          ),
        ),
      ),
    ),
  )
}

/** How many rows changed in a column, and in how many of them a value came or went. */
function columnLine(one, name, rows) {
  const parts = [
    one.filled?.[name] ? `${count(one.filled[name])} had none` : null,
    one.emptied?.[name] ? `${count(one.emptied[name])} have none now` : null,
  ].filter(Boolean)
  return `${name}: ${count(rows)}${parts.length > 0 ? ` (${parts.join(', ')})` : ''}`
}

/** Entities that became one or several, and the first rows that differ, dataset by dataset. */
export function changesDetail(changes) {
  return changes.flatMap((one) => [movesOf(one), examplesOf(one)]).filter(Boolean)
}

function movesOf({ dataset, merged = 0, split = 0, moves = [] }) {
  if (moves.length === 0) return null
  const more = merged + split - moves.length
  return h(
    'section',
    {},
    h('h3', {}, `${dataset}: entities that became one or several`),
    h(
      'ul',
      {},
      moves.map(({ change, entity, entities }) =>
        h(
          'li',
          { class: 'long' },
          change === 'merged' ? `${entities.join(', ')} became ${entity}` : `${entity} became ${entities.join(', ')}`,
        ),
      ),
      more > 0 ? h('li', {}, `and ${count(more)} more`) : null,
    ),
  )
}

function examplesOf({ dataset, key = [], examples = [] }) {
  if (examples.length === 0) return null
  const columns = ['Change', ...key, 'Field', 'Before', 'After']
  return h(
    'section',
    {},
    h('h3', {}, `${dataset}: the first rows`),
    h(
      'div',
      { class: 'scroll', role: 'region', 'aria-label': `First rows of ${dataset} that differ`, tabindex: '0' },
      h(
        'table',
        {},
        h('caption', {}, 'A line a field; of a row that came or went one. Values are masked.'),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            columns.map((label) => h('th', { scope: 'col' }, label)),
          ),
        ),
        h(
          'tbody',
          {},
          examples.map((one) =>
            h(
              'tr',
              {},
              h('td', {}, one.change),
              one.key.map((part) => h('td', {}, part)),
              h('th', { scope: 'row' }, one.field),
              h('td', { class: 'wide' }, one.before ?? '–'),
              h('td', { class: 'wide' }, one.after ?? '–'),
            ),
          ),
        ),
      ),
    ),
  )
}

/** Every difference between two versions is a command's to write. */
export const diffCommands = (changes) =>
  changes
    .filter(({ from, to }) => from !== null && to !== null && from !== to)
    .map(({ dataset, from, to }) =>
      h('li', {}, h('code', {}, `hotpass diff ${dataset} ${from} ${to} --out ${dataset}.xlsx`)),
    )

/** What a release changed, or what a blocked run would have changed, row by row. */
export async function changesPage(id) {
  const run = await readDocument(`runs/${encodeURIComponent(id)}.json`)
  const changes = run?.changes ?? []
  const title = run?.status === 'blocked' ? 'What would have changed' : `What release ${run?.release ?? ''} changed`
  if (changes.length === 0)
    return [
      h('h1', {}, 'What changed'),
      h('p', {}, `Nothing is kept of what ${id} changed. `, h('a', { href: '#/' }, 'All runs')),
    ]
  const commands = diffCommands(changes)
  return [
    h(
      'p',
      { class: 'crumbs' },
      h('a', { href: '#/' }, 'Runs'),
      ' / ',
      h('a', { href: `#/runs/${encodeURIComponent(id)}` }, run.run),
    ),
    h('h1', {}, title),
    facts([
      ['status', status(run.status)],
      ['impact', run.impact ?? null],
      ['datasets', plural(changes.length, 'dataset')],
    ]),
    changesTable(changes),
    ...changesDetail(changes),
    commands.length > 0
      ? h('section', {}, h('h2', {}, 'Every difference'), h('ul', { class: 'plain' }, commands))
      : null,
  ].filter(Boolean)
}
