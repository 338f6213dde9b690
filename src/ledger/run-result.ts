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
  ...impactOfRelease(release),
  ...modelsOfRelease(release),
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

/** What the gate counted of cells, as a result carries it. */
export const cellsOf = ({ cells }: Pick<GateWork, 'cells'>): Pick<RunResult, 'cells'> =>
  cells === undefined ? {} : { cells }

/** What the gate filed of values that are not used, as a result carries it. */
export const setAsideOf = ({ setAside }: Pick<GateWork, 'setAside'>): Pick<RunResult, 'setAside'> =>
  setAside === null ? {} : { setAside }

/** The linkage models of a release, as a result carries them; nothing of a release from before they were registered. */
export const modelsOfRelease = ({ models }: Pick<Release, 'models'>): Pick<RunResult, 'models'> =>
  models === undefined ? {} : { models }

/** How much a release changed and what its datasets did, as a result carries it; nothing of a release from before it was kept. */
export const impactOfRelease = ({ impact, datasets }: Release): Pick<RunResult, 'impact' | 'impacts'> =>
  impact === undefined
    ? {}
    : {
        impact,
        impacts: Object.fromEntries(
          Object.entries(datasets).flatMap(([id, one]) => (one.impact === undefined ? [] : [[id, one.impact]])),
        ),
      }
