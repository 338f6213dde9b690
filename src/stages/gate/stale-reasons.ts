import type { Source } from '../../domain/index.ts'
import { staleSources } from '../../ledger/stale-sources.ts'
import type { Reason } from '../../quality/index.ts'

const HOUR = 3_600_000

/** An age in the largest unit of which it has two: `9 days`, `30 hours`. */
function ageText(milliseconds: number): string {
  const hours = Math.floor(milliseconds / HOUR)
  return hours >= 48 ? `${Math.floor(hours / 24)} days` : `${hours} ${hours === 1 ? 'hour' : 'hours'}`
}

/** A reason that blocks for each source whose new file is overdue by what the source itself says. */
export const staleReasons = (
  sources: readonly Source[],
  arrivals: Readonly<Record<string, string>>,
  nominalTime: string,
): Reason[] =>
  staleSources(sources, arrivals, nominalTime).map(({ source, arrived }) => ({
    dataset: source.id,
    id: 'source.stale',
    blocks: true,
    // Under the name that it keeps: one that is called otherwise now is the same source.
    cause: `stale ${source.keyName} ${arrived}`,
    settledAs: 'warning',
    sentence:
      `${source.id} (error): A new file of ${source.title} comes every ${source.expectedEvery?.text}. The newest was first there on ` +
      `${arrived}, ${ageText(Date.parse(nominalTime) - Date.parse(arrived))} before the time that this run stands for, ${nominalTime}. ` +
      'Land the new file, or let this run through if there is none yet.',
  }))
