import { z } from 'zod'
import type { Impact, VersionModel } from '../versions/index.ts'
import type { CatalogFollowing } from './catalog-following.ts'
import type { CellCount } from './cell-accounting.ts'
import type { PinnedDomain } from './pinned-domain.ts'
import type { RowAccounting } from './row-accounting.ts'
import type { SetAsideCount } from './set-aside.ts'

export type { RowAccounting } from './row-accounting.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const sourceFileSchema = z.object({
  source: z.string(),
  /** The name people know it by. */
  file: z.string(),
  key: z.string(),
  size: z.number().int(),
  etag: z.string(),
  sha256,
})
export type SourceFilePin = z.infer<typeof sourceFileSchema>

/** What a person decided (a resolution, a release by the gate, a re-admission …): an object under `decisions/<kind>/`. */
const decisionPinSchema = z.object({ kind: z.string().min(1), key: z.string(), sha256 })
export type DecisionPin = z.infer<typeof decisionPinSchema>

/** A registered model that the run reads: `id` ends with the hash of its content. */
const modelPinSchema = z.object({
  entity: z.string(),
  alias: z.enum(['champion', 'challenger']),
  version: z.int().positive(),
  id: z.string(),
})
export type ModelPin = z.infer<typeof modelPinSchema>

/** Everything a run reads, pinned before it reads it (`runs/<run>/plan.json`). */
export const planSchema = z.object({
  run: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/),
  /** As the run was asked for: an id, or a path. */
  pipeline: z.string(),
  pipelineId: z.string(),
  profile: z.string(),
  set: z.array(z.string()),
  /** The folder the files were taken from, as the machine that ran it calls it; null where they lay in the store. */
  landing: z.string().nullable().default(null),
  nominalTime: z.iso.datetime(),
  startedAt: z.iso.datetime(),
  sources: z.array(sourceFileSchema),
  /** Source → the time of the run that found its newest file first. */
  arrivals: z.record(z.string(), z.string()).default({}),
  unmatched: z.array(z.string()),
  /** What else a person should know of the landing, a sentence each. */
  notes: z.array(z.string()).default([]),
  /** Where each setting came from; their values stand in what `domain` names. */
  configuration: z.object({ hash: z.string(), origin: z.record(z.string(), z.string()) }),
  /** Content hash of `runs/<run>/domain/<sha256>.json`; null in plans of before it was kept. */
  domain: sha256.nullable().default(null),
  profileHash: sha256,
  contractVersions: z.record(z.string(), z.string()),
  /** Content hash of each stage's code. */
  code: z.record(z.string(), sha256).default({}),
  decisions: z.array(decisionPinSchema).default([]),
  /** Models that people promoted: the champions, where the run is asked for them, and challengers to score beside what is used. */
  models: z.array(modelPinSchema).default([]),
  /** Changes when a person is forgotten; null while nobody was. */
  suppressions: sha256.nullable().default(null),
  /** Sources, configuration, contracts, stages and decisions in one number: equal means there is nothing to do. */
  inputsHash: sha256,
  baseRelease: z.number().int().nullable(),
  /** The newest release there was: a channel that was moved back stands on an older one. */
  newestRelease: z.number().int().nullable().optional(),
  baseVersions: z.record(z.string(), z.number().int()),
  /** Dataset → the pipeline's table of it, as `tableKeys` takes it. Empty in plans from before tables belonged to a pipeline. */
  tables: z.record(z.string(), z.string()).default({}),
  /** What the run was estimated to use on AWS, in list prices. */
  estimate: z
    .object({
      rows: z.number().int(),
      lambdaGbSeconds: z.number(),
      stateTransitions: z.number().int(),
      s3Requests: z.number().int(),
      dollars: z.number(),
      region: z.string(),
      problems: z.array(z.string()),
    })
    .optional(),
  /** The run whose plan this one repeats (`hotpass retry`). */
  retryOf: z.string().nullable().default(null),
  status: z.enum(['planned', 'unchanged']),
})
export type PlanDocument = z.infer<typeof planSchema>

/** A plan with the content that it pins. */
export interface Plan extends Omit<PlanDocument, 'domain'> {
  readonly domain: PinnedDomain
}

export const ingestItemSchema = sourceFileSchema.extend({ index: z.number().int(), bytes: z.number() })
export type IngestItem = z.infer<typeof ingestItemSchema>

/** One shard of Refine: every `of`-th part, from `part` on, of one sheet of one file. */
export const refineItemSchema = z.object({
  index: z.number().int(),
  /** Index of the file in the ingest item list. */
  ingest: z.number().int(),
  source: z.string(),
  file: z.string(),
  sheet: z.string(),
  part: z.number().int(),
  of: z.number().int(),
  bytes: z.number(),
})
export type RefineItem = z.infer<typeof refineItemSchema>

/** One share of the blocks of an entity: the pairs whose key falls into part `part` of `of`. */
export const scoreItemSchema = z.object({
  index: z.number().int(),
  entity: z.string(),
  part: z.number().int(),
  of: z.number().int().min(1),
  bytes: z.number(),
})
export type ScoreItem = z.infer<typeof scoreItemSchema>

/** What a run ends with (`runs/<run>/result.json`, and `hotpass run --json`). */
export interface RunResult {
  run: string
  status: 'published' | 'unchanged' | 'busy' | 'blocked' | 'failed'
  versions: Record<string, number>
  rows: RowAccounting
  /** Absent where nothing was read, and in runs of before cells were counted. */
  cells?: CellCount
  gate: 'passed' | 'warned' | 'blocked' | null
  reasons: string[]
  quarantine: { key: string; rows: number }[]
  /** Values that are not used: where they stand, how many, and of how many fields; absent when there are none. */
  setAside?: SetAsideCount
  unmatched: string[]
  /** What else the plan says of the landing; absent when there is nothing. */
  notes?: string[]
  release: number | null
  /** How much of what was published the release changed, and by dataset; absent when nothing was published. */
  impact?: Impact
  impacts?: Record<string, Impact>
  /** The linkage models behind what was published; absent when nothing was. */
  models?: readonly VersionModel[]
  /** Rows that stewards corrected and this run read in place of the originals; absent when there are none. */
  readmitted?: number
  /** What became of the Glue tables, where there are any. */
  catalog?: CatalogFollowing[]
}
