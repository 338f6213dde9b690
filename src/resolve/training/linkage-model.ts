import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../../storage/canonical-json.ts'
import { LinkageSettingsConfigurationError } from '../errors.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'

const chance = z.number().min(0).max(1)

const levelSchema = z.strictObject({
  gamma: z.int(),
  label: z.string(),
  m: chance,
  u: chance,
  /** Bits that people's answers add to log2(m / u). */
  answered: z.number().optional(),
  /** What of u is no matter of how common a value is, and stays where a value's own frequency stands for u. */
  shared: chance.optional(),
})

const modelSchema = z.strictObject({
  format: z.literal(1),
  /** Chance that two rows drawn at random are one entity. */
  prior: chance,
  /** Chance that two rows drawn at random are two of one group, such as branches: all in common but where they are. */
  branches: chance.optional(),
  comparisons: z.array(z.strictObject({ name: z.string(), levels: z.array(levelSchema) })),
  /** How the numbers came about, for people. */
  training: z.strictObject({
    prior: z.string(),
    u: z.string(),
    /** How many records it was learnt from, where it begins with what types know. */
    records: z.int().optional(),
    passes: z.array(
      z.strictObject({
        rule: z.string(),
        pairs: z.number(),
        matches: z.number(),
        iterations: z.int(),
        estimated: z.array(z.string()),
        left_out: z.string().nullable(),
      }),
    ),
    /** What people's answers did to it: how many there were, and how far they could move a weight. */
    answers: z.strictObject({ same: z.int(), different: z.int(), spread_bits: z.number() }).optional(),
  }),
})

/** The numbers of a linkage: prior, and m and u of every level (gammas ascending). Plain JSON. */
export type LinkageModel = z.output<typeof modelSchema>

/** The model as it is stored: equal models have equal text. */
export const modelText = (model: LinkageModel): string => `${canonicalJson(model)}\n`

/** A model's name in the store: `models/<linkage>/<hash>.json`. */
export const modelHash = (model: LinkageModel): string => createHash('sha256').update(modelText(model)).digest('hex')

/**
 * Reads a stored model and checks that it belongs to the settings.
 * @throws LinkageSettingsConfigurationError
 */
export function parseModel(text: string, settings: LinkageSettings): LinkageModel {
  const read = modelSchema.safeParse(JSON.parse(text))
  if (!read.success)
    throw new LinkageSettingsConfigurationError(
      `The model cannot be read: ${z.prettifyError(read.error)}. Train it again.`,
    )
  const shape = (comparisons: readonly { name: string; gammas: readonly number[] }[]): string =>
    JSON.stringify(comparisons)
  const held = read.data.comparisons.map(({ name, levels }) => ({ name, gammas: levels.map(({ gamma }) => gamma) }))
  const asked = settings.comparisons.map(({ name, answers }) => ({
    name,
    gammas: Array.from({ length: answers }, (_, gamma) => gamma),
  }))
  if (shape(held) !== shape(asked))
    throw new LinkageSettingsConfigurationError(
      'The model was trained with other comparisons or levels than the settings have. Train it again.',
    )
  return read.data
}
