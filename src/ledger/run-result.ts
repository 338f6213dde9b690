import type { Release } from '../versions/release.ts'
import type { PlanDocument, RunResult } from './plan-document.ts'
import type { GateWork } from './works/gate-work.ts'

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

/** Notes of the plan, then of what was read, as a result carries them. */
export function notesOf(
  { notes = [] }: Pick<PlanDocument, 'notes'>,
  read: readonly string[] = [],
): Pick<RunResult, 'notes'> {
  const all = [...notes, ...read]
  return all.length === 0 ? {} : { notes: all }
}

/** Dataset → version of a release; empty before the first. */
export const versionsOf = (release: Release | undefined): Record<string, number> =>
  Object.fromEntries(Object.entries(release?.datasets ?? {}).map(([id, { version }]) => [id, version]))

/** What the gate filed of values that are not used, as a result carries it. */
export const setAsideOf = ({ setAside }: Pick<GateWork, 'setAside'>): Pick<RunResult, 'setAside'> =>
  setAside === null ? {} : { setAside }
