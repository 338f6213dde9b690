import type { Source } from '../domain/index.ts'

/** A source of which no new file came for longer than it says. */
export interface StaleSource {
  readonly source: Source
  /** When its newest file was first there, ISO 8601. */
  readonly arrived: string
}

/**
 * The sources that are stale at a time: their newest file was there longer ago than `expected_every`. Exactly as long ago is in time. One
 * of which nothing ever came is not stale.
 * @param nominalTime what the run stands for, ISO 8601
 */
export const staleSources = (
  sources: readonly Source[],
  arrivals: Readonly<Record<string, string>>,
  nominalTime: string,
): StaleSource[] =>
  sources.flatMap((source) => {
    const arrived = arrivals[source.id]
    if (source.expectedEvery === null || arrived === undefined) return []
    const age = Date.parse(nominalTime) - Date.parse(arrived)
    return age > source.expectedEvery.milliseconds ? [{ source, arrived }] : []
  })
