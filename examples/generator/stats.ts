import { hasNoContact, showsSwitchboard } from './attached-people.ts'
import { entityAt } from './entity.ts'
import type { ExpectedClass } from './sheet-row.ts'
import { shownName } from './shown-name.ts'
import { slotsOf, type World } from './world.ts'

/** What was generated. Shares are fractions of organization rows. */
export interface GeneratorStats {
  readonly seed: number
  /** Organisation rows: Reachout Organisation, Company_Cat, Cleaned, and capture rows that match no company. */
  readonly rows: number
  readonly entities: number
  /** Rows below the header of the sheets that sources read, by what a run must make of them. */
  readonly expected: Readonly<Record<ExpectedClass, number>>
  readonly sheets: Readonly<Record<string, number>>
  readonly shares: {
    readonly typo: number
    readonly abbreviated: number
    readonly no_contact: number
    readonly switchboard: number
    readonly look_alike: number
    /** Rows beyond the first of their organization. */
    readonly duplicate: number
  }
}

/** Counts the promised mess over the organization rows of a world. */
export function shareStats(world: World): GeneratorStats['shares'] {
  const count = { typo: 0, abbreviated: 0, no_contact: 0, switchboard: 0, look_alike: 0, duplicate: 0 }
  for (let index = 0; index < world.entityCount; index += 1) {
    const entity = entityAt(world, index)
    for (const [at, slot] of slotsOf(world, index).entries()) {
      const name = slot.kind === 'missing_name' ? undefined : shownName(world, entity, slot)
      if (name?.hasTypo) count.typo += 1
      if (name?.isAbbreviated) count.abbreviated += 1
      if (hasNoContact(world, slot)) count.no_contact += 1
      if (showsSwitchboard(world, entity, slot)) count.switchboard += 1
      if (entity.isLookAlike) count.look_alike += 1
      if (at > 0) count.duplicate += 1
    }
  }
  const share = (rows: number): number => Math.round((rows / world.rows) * 10_000) / 10_000
  return {
    typo: share(count.typo),
    abbreviated: share(count.abbreviated),
    no_contact: share(count.no_contact),
    switchboard: share(count.switchboard),
    look_alike: share(count.look_alike),
    duplicate: share(count.duplicate),
  }
}
