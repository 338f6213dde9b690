import { z } from 'zod'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { readDocument } from './read-document.ts'
import { type RegistryName, registryKeys } from './registry-keys.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** What a run made a model of and with, and what came of it: `models/registry/<pipeline>/<dataset>/trainings/<run>.json`, created once. */
const trainingRecord = z.strictObject({
  format: z.literal(1),
  pipeline: z.string(),
  dataset: z.string(),
  entity: z.string(),
  run: z.string(),
  /** Wall clock. */
  at: z.iso.datetime(),
  /** `<dataset>/<sha256>`: the document is `models/<id>.json`. */
  modelId: z.string(),
  /** `trained` on the compared pairs, or `shipped` with the domain. */
  origin: z.enum(['shipped', 'trained']),
  /** sha256 of what pairs are compared by, without numbers: a model fits settings that have the same. */
  comparedBy: sha256,
  /** What was asked for; numbers and texts only. */
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  /** What was measured: counts, probabilities from 0 to 1. */
  metrics: z.record(z.string(), z.number()),
  /** The data behind it. */
  lineage: z.strictObject({
    lineageRunId: z.string(),
    baseRelease: z.int().positive().nullable(),
    baseVersions: z.record(z.string(), z.int()),
    sources: z.array(z.strictObject({ source: z.string(), file: z.string(), sha256, bytes: z.int() })),
    /** Of what people wrote, as the plan pinned it; null where the plan says none. */
    domain: sha256.nullable(),
    configuration: z.string(),
    codeVersion: z.string(),
  }),
  /** Keys of the store: the model, and the linkage report with its charts. */
  artifacts: z.strictObject({ model: z.string(), page: z.string() }),
})
export type TrainingRecord = z.infer<typeof trainingRecord>

/** Keeps what a run trained. A run that is repeated by its host keeps what it wrote first. */
export async function keepTraining(store: ObjectStore, record: TrainingRecord): Promise<TrainingRecord> {
  const key = registryKeys.training(record, record.run)
  const outcome = await store.create(key, canonicalJson(trainingRecord.parse(record)))
  return outcome === 'exists' ? ((await readTraining(store, record, record.run)) ?? record) : record
}

/** What a run trained for a dataset; undefined when it trained nothing. @throws RegistryDamagedError */
export async function readTraining(
  store: ObjectStore,
  of: RegistryName,
  run: string,
): Promise<TrainingRecord | undefined> {
  return (await readDocument(store, registryKeys.training(of, run), trainingRecord))?.value
}
