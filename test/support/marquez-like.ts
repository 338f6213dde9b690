import type { RunEvent } from '../../src/lineage/index.ts'
import { type Collector, startCollector } from './lineage-collector.ts'

type Reference = { readonly namespace: string; readonly name: string }
const key = ({ namespace, name }: Reference) => `${namespace}\n${name}`
const TERMINAL: Readonly<Record<string, string>> = { COMPLETE: 'COMPLETED', FAIL: 'FAILED', ABORT: 'ABORTED' }

interface Job {
  readonly reference: Reference
  readonly runs: Map<string, string>
  /** Of its last event: a job's current version is what that event names. */
  inputs: Reference[]
  outputs: Reference[]
  parent?: string
}
interface Dataset {
  readonly reference: Reference
  fields: string[]
  versions: number
  columns: Map<string, Set<string>>
}

export interface MarquezLike extends Collector {
  readonly jobs: Map<string, Job>
  readonly datasets: Map<string, Dataset>
  /** What it dropped without a word, and why. */
  readonly lost: string[]
}

/**
 * A back end that treats events as Marquez 0.51 was found to (design §8): 422 for what breaks the schema, and in silence: events after a
 * terminal one are dropped; a child whose parent is unknown gets an empty parent in its stead; `arn:` namespaces and names with a leading
 * digit are lost; the edges of a job are those of its last event; column lineage is kept only where output and input columns are known.
 */
export async function startMarquezLike(): Promise<MarquezLike> {
  const jobs = new Map<string, Job>()
  const datasets = new Map<string, Dataset>()
  const lost: string[] = []
  const drop = (why: string) => {
    lost.push(why)
  }

  const meet = (reference: Reference, facets: RunEvent['inputs'][number]['facets']): Dataset | undefined => {
    if (reference.namespace.startsWith('arn:') || /^\d/.test(reference.name)) {
      drop(`dataset ${reference.namespace} ${reference.name}`)
      return undefined
    }
    const { namespace, name } = reference
    const known: Dataset = datasets.get(key(reference)) ?? {
      reference: { namespace, name },
      fields: [],
      versions: 0,
      columns: new Map(),
    }
    datasets.set(key(reference), known)
    if (facets?.schema !== undefined) known.fields = (facets.schema.fields ?? []).map((field) => field.name)
    return known
  }

  function take(event: RunEvent): void {
    const job: Job = jobs.get(key(event.job)) ?? { reference: event.job, runs: new Map(), inputs: [], outputs: [] }
    jobs.set(key(event.job), job)
    const state = job.runs.get(event.run.runId)
    if (state !== undefined && Object.values(TERMINAL).includes(state)) {
      drop(`${event.eventType} of ${event.job.name} after ${state}`)
      return
    }
    if (state === undefined && event.eventType !== 'START') drop(`${event.job.name} without START`)
    const parent = event.run.facets.parent
    if (parent !== undefined) {
      if (!jobs.get(key(parent.job))?.runs.has(parent.run.runId))
        drop(`parent of ${event.job.name} unknown when it came`)
      job.parent = key(parent.job)
    }
    job.runs.set(event.run.runId, TERMINAL[event.eventType] ?? 'RUNNING')
    const inputs = event.inputs.flatMap((input) => meet(input, input.facets) ?? [])
    const outputs = event.outputs.flatMap((output) => {
      const dataset = meet(output, output.facets)
      if (dataset === undefined) return []
      if (event.eventType === 'COMPLETE') dataset.versions++
      const readable = new Set(
        inputs.flatMap((input) => input.fields.map((field) => `${key(input.reference)}\n${field}`)),
      )
      for (const [column, { inputFields }] of Object.entries(output.facets?.columnLineage?.fields ?? {}))
        for (const { namespace, name, field } of inputFields) {
          const from = `${namespace}\n${name}\n${field}`
          if (!dataset.fields.includes(column)) drop(`column ${column} of ${output.name} is not in its schema`)
          else if (!readable.has(from))
            drop(`column ${column} of ${output.name} from ${name}.${field}, which the run does not read`)
          else dataset.columns.set(column, (dataset.columns.get(column) ?? new Set()).add(from))
        }
      return [dataset]
    })
    job.inputs = inputs.map(({ reference }) => reference)
    job.outputs = outputs.map(({ reference }) => reference)
  }

  const read = (path: string): unknown => {
    const url = new URL(path, 'http://x')
    const parts = url.pathname.split('/').slice(3).map(decodeURIComponent)
    if (parts[0] === 'column-lineage') {
      const id = url.searchParams.get('nodeId') ?? ''
      const found = [...datasets.values()].find(
        ({ reference }) => id === `dataset:${reference.namespace}:${reference.name}`,
      )
      if (found === undefined) return undefined
      return {
        graph: [...found.columns].map(([column, from]) => ({
          id: `datasetField:${found.reference.namespace}:${found.reference.name}:${column}`,
          data: {
            inputFields: [...from].map((one) => {
              const [namespace, dataset, field] = one.split('\n')
              return { namespace, dataset, field }
            }),
          },
        })),
      }
    }
    const [, namespace = '', kind, name = '', more] = parts
    if (kind === 'jobs') {
      const job = jobs.get(key({ namespace, name }))
      if (job === undefined) return undefined
      if (more === 'runs') return { runs: [...job.runs].map(([id, state]) => ({ id, state })) }
      return { name, inputs: job.inputs, outputs: job.outputs }
    }
    const dataset = datasets.get(key({ namespace, name }))
    if (dataset === undefined) return undefined
    if (more === 'versions')
      return { versions: Array.from({ length: dataset.versions }, (_, version) => ({ version })) }
    return { name, fields: dataset.fields.map((field) => ({ name: field })) }
  }

  const collector = await startCollector((request, response) => {
    if (request.method === 'GET') {
      const found = read(request.path)
      response.writeHead(found === undefined ? 404 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(found ?? { message: 'not found' }))
      return true
    }
    const event = JSON.parse(request.text) as RunEvent
    const sound =
      /^[0-9a-f-]{36}$/.test(event.run?.runId ?? '') &&
      event.job?.name &&
      event.job?.namespace &&
      !Number.isNaN(Date.parse(event.eventTime))
    const facets = [
      event.run?.facets,
      event.job?.facets,
      ...[...(event.inputs ?? []), ...(event.outputs ?? [])].map((one) => one.facets),
    ]
    const stamped = facets
      .flatMap((group) => Object.values(group ?? {}))
      .every((facet) => URL.canParse(facet?._producer ?? '') && URL.canParse(facet?._schemaURL ?? ''))
    if (!sound || !stamped) {
      response.writeHead(422).end('{"message":"unprocessable"}')
      return true
    }
    take(event)
    return false
  })
  return Object.assign(collector, { jobs, datasets, lost })
}
