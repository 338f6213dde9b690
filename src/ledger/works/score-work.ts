import { z } from 'zod'
import { workFile } from './work-file.ts'

/** What Score makes of one share of the blocks. */
export const scoreWork = z.object({
  /** `a`, `b`: positions of the records, a < b; `rules`: bit set of the rules that made the pair; `pattern`: how they compare. */
  pairs: workFile,
})
export type ScoreWork = z.infer<typeof scoreWork>
