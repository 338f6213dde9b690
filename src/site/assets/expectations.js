import { chart, sparkline } from './charts.js'
import { count, h, number, plural, status } from './dom.js'
import { expandRow } from './expand-row.js'
import { pagedTable } from './paged-table.js'

const RANK = { failed: 0, uncertain: 1, passed: 2 }
const severityRank = { error: 0, warning: 1, info: 2 }

/** What was expected and what was found: failures first, filtered as asked, a page at a time. */
export async function expectationsSection(run) {
  const all = run.expectations
    .map((one, at) => ({
      one,
      at,
      text: `${one.dataset} ${one.expected} ${one.id} ${one.columns.join(' ')}`.toLowerCase(),
    }))
    .sort(
      (a, b) =>
        RANK[a.one.outcome] - RANK[b.one.outcome] ||
        (severityRank[a.one.severity] ?? 3) - (severityRank[b.one.severity] ?? 3) ||
        a.at - b.at,
    )
  let chosen = all
  const tally = (outcome) => all.filter(({ one }) => one.outcome === outcome).length
  const table = pagedTable({
    caption: 'Expectations, failures first',
    columns: [
      { label: 'Outcome' },
      { label: 'Dataset' },
      { label: 'Expected' },
      { label: 'Found' },
      { label: 'History' },
      { label: 'More' },
    ],
    total: () => chosen.length,
    rows: (from, to) => chosen.slice(from, to).map(({ one }) => row(run, one)),
  })
  const outcome = h(
    'select',
    { id: 'outcome-filter' },
    ['all', 'failed', 'uncertain', 'passed'].map((name) => h('option', { value: name }, name)),
  )
  const dataset = h(
    'select',
    { id: 'dataset-filter' },
    ['all', ...new Set(all.map(({ one }) => one.dataset))].map((name) => h('option', { value: name }, name)),
  )
  const words = h('input', { id: 'word-filter', type: 'search', autocomplete: 'off' })
  const apply = () => {
    const wanted = words.value.trim().toLowerCase()
    chosen = all.filter(
      ({ one, text }) =>
        (outcome.value === 'all' || one.outcome === outcome.value) &&
        (dataset.value === 'all' || one.dataset === dataset.value) &&
        text.includes(wanted),
    )
    void table.show(0)
  }
  for (const control of [outcome, dataset]) control.addEventListener('change', apply)
  words.addEventListener('input', apply)
  await table.show(0)
  return h(
    'section',
    {},
    h('h2', {}, 'Expectations'),
    h(
      'p',
      {},
      `${plural(all.length, 'expectation')}: ${count(tally('passed'))} passed, ${count(tally('failed'))} failed, ${count(tally('uncertain'))} uncertain.`,
    ),
    h(
      'p',
      { class: 'controls' },
      h('label', { for: 'outcome-filter' }, 'Outcome '),
      outcome,
      h('label', { for: 'dataset-filter' }, ' Dataset '),
      dataset,
      h('label', { for: 'word-filter' }, ' Containing '),
      words,
    ),
    table.element,
  )
}

function row(run, one) {
  return h(
    'tr',
    {},
    h('td', {}, status(one.outcome), one.outcome === 'passed' ? null : h('div', { class: 'quiet' }, one.severity)),
    h('td', {}, one.dataset),
    h('th', { scope: 'row', class: 'long' }, one.expected),
    h(
      'td',
      { class: 'long' },
      one.found,
      one.examples.length > 0
        ? h(
            'div',
            { class: 'examples' },
            'For example ',
            one.examples.map((example) => h('code', {}, example)),
          )
        : null,
    ),
    h('td', {}, sparkline([...one.past, one.value], 'history')),
    h(
      'td',
      {},
      expandRow('Details', `Details of ${one.expected}`, () => details(run, one)),
    ),
  )
}

/** Everything known of one expectation. */
function details(run, one) {
  const times = [...run.history.map(({ at }) => at), run.at]
  const values = [...one.past, one.value]
  return [
    h('h3', { tabindex: '-1' }, one.expected),
    h('p', {}, status(one.outcome), ` ${one.found}`),
    h(
      'dl',
      { class: 'facts' },
      [
        ['expectation', one.type],
        ['id', one.id],
        ['severity', one.severity],
        ['owner', one.owner],
        [
          'observed',
          one.observed === null ? null : `${number(one.observed)}${one.error ? ` ± ${number(one.error)}` : ''}`,
        ],
        ['rows checked', count(one.checked)],
        ['rows failed', count(one.failed)],
      ]
        .filter(([, value]) => value !== null)
        .map(([term, value]) => h('div', {}, h('dt', {}, term), h('dd', {}, value))),
    ),
    one.because ? h('p', {}, `Why it is asked: ${one.because}`) : '',
    one.places.length > 0
      ? h(
          'ul',
          {},
          one.places.map((place) =>
            h(
              'li',
              {},
              ['file', 'sheet', 'row', 'key']
                .filter((name) => place[name] !== undefined)
                .map((name) => `${name} ${place[name]}`)
                .join(', '),
            ),
          ),
        )
      : '',
    values.filter((value) => value !== null).length > 1
      ? chart({
          title: one.observed === null ? 'Rows that failed, %' : 'Observed',
          times,
          series: [{ label: 'value', values, colour: '--accent' }],
          height: 160,
        })
      : '',
  ]
}
