import cytoscape from './cytoscape.js'
import { h, readDocument, shown } from './dom.js'

const $ = (id) => document.getElementById(id)
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

let lineage
let cy
let byId = new Map()
let into = new Map()
let outOf = new Map()

const say = (text) => $('about').replaceChildren(shown(text))
const hash = () => new URLSearchParams(location.hash.slice(1))

/** The run that the address names: itself, by the version it made, or the newest. */
async function wanted() {
  const asked = hash()
  if (asked.get('run')) return asked.get('run')
  if (asked.get('dataset') && asked.get('version')) {
    const pointer = await readDocument(
      `versions/${asked.get('dataset').split('/').map(encodeURIComponent).join('/')}/${encodeURIComponent(asked.get('version'))}.json`,
    )
    if (pointer) return pointer.run
  }
  return (await runs())[0]
}

async function runs() {
  const head = await readDocument('../index/head.json')
  return (head?.recent ?? []).map(({ run }) => run).reverse()
}

async function load() {
  const run = await wanted()
  if (!run) return say('No run has told its lineage yet. Start one with: hotpass run refinement')
  lineage = await readDocument(`${encodeURIComponent(run)}.json`)
  if (!lineage) return say(`There is no lineage of the run ${run} here.`)
  if (!lineage.places) return say('This page is older than its script. Write it anew with: hotpass docs --rebuild')
  byId = new Map(lineage.nodes.map((node) => [node.id, node]))
  await offerRuns(run)
  $('names').replaceChildren(...lineage.nodes.map(({ label }) => h('option', { value: label })))
  draw()
}

async function offerRuns(run) {
  const all = [...new Set([run, ...(await runs())])]
  $('run').replaceChildren(...all.map((one) => h('option', { value: one, selected: one === run }, one)))
}

/** What the chosen detail draws: the nodes that have a place in it, and the arrows between them. */
function visible() {
  const places = lineage.places[$('detail').value]
  const nodes = lineage.nodes.filter(({ id }) => id in places).map((node) => ({ ...node, at: places[node.id] }))
  return { nodes, edges: lineage.edges.filter(({ from, to }) => from in places && to in places) }
}

function draw() {
  const { nodes, edges } = visible()
  into = new Map()
  outOf = new Map()
  for (const { from, to } of edges) {
    into.set(to, [...(into.get(to) ?? []), from])
    outOf.set(from, [...(outOf.get(from) ?? []), to])
  }
  cy?.destroy()
  cy = cytoscape({
    container: $('graph'),
    elements: [
      ...nodes.map((node) => ({
        data: { id: node.id, label: node.short, width: node.width, role: node.role },
        position: { ...node.at },
      })),
      ...edges.map(({ from, to }) => ({ data: { id: `${from}\n${to}`, source: from, target: to } })),
    ],
    style: styles(),
    layout: { name: 'preset' },
    minZoom: 0.02,
    maxZoom: 3,
    hideEdgesOnViewport: nodes.length > 300,
    textureOnViewport: nodes.length > 300,
  })
  cy.fit(undefined, 20)
  $('graph').dataset.drawn = String(nodes.length)
  cy.on('tap', 'node', (event) => choose(event.target.id()))
  say(
    `The run ${lineage.run}: ${nodes.filter(({ kind }) => kind === 'dataset').length} datasets, ${nodes.filter(({ kind }) => kind === 'job').length} jobs, ${edges.length} arrows.`,
  )
  table(nodes)
  const asked = hash()
  const node =
    asked.get('node') ??
    (asked.get('dataset') ? lineage.nodes.find(({ label }) => label === `datasets/${asked.get('dataset')}`)?.id : null)
  if (node && byId.has(node)) choose(node, asked.get('column'))
}

function styles() {
  const text = colour('--text')
  return [
    {
      selector: 'node',
      style: {
        label: 'data(label)',
        shape: 'round-rectangle',
        width: 'data(width)',
        height: 42,
        'text-wrap': 'wrap',
        'background-color': colour('--page'),
        'border-width': 1.5,
        'border-color': colour('--neutral'),
        color: text,
        'font-size': 14,
        'text-valign': 'center',
        'text-halign': 'center',
        'min-zoomed-font-size': 5,
      },
    },
    { selector: 'node[role = "dataset"]', style: { shape: 'barrel', 'border-color': colour('--accent') } },
    { selector: 'node[role = "group"]', style: { 'border-style': 'dashed' } },
    {
      selector: 'edge',
      style: {
        width: 1.2,
        'line-color': colour('--neutral'),
        'target-arrow-color': colour('--neutral'),
        opacity: 0.7,
        'target-arrow-shape': 'triangle',
        'curve-style': 'bezier',
        'arrow-scale': 0.8,
      },
    },
    { selector: 'node.near', style: { 'border-width': 3 } },
    {
      selector: 'edge.near',
      style: { width: 2.5, opacity: 1, 'line-color': colour('--accent'), 'target-arrow-color': colour('--accent') },
    },
    { selector: '.far', style: { opacity: 0.25 } },
  ]
}

/** Brings out the nodes and the arrows between them; none: the whole graph as it was. */
function bringOut(ids) {
  cy.elements().removeClass('near far')
  if (ids.size === 0) return
  for (const node of cy.nodes()) node.addClass(ids.has(node.id()) ? 'near' : 'far')
  for (const edge of cy.edges())
    edge.addClass(ids.has(edge.source().id()) && ids.has(edge.target().id()) ? 'near' : 'far')
}

const link = (text, onclick) => h('button', { type: 'button', class: 'lineage-link', onclick }, text)
const nodeLink = (id) => link(byId.get(id)?.label ?? id, () => choose(id))
const names = (ids) => (ids.length === 0 ? '–' : ids.flatMap((id, at) => [at === 0 ? '' : ', ', nodeLink(id)]))

function table(nodes) {
  $('table')
    .querySelector('tbody')
    .replaceChildren(
      ...nodes.map((node) =>
        h(
          'tr',
          {},
          h('th', { scope: 'row' }, nodeLink(node.id)),
          h('td', {}, node.kind === 'dataset' ? 'dataset' : `job, ${node.state}`),
          h('td', {}, names(into.get(node.id) ?? [])),
          h('td', {}, names(outOf.get(node.id) ?? [])),
        ),
      ),
    )
}

function choose(id, column) {
  const node = byId.get(id)
  if (!node) return
  bringOut(new Set([id, ...(into.get(id) ?? []), ...(outOf.get(id) ?? [])]))
  const address = hash()
  address.set('run', lineage.run)
  address.set('node', id)
  address.delete('dataset')
  address.delete('version')
  if (column) address.set('column', column)
  else address.delete('column')
  history.replaceState(null, '', `#${address}`)
  $('details').replaceChildren(
    h('h2', {}, node.label),
    ...(column
      ? traced(node, column)
      : [relations(node), ...columnList(node), ...decided(node), ...facets(node.facets)]),
  )
}

const relations = (node) =>
  h(
    'dl',
    {},
    h('dt', {}, 'Made from'),
    h('dd', {}, names(into.get(node.id) ?? [])),
    h('dt', {}, 'Goes to'),
    h('dd', {}, names(outOf.get(node.id) ?? [])),
  )

function columnList(node) {
  if (node.columns.length === 0) return []
  return [
    h('h3', {}, `${node.columns.length} columns`),
    h(
      'ul',
      {},
      node.columns.map((name) =>
        h(
          'li',
          {},
          link(name, () => choose(node.id, name)),
        ),
      ),
    ),
  ]
}

/** What decides which rows there are and which of them wins, for all columns at once. */
function decided(node) {
  const place = lineage.nodes.indexOf(node)
  const rows = lineage.rows.filter(([, , into]) => into === place)
  if (rows.length === 0) return []
  return [
    h('h3', {}, 'Rows decided by'),
    h(
      'ul',
      {},
      rows.map(([from, column, , how]) =>
        h(
          'li',
          {},
          nodeLink(lineage.nodes[from].id),
          ': ',
          h('strong', {}, column),
          how === '' ? null : h('span', { class: 'lineage-how' }, ` (${shown(how)})`),
        ),
      ),
    ),
  ]
}

/** This column ← these columns ← … ← these files, and the way shown in the graph. */
function traced(node, column) {
  const place = new Map(lineage.nodes.map(({ id }, at) => [id, at]))
  const made = new Map()
  for (const edge of lineage.columns) {
    const key = `${edge[2]}\n${edge[3]}`
    made.set(key, [...(made.get(key) ?? []), edge])
  }
  const onWay = new Set([node.id])
  const files = new Set()
  const walk = (at, name, above) => {
    const key = `${at}\n${name}`
    if (above.has(key)) return null
    const edges = made.get(key) ?? []
    if (edges.length === 0 && lineage.nodes[at].label.startsWith('landing/')) files.add(lineage.nodes[at].label)
    if (edges.length === 0) return null
    return h(
      'ul',
      {},
      edges.map(([from, source, , , how, direct]) => {
        if (direct) onWay.add(lineage.nodes[from].id)
        return h(
          'li',
          {},
          `${direct ? '←' : '⇠ decides:'} `,
          nodeLink(lineage.nodes[from].id),
          ': ',
          h('strong', {}, source),
          how === '' ? null : h('span', { class: 'lineage-how' }, ` (${shown(how)})`),
          direct ? walk(from, source, new Set([...above, key])) : null,
        )
      }),
    )
  }
  const tree = walk(place.get(node.id), column, new Set())
  const jobs = lineage.edges
    .filter(({ from, to }) => onWay.has(from) || onWay.has(to))
    .flatMap(({ from, to }) => [from, to])
  for (const id of jobs)
    if (
      byId.get(id).kind === 'job' &&
      (into.get(id) ?? []).some((one) => onWay.has(one)) &&
      (outOf.get(id) ?? []).some((one) => onWay.has(one))
    )
      onWay.add(id)
  bringOut(onWay)
  cy.fit(cy.nodes('.near'), 30)
  return [
    h('h3', {}, column),
    tree ?? h('p', {}, 'Nothing is told of what this column is made of: it is a source, or the run says it.'),
    h('p', {}, files.size === 0 ? '' : `Files: ${[...files].join(', ')}`),
    link('All of this dataset', () => choose(node.id)),
  ]
}

const facets = (all) =>
  Object.entries(all).map(([name, { _producer, _schemaURL, ...facet }]) =>
    h('details', {}, h('summary', {}, name), h('pre', {}, JSON.stringify(facet, null, 1))),
  )

$('choose').addEventListener('submit', (event) => event.preventDefault())
$('run').addEventListener('change', () => {
  location.hash = new URLSearchParams({ run: $('run').value })
})
$('detail').addEventListener('change', draw)
/** Nearer or farther, about the middle of what is seen. */
const zoom = (factor) =>
  cy?.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } })
const STEP = 80
/** What keys do while the graph has the focus. */
const KEYS = {
  ArrowLeft: () => cy.panBy({ x: STEP, y: 0 }),
  ArrowRight: () => cy.panBy({ x: -STEP, y: 0 }),
  ArrowUp: () => cy.panBy({ x: 0, y: STEP }),
  ArrowDown: () => cy.panBy({ x: 0, y: -STEP }),
  '+': () => zoom(1.3),
  '=': () => zoom(1.3),
  '-': () => zoom(1 / 1.3),
  0: () => cy.fit(undefined, 20),
}
$('graph').addEventListener('keydown', (event) => {
  const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : KEYS[event.key]
  if (!act || !cy) return
  event.preventDefault()
  act()
})
$('nearer').addEventListener('click', () => zoom(1.3))
$('farther').addEventListener('click', () => zoom(1 / 1.3))
$('fit').addEventListener('click', () => {
  bringOut(new Set())
  cy?.fit(undefined, 20)
})
$('find').addEventListener('change', () => {
  const text = $('find').value.trim().toLowerCase()
  const node =
    lineage?.nodes.find(({ label }) => label.toLowerCase() === text) ??
    lineage?.nodes.find(({ label }) => label.toLowerCase().includes(text))
  if (!node || text === '') return
  choose(node.id)
  cy.animate({ center: { eles: cy.getElementById(node.id) }, zoom: 1 })
})
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => cy?.style(styles()))
addEventListener('hashchange', () => load().catch((error) => say(error.message)))
load().catch((error) => say(error.message))
