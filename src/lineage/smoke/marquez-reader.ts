import { z } from 'zod'
import { LineageError } from '../errors.ts'

/** What a back end holds of a job: its latest run, and the datasets of its current version. */
const jobSchema = z.looseObject({
  name: z.string(),
  inputs: z.array(z.looseObject({ namespace: z.string(), name: z.string() })).default([]),
  outputs: z.array(z.looseObject({ namespace: z.string(), name: z.string() })).default([]),
})
const runSchema = z.looseObject({ id: z.string(), state: z.string() })
const datasetSchema = z.looseObject({
  name: z.string(),
  fields: z.array(z.looseObject({ name: z.string() })).default([]),
})
const columnNode = z.looseObject({
  id: z.string(),
  inEdges: z.array(z.looseObject({ origin: z.string() })).default([]),
  data: z
    .looseObject({
      inputFields: z
        .array(z.looseObject({ namespace: z.string(), dataset: z.string(), field: z.string() }))
        .default([]),
    })
    .nullish(),
})

/** Reads an OpenLineage back end by Marquez' API (`/api/v1`). What is not there is undefined; @throws LineageError for anything else. */
export class MarquezReader {
  readonly #base: string
  readonly #headers: Record<string, string>

  constructor(url: string, apiKey?: string) {
    this.#base = `${url.replace(/\/+$/, '')}/api/v1`
    this.#headers = { accept: 'application/json', ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}) }
  }

  async #get<T>(path: string, shape: z.ZodType<T>): Promise<T | undefined> {
    const address = `${this.#base}${path}`
    let response: Response
    try {
      response = await fetch(address, { headers: this.#headers, signal: AbortSignal.timeout(10_000) })
    } catch (cause) {
      throw new LineageError(
        `${address} cannot be read (${cause instanceof Error ? cause.message : cause}). Is the back end up?`,
        { cause },
      )
    }
    if (response.status === 404) return undefined
    if (!response.ok) throw new LineageError(`${address} answered ${response.status}. Is this Marquez' API?`)
    const parsed = shape.safeParse(await response.json().catch(() => undefined))
    if (!parsed.success) throw new LineageError(`${address} answered something that is not Marquez' API.`)
    return parsed.data
  }

  job = (namespace: string, name: string) =>
    this.#get(`/namespaces/${encode(namespace)}/jobs/${encode(name)}`, jobSchema)

  runs = async (namespace: string, name: string) =>
    (
      await this.#get(
        `/namespaces/${encode(namespace)}/jobs/${encode(name)}/runs`,
        z.looseObject({ runs: z.array(runSchema) }),
      )
    )?.runs ?? []

  dataset = (namespace: string, name: string) =>
    this.#get(`/namespaces/${encode(namespace)}/datasets/${encode(name)}`, datasetSchema)

  versions = async (namespace: string, name: string) =>
    (
      await this.#get(
        `/namespaces/${encode(namespace)}/datasets/${encode(name)}/versions`,
        z.looseObject({ versions: z.array(z.looseObject({})) }),
      )
    )?.versions ?? []

  /** Column → the input columns it is made of, as `<namespace>\n<dataset>\n<column>`. */
  async columns(namespace: string, name: string): Promise<Map<string, Set<string>>> {
    const id = encode(`dataset:${namespace}:${name}`)
    const found = await this.#get(`/column-lineage?nodeId=${id}&depth=1`, z.looseObject({ graph: z.array(columnNode) }))
    const columns = new Map<string, Set<string>>()
    const prefix = `datasetField:${namespace}:${name}:`
    for (const node of found?.graph ?? [])
      if (node.id.startsWith(prefix))
        columns.set(
          node.id.slice(prefix.length),
          new Set((node.data?.inputFields ?? []).map((one) => `${one.namespace}\n${one.dataset}\n${one.field}`)),
        )
    return columns
  }
}

const encode = encodeURIComponent
