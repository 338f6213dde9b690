import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

/** One request as it came, for who looks at headers. */
export interface Heard {
  readonly method: string
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: unknown
}

const tags = z.array(z.strictObject({ key: z.string().min(1), value: z.string().max(8000) }))
const metric = z.strictObject({ key: z.string(), value: z.number(), timestamp: z.int(), step: z.int() })
const dataset = z.strictObject({
  name: z.string().max(500),
  digest: z.string().max(36),
  source_type: z.string(),
  source: z.string(),
})

/** Bodies as the REST reference has them, field by field. @see https://mlflow.org/docs/latest/api_reference/rest-api.html */
const ENDPOINTS = {
  'GET experiments/get-by-name': z.strictObject({ experiment_name: z.string() }),
  'POST experiments/create': z.strictObject({ name: z.string() }),
  'POST runs/search': z.strictObject({ experiment_ids: z.array(z.string()), filter: z.string(), max_results: z.int() }),
  'POST runs/create': z.strictObject({ experiment_id: z.string(), run_name: z.string(), start_time: z.int(), tags }),
  'POST runs/log-batch': z.strictObject({
    run_id: z.string(),
    params: z.array(z.strictObject({ key: z.string(), value: z.string().max(6000) })).max(100),
    metrics: z.array(metric).max(1000),
  }),
  'POST runs/log-inputs': z.strictObject({
    run_id: z.string(),
    datasets: z.array(z.strictObject({ dataset, tags })).max(1000),
  }),
  'POST runs/update': z.strictObject({ run_id: z.string(), status: z.enum(['FINISHED']), end_time: z.int() }),
  'POST registered-models/create': z.strictObject({ name: z.string(), description: z.string() }),
  'GET model-versions/search': z.strictObject({
    filter: z.string(),
    max_results: z.string(),
    page_token: z.string().optional(),
  }),
  'POST model-versions/create': z.strictObject({
    name: z.string(),
    source: z.string(),
    run_id: z.string(),
    description: z.string(),
    tags,
  }),
  'POST registered-models/alias': z.strictObject({ name: z.string(), alias: z.string(), version: z.string() }),
  'DELETE registered-models/alias': z.strictObject({ name: z.string(), alias: z.string() }),
} as const

type Answer = { readonly status?: number; readonly json: unknown }
const refusal = (status: number, error_code: string): Answer => ({
  status,
  json: { error_code, message: `it says ${error_code}` },
})

/** What MLflow 3.17.2 answered when it was asked the same, kept small: one experiment, its runs, one registered model. */
export async function mlflowStub() {
  const heard: Heard[] = []
  const artifacts = new Map<string, Buffer>()
  const runs = new Map<string, { status: string; tags: z.infer<typeof tags> }>()
  const versions: { version: string; tags: z.infer<typeof tags> }[] = []
  const aliases: Record<string, string> = {}
  const experiments: string[] = []
  const known = new Set<string>()
  const infoOf = (id: string) => ({
    run_id: id,
    status: runs.get(id)?.status,
    artifact_uri: `mlflow-artifacts:/1/${id}/artifacts`,
  })
  const answers: { [Name in keyof typeof ENDPOINTS]: (body: z.infer<(typeof ENDPOINTS)[Name]>) => Answer } = {
    'GET experiments/get-by-name': ({ experiment_name: name }) =>
      experiments.includes(name)
        ? { json: { experiment: { experiment_id: '1' } } }
        : refusal(404, 'RESOURCE_DOES_NOT_EXIST'),
    'POST experiments/create': ({ name }) => {
      experiments.push(name)
      return { json: { experiment_id: '1' } }
    },
    'POST runs/search': ({ filter }) => {
      const wanted = [...filter.matchAll(/tags\."([^"]+)" = '([^']*)'/g)]
      const found = [...runs].filter(([, run]) =>
        wanted.every(([, key, value]) => run.tags.some((tag) => tag.key === key && tag.value === value)),
      )
      return { json: found.length === 0 ? {} : { runs: found.map(([id]) => ({ info: infoOf(id) })) } }
    },
    'POST runs/create': (body) => {
      const id = `r${runs.size + 1}`
      runs.set(id, { status: 'RUNNING', tags: body.tags })
      return { json: { run: { info: infoOf(id) } } }
    },
    'POST runs/log-batch': () => ({ json: {} }),
    'POST runs/log-inputs': () => ({ json: {} }),
    'POST runs/update': ({ run_id: id, status }) => {
      const run = runs.get(id)
      if (run !== undefined) run.status = status
      return { json: {} }
    },
    'POST registered-models/create': ({ name }) => {
      if (known.has(name)) return refusal(400, 'RESOURCE_ALREADY_EXISTS')
      known.add(name)
      return { json: {} }
    },
    'GET model-versions/search': () => ({ json: versions.length === 0 ? {} : { model_versions: versions } }),
    'POST model-versions/create': ({ tags: own }) => {
      const version = String(versions.length + 1)
      versions.push({ version, tags: own })
      return { json: { model_version: { version } } }
    },
    'POST registered-models/alias': ({ alias, version }) => {
      aliases[alias] = version
      return { json: {} }
    },
    'DELETE registered-models/alias': ({ alias }) => {
      delete aliases[alias]
      return { json: {} }
    },
  }
  const isEndpoint = (name: string): name is keyof typeof ENDPOINTS => Object.hasOwn(ENDPOINTS, name)
  const answerTo = (name: string, body: unknown): Answer => {
    if (!isEndpoint(name)) return refusal(404, 'ENDPOINT_NOT_FOUND')
    const parsed = ENDPOINTS[name].safeParse(body)
    if (!parsed.success) return refusal(400, `INVALID_PARAMETER_VALUE ${z.prettifyError(parsed.error)}`)
    return (answers[name] as (body: unknown) => Answer)(parsed.data)
  }
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://stub')
    const bytes = Buffer.concat(await request.toArray())
    const method = request.method ?? ''
    const artifact = /^\/api\/2\.0\/mlflow-artifacts\/artifacts\/(.+)$/.exec(url.pathname)?.[1]
    const body =
      method === 'GET' ? Object.fromEntries(url.searchParams) : artifact ? bytes : JSON.parse(bytes.toString())
    heard.push({ method, path: url.pathname, headers: request.headers, body })
    if (artifact !== undefined && method === 'PUT') artifacts.set(artifact, bytes)
    const { status = 200, json } =
      artifact === undefined
        ? answerTo(`${method} ${url.pathname.replace(/^\/api\/2\.0\/mlflow\//, '')}`, body)
        : { json: {} }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    ...{ heard, artifacts, runs, versions, aliases, experiments },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
