import { decide, type Ruling } from '../resolve/review/decide.ts'
import type { ResolutionDecision } from '../resolve/review/index.ts'

/** What a person says of two records of one entity, whose dataset is the subject. */
export interface SubjectRuling {
  readonly subject: string
  readonly ruling: Ruling
}

/** Decides about records of several entities: all of them, or none. @throws what `decide` does */
export function decideEach(
  existing: readonly ResolutionDecision[],
  rulings: readonly SubjectRuling[],
  replace: boolean,
): { readonly decisions: readonly ResolutionDecision[]; readonly repeated: number } {
  const made = [...Map.groupBy(rulings, ({ subject }) => subject)].map(([subject, ofSubject]) =>
    decide(
      existing,
      ofSubject.map(({ ruling }) => ruling),
      { subject, replace },
    ),
  )
  return {
    decisions: made.flatMap(({ decisions }) => decisions),
    repeated: made.reduce((sum, { repeated }) => sum + repeated, 0),
  }
}
