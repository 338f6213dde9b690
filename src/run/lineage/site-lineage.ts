import type { LineageGraph } from '../../lineage/index.ts'
import type { SiteLineage, SiteLineageNode } from '../../site/index.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { storeName } from './run-graph.ts'

type Node = LineageGraph['nodes'][number]

/** A run's graph as its page shows it: jobs by their state, datasets by their place in the store. */
export function siteLineage(store: ObjectStore, run: string, graph: LineageGraph): SiteLineage {
  const outermost = graph.nodes.find((node) => node.kind === 'job' && node.parent === undefined)?.id
  const place = new Map(graph.nodes.map(({ id }, at) => [id, at]))
  const nodes = graph.nodes.map((node) => siteNode(store, node, outermost))
  const versions = graph.nodes.flatMap((node, at) => {
    const dataset = /^datasets\/(.+)$/.exec(nodes[at]?.label ?? '')?.[1]
    const version = Number((node.facets.version as { datasetVersion?: string } | undefined)?.datasetVersion)
    const made = graph.edges.some((edge) => edge.to === node.id && nodes[place.get(edge.from) ?? -1]?.role === 'state')
    return dataset !== undefined && Number.isSafeInteger(version) && made ? [[dataset, version] as const] : []
  })
  return {
    run,
    nodes,
    edges: graph.edges,
    columns: graph.columns.flatMap(({ from, to, transformations }) => {
      const [at, into] = [place.get(from.dataset), place.get(to.dataset)]
      if (at === undefined || into === undefined) return []
      const how = transformations
        .map(({ description, masking }) => `${description ?? ''}${masking ? ', masked' : ''}`)
        .join('; ')
      const direct = transformations.length === 0 || transformations.some(({ type }) => type === 'DIRECT')
      return [[at, from.column, into, to.column, how, direct] as const]
    }),
    rows: graph.rows.flatMap(({ from, to, transformations }) => {
      const [at, into] = [place.get(from.dataset), place.get(to)]
      const how = transformations.map(({ description }) => description ?? '').join('; ')
      return at === undefined || into === undefined ? [] : [[at, from.column, into, how] as const]
    }),
    versions: Object.fromEntries(versions),
  }
}

function siteNode(store: ObjectStore, node: Node, outermost: string | undefined): SiteLineageNode {
  if (node.kind === 'dataset') {
    const { schema, ...facets } = node.facets
    const fields = (schema as { fields?: readonly { name: string }[] } | undefined)?.fields ?? []
    return {
      id: node.id,
      kind: 'dataset',
      role: 'dataset',
      label: storeName(store, node.namespace, node.name),
      state: null,
      columns: fields.map(({ name }) => name),
      facets,
    }
  }
  const [last] = node.runs.slice(-1)
  return {
    id: node.id,
    kind: 'job',
    role: node.id === outermost ? 'run' : node.parent === outermost ? 'state' : 'group',
    label: node.id === outermost ? node.name : node.name.replace(/^[^.]*\./, ''),
    state: last?.state ?? null,
    columns: [],
    facets: { ...node.facets, ...last?.facets },
  }
}
