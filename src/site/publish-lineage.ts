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
  /** Dataset → version the run made. */
  readonly versions: Readonly<Record<string, number>>
}

/** Writes the graph of a run, the pointers of the versions it made, and the page that draws them. Written again, it says the same. */
export async function publishLineage(store: ObjectStore, lineage: SiteLineage): Promise<void> {
  const { versions: _, ...shown } = lineage
  const drawn = lineage.nodes.filter(({ role }) => role === 'dataset' || role === 'state')
  const shortened = new Map(lineage.nodes.map(({ id, label }) => [id, short(label)]))
  const places = layoutLineage(
    drawn.map(({ id }) => ({ id, width: widthOf(shortened.get(id) ?? '') })),
    lineage.edges,
  )
  const nodes = lineage.nodes.map((node) => {
    const name = shortened.get(node.id) ?? ''
    return { ...node, short: name, width: widthOf(name), at: places.get(node.id) ?? null }
  })
  await store.put(siteKeys.lineage(lineage.run), JSON.stringify({ format: 1, ...shown, nodes }))
  for (const [dataset, version] of Object.entries(lineage.versions))
    await store.create(siteKeys.lineageVersion(dataset, version), JSON.stringify({ run: lineage.run }))
  await publishAssets(store)
  const page = lineagePage()
  const held = await store.get(siteKeys.lineagePage)
  if (held === undefined || new TextDecoder().decode(held.body) !== page) await store.put(siteKeys.lineagePage, page)
}

const MOST_CHARACTERS = 26

/** What fits into a node: the end of a path tells more than its start. */
const short = (label: string): string => {
  const name = label.replace(/^work\//, '')
  return name.length > MOST_CHARACTERS ? `…${name.slice(1 - MOST_CHARACTERS)}` : name
}

const widthOf = (name: string): number => Math.round(name.length * 7.4 + 20)
