import { count, h } from './dom.js'

/**
 * A table that shows one page at a time, so that its size costs nothing. Printing shows all rows up to 5,000.
 * @param {{
 *   caption: string,
 *   columns: { label: string, number?: boolean }[],
 *   pageSize?: number,
 *   total: () => number,
 *   counted?: () => boolean,
 *   rows: (from: number, to: number) => Promise<HTMLElement[]> | HTMLElement[],
 * }} options `rows` gives finished `<tr>` elements; `counted` says whether `total` is all there is, or only what was found so far
 * @returns {{ element: HTMLElement, show: (page?: number) => Promise<void> }}
 */
export function pagedTable({ caption, columns, pageSize = 50, total, counted = () => true, rows }) {
  const body = h('tbody')
  const said = h('p', { class: 'page-said', 'aria-live': 'polite' })
  let page = 0
  let turn = 0
  const last = () => Math.max(0, Math.ceil(total() / pageSize) - 1)
  const button = (label, to) => h('button', { type: 'button', onclick: () => show(to()) }, label)
  const first = button('First', () => 0)
  const before = button('Previous', () => page - 1)
  const after = button('Next', () => page + 1)
  const end = button('Last', last)
  const element = h(
    'div',
    { class: 'paged' },
    h(
      'div',
      { class: 'scroll', role: 'region', 'aria-label': caption, tabindex: '0' },
      h(
        'table',
        {},
        h('caption', {}, caption),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            columns.map(({ label, number }) => h('th', { scope: 'col', class: number ? 'number' : null }, label)),
          ),
        ),
        body,
      ),
    ),
    h('div', { class: 'pager', role: 'group', 'aria-label': `Pages of ${caption}` }, first, before, after, end, said),
  )
  async function show(wanted = page) {
    const mine = ++turn
    page = Math.min(Math.max(0, wanted), last())
    const from = page * pageSize
    const to = Math.min(total(), from + pageSize)
    const made = await rows(from, to)
    if (mine !== turn) return
    body.replaceChildren(...made)
    first.disabled = before.disabled = page === 0
    after.disabled = page >= last()
    end.disabled = after.disabled || !counted()
    said.textContent =
      total() === 0 ? 'None' : `${count(from + 1)} to ${count(to)}${counted() ? ` of ${count(total())}` : ''}`
  }
  addEventListener('beforeprint', () => {
    if (!element.isConnected) return
    const all = rows(0, Math.min(total(), 5000))
    if (Array.isArray(all)) body.replaceChildren(...all)
  })
  addEventListener('afterprint', () => {
    if (element.isConnected) void show()
  })
  return { element, show }
}
