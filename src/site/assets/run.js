import { changesDetail, changesTable } from './changes.js'
import { bytes, count, facts, h, number, plural, readDocument, status, time } from './dom.js'
import { expectationsSection } from './expectations.js'
import { pagedTable } from './paged-table.js'

/** The page of one run. */
export async function runPage(id) {
  const run = await readDocument(`runs/${encodeURIComponent(id)}.json`)
  if (!run)
    return [
      h('h1', {}, 'No such run'),
      h('p', {}, `This store's site has no run ${id}. `, h('a', { href: '#/' }, 'All runs')),
    ]
  const sections = [
    h('p', { class: 'crumbs' }, h('a', { href: '#/' }, 'Runs'), ' / ', run.pipeline),
    h('h1', {}, run.run),
    facts([
      ['status', status(run.status)],
      ['gate', run.verdict ? status(run.verdict) : 'not reached'],
      ['as of', time(run.nominalTime)],
      ['ended', time(run.at)],
      ['release', run.release],
      ['impact', run.status === 'published' ? (run.impact ?? 'unknown') : null],
      ['re-admitted rows', run.readmitted > 0 ? count(run.readmitted) : null],
      ...Object.entries(run.versions).map(([dataset, version]) => [dataset, `version ${version}`]),
      ...(run.models ?? []).map(({ dataset, version, origin, id }) => [
        'linked by',
        version === null ? `${id} (${origin})` : `${dataset}/${version} (${origin})`,
      ]),
    ]),
    answer(run),
    changesSection(run),
    waitingSection(run),
    run.rows ? accounting(run.rows) : null,
    await cellsSection(run),
    datasetsSection(run.datasets),
    run.expectations.length > 0 ? await expectationsSection(run) : null,
    await quarantineSection(run),
    await setAsideSection(run),
    sourcesSection(run),
  ]
  if (run.links.length > 0)
    sections.push(
      h('h2', {}, 'More about this run'),
      h(
        'ul',
        {},
        run.links
          .filter(({ href }) => /^[\w./?=&%#-]+$/.test(href))
          .map(({ title, href }) => h('li', {}, h('a', { href }, title))),
      ),
    )
  return sections.filter(Boolean)
}

const FAILURES = {
  published: 'Published, but what follows a release was not finished',
  cancelled: 'The run was cancelled',
  timed_out: 'The run took too long and was ended',
}

/** May it be published, and why not: the first thing a steward looks for. */
function answer(run) {
  if (run.failure)
    return h(
      'section',
      { class: 'answer failed' },
      h('h2', {}, FAILURES[run.status] ?? 'The run failed'),
      h('p', {}, run.failure.message),
    )
  const sentences = {
    published: run.verdict === 'warned' ? 'Published, with warnings' : 'Published: every check passed',
    unchanged: 'Nothing has changed since the current release, so nothing was done',
    blocked: 'Not published: the quality gate said no',
  }
  return h(
    'section',
    { class: `answer ${run.status === 'published' ? run.verdict : run.status}` },
    h('h2', {}, sentences[run.status] ?? run.status),
    run.released ? h('p', {}, `Released by ${run.released.by} on ${time(run.released.at)}: ${run.released.why}`) : null,
    run.reasons.length > 0
      ? h(
          'ul',
          {},
          run.reasons.slice(0, 20).map((reason) => h('li', {}, reason)),
        )
      : null,
    run.reasons.length > 20
      ? h('p', {}, `And ${count(run.reasons.length - 20)} more: see the failed expectations below.`)
      : null,
  )
}

const CLASSES = ['published', 'merged', 'attached', 'blank', 'quarantined']

/** Where every row went, as one bar and as numbers. */
function accounting(rows) {
  const bar = h('div', { class: 'bar', 'aria-hidden': 'true' })
  for (const name of CLASSES)
    if (rows[name] > 0) {
      const part = h('span', { class: `part ${name}` })
      part.style.flexGrow = String(rows[name])
      bar.append(part)
    }
  return h(
    'section',
    {},
    h('h2', {}, 'Where every row went'),
    bar,
    h(
      'p',
      {},
      `${plural(rows.read, 'row')} read = `,
      CLASSES.map((name, at) =>
        h('span', { class: `legend ${name}` }, `${count(rows[name])} ${name}${at < CLASSES.length - 1 ? ' +' : ''}`),
      ),
    ),
  )
}

const CELL_CLASSES = [
  { name: 'published', label: 'published' },
  { name: 'merged', label: 'merged away' },
  { name: 'set_aside', label: 'set aside' },
  { name: 'quarantined', label: 'in quarantined rows' },
]

/** Where every filled cell went, once for each attribute that it feeds, and the columns of which nothing is published. */
async function cellsSection(run) {
  const { cells } = run
  if (!cells) return null
  const { attributes, notPublished } = cells
  const table = pagedTable({
    caption: 'Cells by source and attribute',
    columns: [
      { label: 'Table' },
      { label: 'Attribute' },
      { label: 'Cells', number: true },
      ...CELL_CLASSES.map(({ label }) => ({ label, number: true })),
    ],
    total: () => attributes.length,
    rows: (from, to) =>
      attributes.slice(from, to).map((one) =>
        h(
          'tr',
          {},
          h('td', {}, one.table),
          h('th', { scope: 'row' }, `${one.entity}.${one.attribute}`),
          h('td', { class: 'number' }, count(one.read)),
          CELL_CLASSES.map(({ name }) => h('td', { class: 'number' }, count(one[name]))),
        ),
      ),
  })
  const section = h(
    'section',
    {},
    h('h2', {}, 'Where every cell went'),
    h(
      'p',
      {},
      `${plural(cells.read, 'cell')} read = `,
      CELL_CLASSES.map(({ name, label }, at) => `${at === 0 ? '' : ' + '}${count(cells[name])} ${label}`).join(''),
      '. A cell counts once for each attribute that it feeds.',
    ),
    table.element,
    notPublished.length === 0
      ? null
      : h(
          'details',
          {},
          h('summary', {}, `${plural(notPublished.length, 'column')} not published`),
          h(
            'ul',
            {},
            notPublished.map((one) =>
              h('li', {}, `${one.file}, ${one.sheet}, ${one.column}: ${plural(one.cells, 'filled cell')}`),
            ),
          ),
        ),
  )
  await table.show(0)
  return section
}

/** What the run changed; of a blocked one what it would have changed. */
function changesSection(run) {
  if (run.changes.length === 0) return null
  const blocked = run.status === 'blocked'
  const detail = changesDetail(run.changes)
  return h(
    'section',
    {},
    h('h2', {}, blocked ? 'What would have been published' : 'What changed'),
    changesTable(run.changes),
    detail.length > 0 ? h('details', {}, h('summary', {}, 'Row by row'), detail) : null,
  )
}

/** What a person can do about it, each with its command. */
function waitingSection(run) {
  const pairs = (run.review ?? []).filter((one) => one.pairs > 0)
  const lines = [
    run.status === 'blocked'
      ? [
          'Correct the data and run again, or let exactly this through: ',
          h('code', {}, `hotpass gate release ${run.run} --why "…"`),
        ]
      : null,
    ...pairs.map(({ dataset, pairs: waiting }) => [
      `${plural(waiting, 'pair')} of ${dataset} ${waiting === 1 ? 'waits' : 'wait'} for a decision: `,
      h('code', {}, `hotpass review list --run ${run.run}`),
    ]),
  ].filter(Boolean)
  if (lines.length === 0) return null
  return h(
    'section',
    {},
    h('h2', {}, 'What waits for a person'),
    h(
      'ul',
      {},
      lines.map((line) => h('li', {}, line)),
    ),
  )
}

const VERDICTS = ['blocked', 'warned', 'passed']
const rank = (word) => (VERDICTS.includes(word) ? VERDICTS.indexOf(word) : VERDICTS.length)

/** Of what failed, errors first: the check that blocks stands before all others. */
const checkRank = ({ outcome, severity }) => (outcome === 'passed' ? 2 : severity === 'error' ? 0 : 1)

function datasetsSection(judged) {
  if (judged.length === 0) return null
  const datasets = judged.toSorted((a, b) => rank(a.verdict) - rank(b.verdict))
  return h(
    'section',
    {},
    h('h2', {}, 'Datasets'),
    h(
      'div',
      { class: 'scroll', role: 'region', 'aria-label': 'Datasets', tabindex: '0' },
      h(
        'table',
        {},
        h('caption', {}, 'Verdict and checks of each dataset: what was expected, then what was found'),
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            ['Dataset', 'Kind', 'Rows', 'Verdict', 'Checks'].map((label) => h('th', { scope: 'col' }, label)),
          ),
        ),
        h(
          'tbody',
          {},
          datasets.map((one) =>
            h(
              'tr',
              {},
              h(
                'th',
                { scope: 'row' },
                one.owner === '' ? one.title : h('a', { href: `#/contracts/${encodeURIComponent(one.id)}` }, one.title),
              ),
              h('td', {}, one.kind),
              h('td', { class: 'number' }, count(one.rows)),
              h('td', {}, status(one.verdict)),
              h(
                'td',
                { class: 'long' },
                h(
                  'ul',
                  { class: 'plain' },
                  one.checks
                    .toSorted((a, b) => checkRank(a) - checkRank(b))
                    .map((check) => h('li', {}, status(check.outcome), ` ${check.expected} ${check.found}`)),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  )
}

async function quarantineSection(run) {
  const total = run.quarantine.reduce((sum, { rows }) => sum + rows, 0)
  const section = h('section', {}, h('h2', {}, 'Quarantine'))
  if (total === 0) {
    section.append(h('p', {}, 'No row was held back.'))
    return section
  }
  const table = pagedTable({
    caption: 'Rows held back, by reason',
    columns: [
      { label: 'Rows', number: true },
      { label: 'File' },
      { label: 'Sheet' },
      { label: 'Rule' },
      { label: 'Field' },
      { label: 'For example' },
      { label: 'What to do' },
    ],
    total: () => run.quarantine.length,
    rows: (from, to) =>
      run.quarantine
        .slice(from, to)
        .map((one) =>
          h(
            'tr',
            {},
            h('td', { class: 'number' }, count(one.rows)),
            h('td', { class: 'long' }, one.file),
            h('td', {}, one.sheet),
            h('th', { scope: 'row' }, one.rule),
            h('td', {}, one.field ?? '–'),
            h('td', { class: 'long' }, one.example ?? '–'),
            h('td', { class: 'long' }, one.message),
          ),
        ),
  })
  section.append(
    table.element,
    h(
      'p',
      {},
      'Correct them in a spreadsheet: ',
      h('code', {}, `hotpass quarantine export ${run.run} --out rejected.xlsx`),
    ),
  )
  await table.show(0)
  return section
}

/** To a tenth of a percent; what is there is never shown as none. */
function share(part, whole) {
  const tenths = Math.round((1000 * part) / whole)
  return tenths === 0 && part > 0 ? '<0.1%' : `${number(tenths / 10)}%`
}

/** Values that are not used, in rows that are. */
async function setAsideSection(run) {
  const values = run.setAside ?? []
  if (values.length === 0) return null
  const table = pagedTable({
    caption: 'Values set aside, by field and reason',
    columns: [
      { label: 'Values', number: true },
      { label: 'Share', number: true },
      { label: 'Table' },
      { label: 'Field' },
      { label: 'Reason' },
      { label: 'For example' },
      { label: 'First in' },
      { label: 'What to do' },
    ],
    total: () => values.length,
    rows: (from, to) =>
      values
        .slice(from, to)
        .map((one) =>
          h(
            'tr',
            {},
            h('td', { class: 'number' }, `${count(one.count)} of ${count(one.said)}`),
            h('td', { class: 'number' }, share(one.count, one.said)),
            h('td', {}, one.table),
            h('th', { scope: 'row' }, `${one.entity}.${one.field}`),
            h('td', {}, one.code),
            h('td', { class: 'long' }, one.examples.join(', ') || '–'),
            h('td', { class: 'long' }, placeOf(one.places[0])),
            h('td', { class: 'long' }, one.message),
          ),
        ),
  })
  const section = h(
    'section',
    {},
    h('h2', {}, 'Values set aside'),
    h('p', {}, 'The rows of these values are used, the values are not. They are masked here.'),
    table.element,
    h('p', {}, 'Each with its row: ', h('code', {}, `hotpass set-aside ${run.run} --out set-aside.xlsx`)),
  )
  await table.show(0)
  return section
}

const placeOf = (place) => (place ? `${place.file}, ${place.sheet}, row ${place.row}` : '–')

/** What was noticed of the sources: no row, and no value. */
const notesOf = (notes) =>
  notes.length === 0
    ? null
    : h(
        'details',
        { open: notes.length <= 10 },
        h('summary', {}, notes.length === 1 ? '1 note' : `${notes.length} notes`),
        h(
          'ul',
          {},
          notes.map((note) => h('li', {}, note)),
        ),
      )

const sourcesSection = (run) =>
  run.sources.length === 0
    ? null
    : h(
        'section',
        {},
        h('h2', {}, 'Sources'),
        h(
          'ul',
          {},
          run.sources.map(({ source, file, bytes: size }) => h('li', {}, `${source}: ${file} (${bytes(size)})`)),
        ),
        run.unmatched.length > 0
          ? h('p', {}, `Belong to no source and were left alone: ${run.unmatched.join(', ')}`)
          : null,
        notesOf(run.notes ?? []),
      )
