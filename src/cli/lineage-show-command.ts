import { graphMermaid, traceMermaid } from '../lineage/graph/mermaid.ts'
import { type ColumnTrace, originsOf, traceColumn } from '../lineage/graph/trace-column.ts'
import type { LineageGraph } from '../lineage/index.ts'
import { runGraph, storeName } from '../run/lineage/run-graph.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { findDataset } from '../versions/find-dataset.ts'
import { resolveVersion } from '../versions/resolve-version.ts'
import { tableKeys } from '../versions/table-keys.ts'
import { readManifest } from '../versions/version-manifest.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { didYouMean } from './nearest.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { versionNumber } from './version-number.ts'

export interface LineageShowOptions extends CommonOptions, PipelineOption {
  readonly version?: string
  readonly mermaid?: boolean
  readonly all?: boolean
}

/** `hotpass lineage show <dataset>[.<column>]`: what a published dataset, or one of its columns, is made of. Throws `UsageError`. */
export async function lineageShowCommand(what: string, options: LineageShowOptions, io: CliIo): Promise<number> {
  const store = await openExistingStore(options.store)
  const [, name = '', column] = /^([^.]+)(?:\.(.+))?$/.exec(what) ?? []
  const asked = versionNumber(options.version)
  const found = await findDataset(store, name, options.pipeline)
  const version = await resolveVersion(store, found, asked === undefined ? {} : { version: asked })
  const manifest = await readManifest(store, found.table, version)
  if (manifest === undefined)
    throw new UsageError(`Version ${version} of ${name} has no manifest. Prove it with: hotpass verify ${name}`)
  const { run, lineageRunId } = manifest
  const graph = await runGraph(store, run)
  // What a run told stays as it was when its table was moved since.
  const places = [found.table, found.dataset].map((table) => tableKeys.root(table))
  const node = graph.nodes.find(
    (one) => one.kind === 'dataset' && places.includes(storeName(store, one.namespace, one.name)),
  )
  if (node === undefined)
    throw new UsageError(
      `The run ${run}, which made version ${version} of ${name}, kept no lineage of it in this store. Make a newer version with: hotpass run <pipeline>`,
    )
  const label = labels(store, graph)
  const about = { pipeline: found.pipeline, dataset: found.dataset, name, version, run, lineageRunId }
  if (column === undefined) showDataset(graph, node.id, about, label, options, io)
  else showColumn(graph, node.id, column, about, label, options, io)
  return EXIT.ok
}

interface About {
  readonly pipeline: string
  readonly dataset: string
  /** As the person called it. */
  readonly name: string
  readonly version: number
  readonly run: string
  readonly lineageRunId: string
}
const said = ({ name: _, ...about }: About) => about

type Label = (id: string) => string

/** Datasets by their place in the store, jobs by their state. */
function labels(store: ObjectStore, graph: LineageGraph): Label {
  const names = new Map(
    graph.nodes.map((node) => [
      node.id,
      node.kind === 'dataset' ? storeName(store, node.namespace, node.name) : node.name.replace(/^[^.]*\./, ''),
    ]),
  )
  return (id) => names.get(id) ?? id
}

function showDataset(
  graph: LineageGraph,
  id: string,
  about: About,
  label: Label,
  options: LineageShowOptions,
  io: CliIo,
): void {
  const part = upstream(graph, id)
  if (options.mermaid) io.out(`${graphMermaid(part, label)}\n`)
  else if (options.json) io.out(`${jsonText({ ...said(about), nodes: part.nodes, edges: part.edges })}\n`)
  else {
    const lines = [`${about.name} version ${about.version}, made by the run ${about.run}`, '']
    for (const node of part.nodes)
      if (node.kind === 'job') {
        const reads = part.edges.filter((edge) => edge.to === node.id).map((edge) => label(edge.from))
        const writes = part.edges.filter((edge) => edge.from === node.id).map((edge) => label(edge.to))
        lines.push(`${label(node.id)}`, `  reads   ${reads.join(', ') || '-'}`, `  writes  ${writes.join(', ') || '-'}`)
      }
    lines.push('', `One column's way: hotpass lineage show ${about.name}.<column>`)
    io.out(`${fitText(plainLines(lines.join('\n')), io.outColumns)}\n`)
  }
}

function showColumn(
  graph: LineageGraph,
  id: string,
  column: string,
  about: About,
  label: Label,
  options: LineageShowOptions,
  io: CliIo,
): void {
  const known = new Set(graph.columns.filter((edge) => edge.to.dataset === id).map((edge) => edge.to.column))
  if (!known.has(column))
    throw new UsageError(
      `Lineage knows no column "${column}" of ${about.name}.${didYouMean(column, known)} It knows: ${[...known].join(', ')}.`,
    )
  const trace = traceColumn(graph, id, column, options.all !== true)
  const origins = originsOf(trace).map((one) => ({ dataset: label(one.dataset), column: one.column }))
  const decides = options.all === true ? deciding(graph, trace, label) : []
  if (options.mermaid) io.out(`${traceMermaid(trace, label)}\n`)
  else if (options.json)
    io.out(
      `${jsonText({ ...said(about), column, origins, trace: named(trace, label), ...(options.all === true ? { decides } : {}) })}\n`,
    )
  else {
    const lines = [`${about.name}.${column} version ${about.version}, made by the run ${about.run}`, '']
    const seen = new Set<string>()
    const walk = (at: ColumnTrace, depth: number) => {
      for (const one of at.from) {
        const how = one.transformations.map(
          ({ description, subtype, masking }) =>
            `${description ?? subtype?.toLowerCase() ?? ''}${masking ? ' (masked)' : ''}`,
        )
        const key = `${one.dataset}\n${one.column}`
        const again = seen.has(key) && one.from.length > 0
        seen.add(key)
        lines.push(
          `${'  '.repeat(depth)}← ${label(one.dataset)}: ${one.column}${how.join() === '' ? '' : `  (${how.join('; ')})`}${again ? '  (as above)' : ''}`,
        )
        if (!again) walk(one, depth + 1)
      }
    }
    walk(trace, 0)
    if (decides.length > 0) lines.push('', 'Which rows there are, and which of them wins:')
    for (const { dataset, by } of decides)
      lines.push(`  ${dataset}`, ...by.map((one) => `    ⇠ ${one.dataset}: ${one.columns.join(', ')}  (${one.how})`))
    const files = [...new Set(origins.map((origin) => origin.dataset).filter((name) => name.startsWith('landing/')))]
    lines.push('', `From ${files.length} ${files.length === 1 ? 'source' : 'sources'}: ${files.join(', ') || '-'}`)
    if (options.all !== true)
      lines.push('Columns that only decide which value there is are left out; --all shows them.')
    io.out(`${fitText(plainLines(lines.join('\n')), io.outColumns)}\n`)
  }
}

/** What decides for all columns at once, of each dataset on the way. */
function deciding(graph: LineageGraph, trace: ColumnTrace, label: Label) {
  const datasets = new Set<string>()
  const walk = ({ dataset, from }: ColumnTrace) => {
    datasets.add(dataset)
    for (const one of from) walk(one)
  }
  walk(trace)
  return [...datasets].flatMap((id) => {
    const by: { dataset: string; columns: string[]; how: string }[] = []
    for (const { from, to, transformations } of graph.rows) {
      if (to !== id) continue
      const dataset = label(from.dataset)
      const how = transformations
        .map(({ description, subtype }) => description ?? subtype?.toLowerCase() ?? '')
        .join('; ')
      const known = by.find((one) => one.dataset === dataset && one.how === how)
      if (known === undefined) by.push({ dataset, columns: [from.column], how })
      else known.columns.push(from.column)
    }
    return by.length === 0 ? [] : [{ dataset: label(id), by }]
  })
}

const named = (trace: ColumnTrace, label: Label): unknown => ({
  dataset: label(trace.dataset),
  column: trace.column,
  transformations: trace.transformations,
  from: trace.from.map((one) => named(one, label)),
})

/** The states and datasets a dataset is made of, groups of shards and the run as one box left out. */
function upstream(graph: LineageGraph, id: string): Pick<LineageGraph, 'nodes' | 'edges'> {
  const jobs = new Map(graph.nodes.flatMap((node) => (node.kind === 'job' ? [[node.id, node] as const] : [])))
  const outermost = [...jobs.values()].find((job) => job.parent === undefined)?.id
  const state = (job: string) => jobs.get(job)?.parent === outermost && job !== outermost
  const edges = graph.edges.filter(({ from, to }) => state(jobs.has(from) ? from : to))
  const reached = new Set([id])
  for (let size = 0; size !== reached.size; ) {
    size = reached.size
    for (const { from, to } of edges) if (reached.has(to)) reached.add(from)
  }
  return {
    nodes: graph.nodes.filter((node) => reached.has(node.id)),
    edges: edges.filter(({ from, to }) => reached.has(from) && reached.has(to)),
  }
}
