import type { RunEvent } from '../events/event-types.ts'
import { buildGraph, type ColumnEdge, type LineageGraph } from '../graph/lineage-graph.ts'
import type { MarquezReader } from './marquez-reader.ts'

/** What kind of thing was sent. */
export type EvidenceKind = 'job' | 'run' | 'dataset' | 'schema' | 'version' | 'edge' | 'column'

/** One thing that was sent, and whether the back end has it. */
export interface EvidenceItem {
  readonly kind: EvidenceKind
  readonly what: string
  readonly found: boolean
  /** What it has instead. */
  readonly note?: string
}

/** What was sent, what was found, what is missing. */
export interface Evidence {
  readonly url: string
  readonly events: number
  readonly items: readonly EvidenceItem[]
}

/** Asks a back end for everything that these events told it. */
export async function gatherEvidence(
  url: string,
  events: readonly RunEvent[],
  reader: MarquezReader,
): Promise<Evidence> {
  const graph = buildGraph(events)
  const items = [...(await jobs(graph, reader)), ...(await datasets(graph, reader)), ...(await columns(graph, reader))]
  return { url, events: events.length, items }
}

async function jobs(graph: LineageGraph, reader: MarquezReader): Promise<EvidenceItem[]> {
  const items: EvidenceItem[] = []
  const names = new Map(graph.nodes.flatMap((node) => (node.kind === 'dataset' ? [[node.id, node] as const] : [])))
  for (const node of graph.nodes) {
    if (node.kind !== 'job') continue
    const held = await reader.job(node.namespace, node.name)
    items.push({ kind: 'job', what: node.name, found: held !== undefined })
    const runs = held === undefined ? [] : await reader.runs(node.namespace, node.name)
    for (const run of node.runs) {
      const there = runs.find(({ id }) => id === run.runId)
      const wanted = {
        COMPLETE: 'COMPLETED',
        FAIL: 'FAILED',
        ABORT: 'ABORTED',
        START: 'RUNNING',
        RUNNING: 'RUNNING',
        OTHER: 'RUNNING',
      }[run.state]
      items.push({
        kind: 'run',
        what: `${node.name} ${run.runId} ${wanted}`,
        found: there?.state === wanted,
        ...(there !== undefined && there.state !== wanted ? { note: `it says ${there.state}` } : {}),
      })
    }
    for (const { from, to } of graph.edges) {
      if (from !== node.id && to !== node.id) continue
      const dataset = names.get(from === node.id ? to : from)
      const side = (from === node.id ? held?.outputs : held?.inputs) ?? []
      items.push({
        kind: 'edge',
        what: from === node.id ? `${node.name} → ${dataset?.name}` : `${dataset?.name} → ${node.name}`,
        found: side.some((one) => one.namespace === dataset?.namespace && one.name === dataset?.name),
      })
    }
  }
  return items
}

async function datasets(graph: LineageGraph, reader: MarquezReader): Promise<EvidenceItem[]> {
  const items: EvidenceItem[] = []
  // A run that did not complete made no version of what it would have written.
  const completed = new Set(
    graph.nodes.flatMap((node) =>
      node.kind === 'job' && node.runs.some(({ state }) => state === 'COMPLETE') ? [node.id] : [],
    ),
  )
  const written = new Set(graph.edges.flatMap(({ from, to }) => (completed.has(from) ? [to] : [])))
  for (const node of graph.nodes) {
    if (node.kind !== 'dataset') continue
    const held = await reader.dataset(node.namespace, node.name)
    items.push({ kind: 'dataset', what: node.name, found: held !== undefined })
    const schema = node.facets.schema as { fields?: readonly { name: string }[] } | undefined
    const wanted = (schema?.fields ?? []).map(({ name }) => name)
    if (wanted.length > 0) {
      const there = new Set((held?.fields ?? []).map(({ name }) => name))
      const missing = wanted.filter((name) => !there.has(name))
      items.push({
        kind: 'schema',
        what: `${node.name}: ${wanted.length} columns`,
        found: missing.length === 0,
        ...(missing.length > 0 ? { note: `without ${missing.slice(0, 10).join(', ')}` } : {}),
      })
    }
    if (written.has(node.id)) {
      const versions = held === undefined ? [] : await reader.versions(node.namespace, node.name)
      items.push({ kind: 'version', what: node.name, found: versions.length > 0 })
    }
  }
  return items
}

async function columns(graph: LineageGraph, reader: MarquezReader): Promise<EvidenceItem[]> {
  const items: EvidenceItem[] = []
  const nodes = new Map(graph.nodes.flatMap((node) => (node.kind === 'dataset' ? [[node.id, node] as const] : [])))
  const byOutput = new Map<string, ColumnEdge[]>()
  for (const edge of graph.columns) byOutput.set(edge.to.dataset, [...(byOutput.get(edge.to.dataset) ?? []), edge])
  for (const [id, edges] of byOutput) {
    const output = nodes.get(id)
    if (output === undefined) continue
    const held = await reader.columns(output.namespace, output.name)
    for (const { from, to } of edges) {
      const input = nodes.get(from.dataset)
      const key = `${input?.namespace}\n${input?.name}\n${from.column}`
      items.push({
        kind: 'column',
        what: `${input?.name}: ${from.column} → ${output.name}: ${to.column}`,
        found: held.get(to.column)?.has(key) === true,
      })
    }
  }
  return items
}

/** The evidence as a page for people. */
export function evidenceMarkdown({ url, events, items }: Evidence): string {
  const kinds = [...new Set(items.map(({ kind }) => kind))]
  const rows = kinds.map((kind) => {
    const own = items.filter((item) => item.kind === kind)
    const found = own.filter((item) => item.found).length
    return `| ${kind} | ${own.length} | ${found} | ${own.length - found} |`
  })
  const missing = items.filter(({ found }) => !found)
  return `${[
    '# Lineage smoke',
    '',
    `${events} events were sent to \`${url}\` and read back.`,
    '',
    '| what | sent | found | missing |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    missing.length === 0 ? 'Nothing is missing.' : '## Missing',
    ...(missing.length === 0
      ? []
      : [
          '',
          ...missing
            .slice(0, 200)
            .map(({ kind, what, note }) => `- ${kind}: ${code(what)}${note === undefined ? '' : ` (${note})`}`),
        ]),
  ].join('\n')}\n`
}

const code = (text: string): string => `\`${text.replaceAll('`', "'").replaceAll('\n', ' ')}\``
