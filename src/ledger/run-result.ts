import type { Release } from '../versions/release.ts'
import type { PlanDocument, RunResult } from './plan-document.ts'

/** The result of a run that published and ended before it could write one: what its release says. */
export const resultOfRelease = (release: Release): RunResult => ({
  run: release.run,
  status: 'published',
  versions: versionsOf(release),
  rows: release.accounting,
  gate: release.verdict,
  reasons: [],
  quarantine: [],
  unmatched: [],
  release: release.release,
})

/** The plan's notes as a result carries them. */
export const notesOf = ({ notes }: Pick<PlanDocument, 'notes'>): Pick<RunResult, 'notes'> =>
  notes === undefined || notes.length === 0 ? {} : { notes: [...notes] }

/** Dataset → version of a release; empty before the first. */
export const versionsOf = (release: Release | undefined): Record<string, number> =>
  Object.fromEntries(Object.entries(release?.datasets ?? {}).map(([id, { version }]) => [id, version]))
