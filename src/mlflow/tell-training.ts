import { z } from 'zod'
import type { TrainingRecord } from '../models/index.ts'
import { openStore } from '../storage/open-store.ts'
import { MlflowRefusedError } from './errors.ts'
import type { MlflowServer } from './mlflow-server.ts'
import { registeredName, serverVersion, unlessThere, VERSION_TAG } from './registered-model.ts'

/** A training, and the files that belong to it. */
export interface ToldTraining {
  readonly training: TrainingRecord
  /** In our registry. */
  readonly version: number
  /** The model document. */
  readonly model: Uint8Array
  /** The linkage report with its charts; undefined when the run has none any more. */
  readonly page: Uint8Array | undefined
}

/** What a server made of a training. */
export interface TrainingTold {
  readonly runId: string
  /** The server's own number of the version. */
  readonly serverVersion: string
}

const experiment = z.object({ experiment: z.object({ experiment_id: z.coerce.string() }) })
const createdExperiment = z.object({ experiment_id: z.coerce.string() })
const info = z.object({ run_id: z.string(), artifact_uri: z.string(), status: z.string().default('RUNNING') })
const createdRun = z.object({ run: z.object({ info }) })
const foundRuns = z.object({ runs: z.array(z.object({ info })).default([]) })
const createdVersion = z.object({ model_version: z.object({ version: z.coerce.string() }) })
const nothing = z.looseObject({})

const MOST_PARAMETER = 6000
const MOST_TAG = 5000
/** A digest of a dataset is cut to what MLflow takes. */
const DIGEST = 36

/**
 * Tells a tracking server of a training: a finished run with parameters, metrics, data and artifacts, and a version of the registered
 * model. What it has already it is not told again. @throws MlflowError
 */
export async function tellTraining(server: MlflowServer, told: ToldTraining): Promise<TrainingTold> {
  const run = await toldRun(server, told)
  const { training, version } = told
  const known = await serverVersion(server, training, version)
  if (known !== undefined) return { runId: run.run_id, serverVersion: known }
  const name = registeredName(training)
  const description = `Linkage models of ${training.dataset}, pipeline ${training.pipeline}.`
  await unlessThere(server.call('POST', 'registered-models/create', { name, description }, nothing))
  const { model_version: made } = await server.call(
    'POST',
    'model-versions/create',
    {
      name,
      source: `${run.artifact_uri}/model`,
      run_id: run.run_id,
      description: `Version ${version} of ${training.dataset}, made by run ${training.run}.`,
      tags: tags({
        [VERSION_TAG]: String(version),
        'hotpass.model_id': training.modelId,
        'hotpass.origin': training.origin,
      }),
    },
    createdVersion,
  )
  return { runId: run.run_id, serverVersion: made.version }
}

/** The server's run of a training: the one that it has, finished if it was broken off, or a new one. */
async function toldRun(server: MlflowServer, told: ToldTraining): Promise<z.infer<typeof info>> {
  const { training } = told
  const experimentId = await experimentOf(server, server.settings.experiment ?? `hotpass/${training.pipeline}`)
  const filter = `tags."hotpass.run" = '${training.run}' AND tags."hotpass.dataset" = '${training.dataset}'`
  const { runs } = await server.call(
    'POST',
    'runs/search',
    { experiment_ids: [experimentId], filter, max_results: 1 },
    foundRuns,
  )
  const before = runs[0]?.info
  if (before?.status === 'FINISHED') return before
  const run = before ?? (await createRun(server, experimentId, training))
  await logTraining(server, run.run_id, training)
  await putArtifacts(server, run.artifact_uri, told)
  await server.call(
    'POST',
    'runs/update',
    { run_id: run.run_id, status: 'FINISHED', end_time: Date.parse(training.at) },
    nothing,
  )
  return run
}

async function experimentOf(server: MlflowServer, name: string): Promise<string> {
  const known = async () =>
    (await server.call('GET', 'experiments/get-by-name', { experiment_name: name }, experiment)).experiment
      .experiment_id
  try {
    return await known()
  } catch (error) {
    if (!(error instanceof MlflowRefusedError && error.code === 'RESOURCE_DOES_NOT_EXIST')) throw error
    const made = await unlessThere(server.call('POST', 'experiments/create', { name }, createdExperiment))
    return made?.experiment_id ?? known()
  }
}

async function createRun(server: MlflowServer, experimentId: string, training: TrainingRecord) {
  const { run, dataset, entity, pipeline, lineage } = training
  const { run: made } = await server.call(
    'POST',
    'runs/create',
    {
      experiment_id: experimentId,
      run_name: `${dataset} ${run}`,
      start_time: Date.parse(training.at),
      tags: tags({
        'hotpass.run': run,
        'hotpass.pipeline': pipeline,
        'hotpass.dataset': dataset,
        'hotpass.entity': entity,
        'hotpass.lineage_run_id': lineage.lineageRunId,
        'hotpass.base_release': lineage.baseRelease === null ? 'none' : String(lineage.baseRelease),
        'hotpass.configuration': lineage.configuration,
        'hotpass.code_version': lineage.codeVersion,
        ...(lineage.domain === null ? {} : { 'hotpass.domain': lineage.domain }),
      }),
    },
    createdRun,
  )
  return made.info
}

async function logTraining(server: MlflowServer, runId: string, { parameters, metrics, lineage, at }: TrainingRecord) {
  const timestamp = Date.parse(at)
  await server.call(
    'POST',
    'runs/log-batch',
    {
      run_id: runId,
      params: Object.entries(parameters).map(([key, value]) => ({
        key,
        value: String(value).slice(0, MOST_PARAMETER),
      })),
      metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp, step: 0 })),
    },
    nothing,
  )
  const bases = Object.entries(lineage.baseVersions).map(([name, version]) => ({
    ...{ name, digest: String(version), source_type: 'hotpass_version' },
    source: JSON.stringify({ dataset: name, version, release: lineage.baseRelease }),
  }))
  const sources = lineage.sources.map(({ source, file, sha256, bytes }) => ({
    ...{ name: file.slice(0, 500), digest: sha256.slice(0, DIGEST), source_type: 'hotpass_source' },
    source: JSON.stringify({ source, file, sha256, bytes }),
  }))
  const datasets = [...sources, ...bases].map((dataset) => ({
    dataset,
    tags: tags({ 'mlflow.data.context': 'training' }),
  }))
  if (datasets.length > 0) await server.call('POST', 'runs/log-inputs', { run_id: runId, datasets }, nothing)
}

/** Through the server's proxy, or into the bucket that a managed server keeps artifacts in. @throws MlflowError */
async function putArtifacts(
  server: MlflowServer,
  root: string,
  { training, model, page }: ToldTraining,
): Promise<void> {
  const files: readonly (readonly [string, Uint8Array, string])[] = [
    ['model/model.json', model, 'application/json'],
    ['training.json', Buffer.from(`${JSON.stringify(training, null, 2)}\n`), 'application/json'],
    ...(page === undefined ? [] : [['linkage.html', page, 'text/html'] as const]),
  ]
  if (root.startsWith('s3://')) {
    const bucket = openStore(root)
    for (const [path, bytes] of files) await bucket.put(path, bytes)
    return
  }
  if (!root.startsWith('mlflow-artifacts:'))
    throw new MlflowRefusedError(
      `${server.settings.shown} keeps artifacts where it does not pass them on (${root}). Start it with --serve-artifacts, or give it a bucket`,
      200,
      'ARTIFACTS_NOT_SERVED',
    )
  const folder = new URL(root).pathname.replace(/^\/+/, '')
  for (const [path, bytes, type] of files) await server.putArtifact(`${folder}/${path}`, bytes, type)
}

const tags = (all: Readonly<Record<string, string>>) =>
  Object.entries(all).map(([key, value]) => ({ key, value: value.slice(0, MOST_TAG) }))
