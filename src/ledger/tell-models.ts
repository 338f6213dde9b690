import { MlflowError } from '../mlflow/errors.ts'
import { MlflowServer } from '../mlflow/mlflow-server.ts'
import { mlflowSettings } from '../mlflow/mlflow-settings.ts'
import { serverVersion, tellAlias } from '../mlflow/registered-model.ts'
import { tellTraining } from '../mlflow/tell-training.ts'
import type { RegistryName } from '../models/index.ts'
import { readModel } from '../models/model-version.ts'
import { readTraining } from '../models/training-record.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { keys } from './keys.ts'
import { readStageRecord } from './stage-records.ts'
import { domainPinnedBy } from './store-domains.ts'
import type { ToldModels } from './told-models.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** Whether the environment names a tracking server. */
const trackingIsOn = (env: Environment = process.env): boolean => (env.MLFLOW_TRACKING_URI ?? '').trim() !== ''

/**
 * Tells the tracking server that the environment names of the models that a run trained, and keeps what came of it. Whatever goes wrong
 * is kept as a sentence: the models are registered in the store all the same. @returns that sentence
 */
export async function tellModelsOfRun(
  store: ObjectStore,
  run: string,
  pipeline: string,
  env: Environment = process.env,
): Promise<string | undefined> {
  if (!trackingIsOn(env)) return undefined
  const told: ToldModels['told'] = []
  let shown: string | null = null
  const problem = await problemOf(async () => {
    const settings = mlflowSettings(env)
    if (settings === undefined) return
    shown = settings.shown
    const server = new MlflowServer(settings)
    const { work } = await readStageRecord(store, run, 'Resolve')
    const domain = await domainPinnedBy(store, run)
    for (const { entity, model, training } of work.entities) {
      const dataset = domain?.compiled.entities.find(({ id }) => id === entity)?.dataset
      if (training == null || model.version === undefined || dataset === undefined) continue
      const found = await tellVersion(store, server, { pipeline, dataset }, model.version, run)
      if (found !== undefined)
        told.push({ dataset, version: model.version, serverRun: found.runId, serverVersion: found.serverVersion })
    }
  })
  const document: ToldModels = { format: 1, server: shown, told, problem: problem ?? null }
  await store.put(keys.toldModels(run), canonicalJson(document))
  return problem
}

/** Moves an alias on the tracking server that the environment names as it was moved here. @returns a sentence when that did not work */
export async function tellAliasMoved(
  store: ObjectStore,
  of: RegistryName,
  alias: string,
  to: number | null,
  env: Environment = process.env,
): Promise<string | undefined> {
  if (!trackingIsOn(env)) return undefined
  return problemOf(async () => {
    const settings = mlflowSettings(env)
    if (settings === undefined) return
    const server = new MlflowServer(settings)
    const known = to === null ? null : await serverVersion(server, of, to)
    // A server that was down when the model was trained is told of it now.
    const told = known === undefined && to !== null ? await tellVersion(store, server, of, to) : undefined
    const there = to === null ? null : (told?.serverVersion ?? known)
    if (there === undefined) throw new MlflowError(`version ${to} of ${of.dataset} has no training record in the store`)
    await tellAlias(server, of, alias, there)
  })
}

/** @param run whose training is told; of the run that made the version first without one */
async function tellVersion(store: ObjectStore, server: MlflowServer, of: RegistryName, version: number, run?: string) {
  const { run: first, modelId } = await readModel(store, of, version)
  const training = await readTraining(store, of, run ?? first)
  const model = await store.get(keys.model(modelId))
  if (training === undefined || model === undefined) return undefined
  const page = (await store.get(training.artifacts.page))?.body
  return tellTraining(server, { training, version, model: model.body, page })
}

async function problemOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return `The tracking server was not told of the models, which the store has all the same: ${why.replace(/\.?$/, '.')}`
  }
}
