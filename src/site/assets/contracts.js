import { facts, h, readDocument } from './dom.js'
import { pagedTable } from './paged-table.js'

/** All contracts, published ones first. */
export async function contractsPage() {
  const contracts = (await readDocument('contracts.json')) ?? []
  const sorted = contracts.toSorted((a, b) => a.kind.localeCompare(b.kind) || a.title.localeCompare(b.title))
  // With one pipeline nobody needs to be told whose a contract is.
  const several = new Set(contracts.map(({ pipeline }) => pipeline)).size > 1
  return [
    h('h1', {}, 'Contracts'),
    h(
      'div',
      { class: 'scroll', role: 'region', 'aria-label': 'Contracts', tabindex: '0' },
      h(
        'table',
        {},
        h('caption', {}, 'What each source must look like and what each dataset promises'),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['Contract', ...(several ? ['Pipeline'] : []), 'Kind', 'Version', 'Owner', 'About'].map((label) =>
              h('th', { scope: 'col' }, label),
            ),
          ),
        ),
        h(
          'tbody',
          {},
          sorted.map((one) =>
            h(
              'tr',
              {},
              h(
                'th',
                { scope: 'row' },
                h(
                  'a',
                  { href: `#/contracts/${encodeURIComponent(several ? `${one.pipeline}/${one.id}` : one.id)}` },
                  one.title,
                ),
              ),
              several ? h('td', {}, one.pipeline) : null,
              h('td', {}, one.kind),
              h('td', {}, one.version),
              h('td', {}, one.owner),
              h('td', {}, one.description),
            ),
          ),
        ),
      ),
    ),
  ]
}

/** One contract: its facts and its fields. */
export async function contractPage(id) {
  const contract = ((await readDocument('contracts.json')) ?? []).find(
    (one) => one.id === id || `${one.pipeline}/${one.id}` === id,
  )
  if (!contract) return [h('h1', {}, 'No such contract'), h('p', {}, h('a', { href: '#/contracts' }, 'All contracts'))]
  const table = pagedTable({
    caption: `Fields of ${contract.title}`,
    columns: [
      { label: 'Field' },
      { label: 'Type' },
      { label: 'Rules' },
      { label: 'Personal data' },
      { label: 'Meaning' },
      { label: 'Example' },
    ],
    pageSize: 100,
    total: () => contract.fields.length,
    rows: (from, to) =>
      contract.fields
        .slice(from, to)
        .map((field) =>
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, field.label),
            h('td', {}, field.type),
            h(
              'td',
              {},
              [field.primaryKey ? 'primary key' : null, field.required ? 'required' : null]
                .filter(Boolean)
                .join(', ') || 'optional',
            ),
            h('td', {}, field.pii === 'none' ? 'no' : field.pii),
            h('td', {}, field.description),
            h('td', { class: 'long' }, String(field.example)),
          ),
        ),
  })
  await table.show(0)
  return [
    h('p', { class: 'crumbs' }, h('a', { href: '#/contracts' }, 'Contracts'), ' / ', contract.id),
    h('h1', {}, contract.title),
    h('p', {}, contract.description),
    facts([
      ['version', contract.version],
      ['kind', contract.kind],
      ['owner', contract.owner],
      ['pipeline', contract.pipeline],
    ]),
    contract.promises.length > 0
      ? h(
          'section',
          {},
          h('h2', {}, 'What it promises'),
          h(
            'ul',
            {},
            contract.promises.map((sentence) => h('li', {}, sentence)),
          ),
        )
      : null,
    h('h2', {}, 'Fields'),
    table.element,
  ]
}
