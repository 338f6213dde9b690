import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { ModelNotFoundError, RegistryContentionError } from './errors.ts'
import { readDocument } from './read-document.ts'
import { type RegistryName, registryKeys, registryOfKey } from './registry-keys.ts'
import type { TrainingRecord } from './training-record.ts'

/** A registered model: `models/registry/<pipeline>/<dataset>/versions/<N>.json`, created once. */
const modelVersion = z.strictObject({
  format: z.literal(1),
  pipeline: z.string(),
  dataset: z.string(),
  /** 1, 2, 3 … in the order of registration. */
  version: z.int().positive(),
  modelId: z.string(),
  origin: z.enum(['shipped', 'trained']),
  comparedBy: z.string(),
  /** The run that made it first: its training record says the rest. */
  run: z.string(),
  /** Wall clock. */
  registeredAt: z.iso.datetime(),
})
export type ModelVersion = z.infer<typeof modelVersion>

const MOST_TRIES = 100
const AT_ONCE = 16

/** The numbers of the registered versions, ascending. */
async function modelNumbers(store: ObjectStore, of: RegistryName): Promise<number[]> {
  const prefix = registryKeys.versions(of)
  const found: number[] = []
  for await (const { key } of store.list(prefix)) {
    const number = /^([1-9]\d*)\.json$/.exec(key.slice(prefix.length))?.[1]
    if (number !== undefined) found.push(Number(number))
  }
  return found.sort((a, b) => a - b)
}

/** All versions, the oldest first. @throws RegistryDamagedError */
export async function listModels(store: ObjectStore, of: RegistryName): Promise<ModelVersion[]> {
  const numbers = await modelNumbers(store, of)
  const found: ModelVersion[] = []
  for (let start = 0; start < numbers.length; start += AT_ONCE)
    found.push(...(await Promise.all(numbers.slice(start, start + AT_ONCE).map((one) => readModel(store, of, one)))))
  return found
}

/** @throws ModelNotFoundError naming the nearest version, RegistryDamagedError */
export async function readModel(store: ObjectStore, of: RegistryName, version: number): Promise<ModelVersion> {
  const held = await readDocument(store, registryKeys.version(of, version), modelVersion)
  if (held !== undefined) return held.value
  const known = await modelNumbers(store, of)
  const nearest = known.toSorted((a, b) => Math.abs(a - version) - Math.abs(b - version) || b - a)[0]
  throw new ModelNotFoundError(
    nearest === undefined
      ? `${of.dataset} of ${of.pipeline} has no models in ${store.uri('')}. A run registers what it trains: hotpass run ${of.pipeline}`
      : `${of.dataset} has no model version ${version}; the nearest is ${nearest}. See them all: hotpass models list ${of.dataset}`,
  )
}

/** The version that a model is registered as; undefined when it is not. @throws RegistryDamagedError */
export async function versionOfModel(
  store: ObjectStore,
  of: RegistryName,
  modelId: string,
): Promise<ModelVersion | undefined> {
  const numbers = (await modelNumbers(store, of)).reverse()
  for (let start = 0; start < numbers.length; start += AT_ONCE) {
    const some = await Promise.all(numbers.slice(start, start + AT_ONCE).map((one) => readModel(store, of, one)))
    const found = some.find((one) => one.modelId === modelId)
    if (found !== undefined) return found
  }
  return undefined
}

/**
 * Gives a trained model its version: the next number, or the one it has when the same model was made before. Of rivals each gets a
 * number of its own. @throws RegistryContentionError, RegistryDamagedError
 */
export async function registerModel(store: ObjectStore, training: TrainingRecord): Promise<ModelVersion> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt++) {
    const known = await versionOfModel(store, training, training.modelId)
    if (known !== undefined) return known
    const { pipeline, dataset, modelId, origin, comparedBy, run, at: registeredAt } = training
    const version = ((await modelNumbers(store, training)).at(-1) ?? 0) + 1
    const made = { format: 1, pipeline, dataset, version, modelId, origin, comparedBy, run, registeredAt } as const
    if ((await store.create(registryKeys.version(training, version), canonicalJson(made))) !== 'exists') return made
    await sleep(Math.random() * 10 * Math.min(attempt, 20))
  }
  throw new RegistryContentionError(training.dataset, MOST_TRIES)
}

/** Every registry of the store that has a version, in byte order. */
export async function listRegistries(store: ObjectStore): Promise<RegistryName[]> {
  const found = new Map<string, RegistryName>()
  for await (const { key } of store.list(registryKeys.root)) {
    const name = registryOfKey(key)
    if (name !== undefined) found.set(`${name.pipeline}/${name.dataset}`, name)
  }
  return [...found.values()]
}
