import type { FollowOutcome } from '../versions/index.ts'

/** What became of one table of the catalogue. `problem` is a sentence with what to do. */
export interface CatalogFollowing {
  readonly table: string
  readonly version: number
  readonly outcome: FollowOutcome | 'failed'
  readonly problem?: string
}
