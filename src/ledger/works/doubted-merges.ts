import { z } from 'zod'
import { DOUBTS } from '../../resolve/clusters/doubtful-merges.ts'

/** Two records of one entity that show a doubt. Values are masked by their class. */
const doubtedExample = z.object({
  entity: z.string(),
  /** Public ids of the two records. */
  left: z.string(),
  right: z.string(),
  /** What is shown of both: the column in which they differ, else what names them; null where nothing does. */
  column: z.string().nullable(),
  values: z.tuple([z.string().nullable(), z.string().nullable()]),
})
export type DoubtedExample = z.infer<typeof doubtedExample>

/** Published entities of several records that a person should look at. */
export const doubtedMerges = z.object({
  /** Published entities of several records, doubted or not. */
  merged: z.int().nonnegative(),
  /** By doubt, how many of them and a few that show it. */
  doubts: z.record(
    z.enum(DOUBTS),
    z.object({ entities: z.int().nonnegative(), examples: z.array(doubtedExample).readonly() }),
  ),
})
export type DoubtedMerges = z.infer<typeof doubtedMerges>
