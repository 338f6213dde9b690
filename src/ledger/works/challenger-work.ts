import { z } from 'zod'

const count = z.int().nonnegative()

/** A pair that only one of two models links. Values are masked. */
const differingPair = z.object({
  linkedBy: z.enum(['used', 'challenger']),
  /** Ids of the records in their sources. */
  left: z.string(),
  right: z.string(),
  /** Bits. */
  usedWeight: z.number(),
  challengerWeight: z.number(),
  /** Column → the value of either record. */
  values: z.record(z.string(), z.tuple([z.string().nullable(), z.string().nullable()])),
})
export type DifferingPair = z.infer<typeof differingPair>

const compared = z.object({
  kind: z.literal('compared'),
  challenger: z.object({ id: z.string(), version: z.int().positive() }),
  /** The probability from which both link. */
  threshold: z.number(),
  pairs: z.object({ compared: count, both: count, onlyUsed: count, onlyChallenger: count }),
  /** Pairs that would wait for a person. */
  review: z.object({ used: count, challenger: count }),
  /** Entities by their records: those that the challenger has and the model in use has not are gained. */
  entities: z.object({ used: count, challenger: count, gained: count, lost: count }),
  examples: z.array(differingPair),
})
export type ChallengerComparison = z.infer<typeof compared>

/** What scoring a challenger beside the model in use came to. It decides nothing of what is published. */
export const challengerOutcome = z.discriminatedUnion('kind', [
  compared,
  z.object({
    kind: z.literal('failed'),
    challenger: z.object({ id: z.string(), version: z.int().positive() }),
    message: z.string(),
  }),
])
export type ChallengerOutcome = z.infer<typeof challengerOutcome>
