import { z } from 'zod'
import type { IdentityChange } from '../../resolve/index.ts'
import { challengerOutcome } from './challenger-work.ts'
import { doubtedMerges } from './doubted-merges.ts'
import { workFile } from './work-file.ts'

/** The linkage model that a run used for an entity. */
const usedModel = z.object({
  id: z.string(),
  /** `promoted`: the champion that the plan pinned. */
  origin: z.enum(['shipped', 'trained', 'promoted']),
  linkageHash: z.string(),
  /** What the registry calls it; absent in the work itself, which may be found by a later run, and where it is not registered. */
  version: z.int().positive().optional(),
  /** The model before people's answers corrected it. */
  untaught: z.string().optional(),
})
export type UsedModel = z.infer<typeof usedModel>

/** The part of a training record that only the training itself knows. */
const trainingFacts = z.object({
  comparedBy: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  metrics: z.record(z.string(), z.number()),
})
export type TrainingFacts = z.infer<typeof trainingFacts>

const resolvedEntity = z.object({
  entity: z.string(),
  refined: z.array(workFile),
  /** What each row of the entity became, with what it belongs to. */
  resolved: workFile,
  /** Every compared pair, by position of its records in the records of Block: what the next run need not compare again. */
  pairs: workFile,
  /** Pairs and decisions behind the entities, and pairs that wait for a person. */
  links: workFile,
  review: workFile,
  /** Pairs whose answers teach the model most; none of runs of before they were chosen. */
  questions: workFile.optional(),
  /** What became of ids since the base version: the rows this version adds to `entity_changes`. */
  changes: workFile,
  identity: z.record(z.string(), z.number()) as z.ZodType<Record<IdentityChange['change'], number>>,
  /** Key of the linkage report. */
  page: z.string(),
  model: usedModel,
  /** What the model was made of and with, when this work made it; null when it was there. Absent in work of before it was tracked. */
  training: trainingFacts.nullish(),
  /** How another model would have linked the same pairs; null where there is none to compare with. */
  challenger: challengerOutcome.nullish(),
  decisions: z.object({ applied: z.number(), contradictions: z.array(z.string()), vanished: z.array(z.string()) }),
  /** Entities of the base version that a decision merged into others. */
  mergedByDecision: z.number().int(),
  /** A sentence for each table of which rows repeat the key of another one. */
  repeatedKeys: z.array(z.string()),
  cuts: z.number().int(),
  /** Merges that a person should look at; not known of runs of before they were counted. */
  doubted: doubtedMerges.optional(),
  /** Rows of the entity that wait for a person, whatever else their row describes; not known of runs of before it was counted. */
  withheld: z.number().int().optional(),
  entities: z.number().int(),
})
export type ResolvedEntity = z.infer<typeof resolvedEntity>

/** What Resolve makes. Rows are counted by what they describe first. */
export const resolveWork = z.object({
  entities: z.array(resolvedEntity),
  quarantine: workFile.nullable(),
  read: z.number().int(),
  quarantined: z.number().int(),
  attached: z.number().int(),
  merged: z.number().int(),
  published: z.number().int(),
  /** What else a person should know of the models, a sentence each. */
  notes: z.array(z.string()).optional(),
})
export type ResolveWork = z.infer<typeof resolveWork>
