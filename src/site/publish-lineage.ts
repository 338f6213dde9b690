import type { ObjectStore } from '../storage/object-store.ts'
import { layoutLineage } from './lineage-layout.ts'
import { lineagePage } from './lineage-page.ts'
import { publishAssets } from './site-assets.ts'
import { siteKeys } from './site-keys.ts'

type Facets = Readonly<Record<string, unknown>>

/** A node of the page's graph. `role` says when it is drawn: always, with the groups of a Map's shards, or the run as one box. */
export interface SiteLineageNode {
  readonly id: string
  readonly kind: 'dataset' | 'job'
  readonly role: 'dataset' | 'state' | 'group' | 'run'
  readonly label: string
  /** What the run did, as in COMPLETE; null for a dataset. */
  readonly state: string | null
  /** Columns, in order. */
  readonly columns: readonly string[]
  readonly facets: Facets
}

/** What a run's lineage page shows. */
export interface SiteLineage {
  readonly run: string
  readonly nodes: readonly SiteLineageNode[]
  readonly edges: readonly { readonly from: string; readonly to: string }[]
  /** [input dataset, column, output dataset, column, how, direct] by the nodes' places in `nodes`. */
  readonly columns: readonly (readonly [number, string, number, string, string, boolean])[]
  /** [input dataset, column, dataset whose rows it decides, how], likewise. */
  readonly rows: readonly (readonly [number, string, number, string])[]
  /** Dataset → version the run made. */
  readonly versions: Readonly<Record<string, number>>
}

/** Writes the graph of a run, the pointers of the versions it made, and the page that draws them. Written again, it says the same. */
export async function publishLineage(store: ObjectStore, lineage: SiteLineage): Promise<void> {
  const { versions: _, ...shown } = lineage
  const nodes = lineage.nodes.map((node) => ({ ...node, short: short(node.label), width: widthOf(short(node.label)) }))
  const places = Object.fromEntries(DETAILS.map(([detail, roles]) => [detail, placesOf(nodes, lineage.edges, roles)]))
  await store.put(siteKeys.lineage(lineage.run), JSON.stringify({ format: 1, ...shown, nodes, places }))
  for (const [dataset, version] of Object.entries(lineage.versions))
    await store.create(siteKeys.lineageVersion(dataset, version), JSON.stringify({ run: lineage.run }))
  await publishAssets(store)
  const page = lineagePage()
  const held = await store.get(siteKeys.lineagePage)
  if (held === undefined || new TextDecoder().decode(held.body) !== page) await store.put(siteKeys.lineagePage, page)
}

/** What can be drawn, and the jobs that are drawn then. */
const DETAILS: readonly (readonly [detail: string, roles: readonly SiteLineageNode['role'][]])[] = [
  ['state', ['state']],
  ['group', ['state', 'group']],
  ['run', ['run']],
]

/** Where nodes stand in one of the drawings: its jobs, and the datasets that they read or write. */
function placesOf(
  nodes: readonly (SiteLineageNode & { readonly width: number })[],
  edges: SiteLineage['edges'],
  roles: readonly SiteLineageNode['role'][],
): Record<string, { readonly x: number; readonly y: number }> {
  const jobs = new Set(nodes.flatMap(({ id, role }) => (roles.includes(role) ? [id] : [])))
  const drawn = edges.filter(({ from, to }) => jobs.has(from) || jobs.has(to))
  const touched = new Set([...jobs, ...drawn.flatMap(({ from, to }) => [from, to])])
  return Object.fromEntries(
    layoutLineage(
      nodes.filter(({ id }) => touched.has(id)),
      drawn,
    ),
  )
}

const MOST_CHARACTERS = 26

/** What fits into a node, the folder above the name; the end of either tells more than its start. */
const short = (label: string): string =>
  label
    .replace(/^work\//, '')
    .replace(/\/([^/]+)$/, '/\n$1')
    .split('\n')
    .map((line) => (line.length > MOST_CHARACTERS ? `…${line.slice(1 - MOST_CHARACTERS)}` : line))
    .join('\n')

const widthOf = (name: string): number =>
  Math.round(Math.max(...name.split('\n').map((line) => line.length)) * 7.4 + 20)
