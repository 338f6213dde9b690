import type { Pipeline } from '../src/config/index.ts'

/** An alarm looks back seven days at most. */
const ALARM_HOURS = 7 * 24

/** Within how many hours a run of the pipeline must succeed in the environment; undefined when nobody waits for one. */
export const watchedHours = (pipeline: Pipeline, environment: string): number | undefined =>
  pipeline.enabled[environment] === true ? pipeline.guardrails.success_within_hours : undefined

/** Whether an alarm alone cannot see that a success is missing. */
export const needsHeartbeat = (pipeline: Pipeline, environment: string): boolean =>
  (watchedHours(pipeline, environment) ?? 0) > ALARM_HOURS
