import type { Pipeline } from '../src/config/index.ts'

/** The input of an execution that starts by itself: what Plan takes (`planInputSchema`). */
export function runInput(pipeline: Pipeline, more: Readonly<Record<string, string>>): Record<string, unknown> {
  const set = Object.entries(pipeline.parameters).map(([key, value]) => `${key}=${JSON.stringify(value)}`)
  return {
    pipeline: pipeline.id,
    ...(pipeline.mode === 'incremental' ? {} : { mode: pipeline.mode }),
    ...(set.length === 0 ? {} : { set }),
    ...more,
  }
}
