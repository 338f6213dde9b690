import type { Release } from '../../versions/index.ts'
import type { ReadPlanInput } from './plan-input.ts'

/** The time a run stands for, and what is to be said of it. */
export interface PlannedTime {
  readonly nominalTime: string
  readonly notes: readonly string[]
}

/**
 * The time a run stands for: what it was asked, else its start. A run reads what there is when it is planned. An event that was acted
 * upon late (a schedule that was held up, one that was taken out of the dead-letter queue days after) asks for a time before that of the
 * current release; its run stands for its own start instead, so that no release stands for a time before the one it follows.
 * @param startedAt ISO 8601
 */
export function plannedTime(
  { nominalTime, asOf }: Pick<ReadPlanInput, 'nominalTime' | 'asOf'>,
  startedAt: string,
  current: Pick<Release, 'release' | 'nominalTime'> | undefined,
): PlannedTime {
  const asked = nominalTime ?? startedAt
  const isOvertaken = current !== undefined && Date.parse(asked) < Date.parse(current.nominalTime)
  const isChosen = asOf !== undefined && asOf !== null
  if (!isOvertaken || isChosen || Date.parse(asked) >= Date.parse(startedAt)) return { nominalTime: asked, notes: [] }
  return {
    nominalTime: startedAt,
    notes: [
      `The run was to stand for ${asked}, and release ${current.release} stands for ${current.nominalTime} already: whoever asked was late. ` +
        `It stands for its own start, ${startedAt}. To stand for an earlier time all the same, start it by hand with --as-of.`,
    ],
  }
}
