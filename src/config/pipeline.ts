import { z } from 'zod'
import { idSchema } from './profile.ts'

export const pipelineSchema = z.strictObject({
  id: idSchema,
  description: z.string().trim().min(1),
  /** Id of a shipped profile, or a .yaml file. */
  profile: z.string().min(1),
  /** Published dataset → its suite's file. */
  suites: z
    .partialRecord(
      z.enum(['organizations', 'contacts', 'entity_links']),
      z.string().regex(/\.ya?ml$/i, 'must be a .yaml file'),
    )
    .default({}),
  settings: z.record(z.string(), z.unknown()).default({}),
})

/** What a run does: which profile reads the files, which suites judge the datasets, and settings of its own. */
export interface Pipeline {
  readonly id: string
  readonly description: string
  readonly profile: string
  /** Published dataset → its suite's file, absolute or relative to the package: give it to `packagePath`. */
  readonly suites: Readonly<Record<string, string>>
  readonly settings: Readonly<Record<string, unknown>>
}
