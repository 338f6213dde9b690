import { changedRow, type SourceRow } from '../../ledger/source-row.ts'
import type { CorrectedRow } from '../readmission/readmission-decision.ts'
import { layoutFor } from './layout-stub.ts'
import { type OwnValue, ownValues } from './own-values.ts'
import { suppressedRow } from './suppressed-row.ts'
import type { Suppression } from './suppression.ts'

/** What stewards made of rows, by sheet and content hash: `<sheet>\0<hash>`. */
export type CorrectionsByRow = ReadonlyMap<string, readonly CorrectedRow[]>

/** What a row about the person says. */
export interface PersonRow {
  readonly name: string | null
  readonly organization: string | null
  readonly values: ReadonlySet<OwnValue>
}

const MOST_VERSIONS = 50

/** What is met on the way through source files: the person's rows, as delivered and as corrected, and who else has a value. */
export class SeenRows {
  /** Content hashes of rows that hold the person. */
  readonly rows = new Set<string>()
  readonly people: PersonRow[] = []
  /** Those of the wanted values that rows of people with other names have. */
  readonly elsewhere = new Set<OwnValue>()
  readonly #suppression: Suppression
  readonly #corrections: CorrectionsByRow
  readonly #wanted: ReadonlySet<OwnValue>

  constructor(suppression: Suppression, corrections: CorrectionsByRow, wanted: ReadonlySet<OwnValue> = new Set()) {
    this.#suppression = suppression
    this.#corrections = corrections
    this.#wanted = wanted
  }

  /** Takes in a row with what was found of the person in it. */
  see(contract: string, sheet: string, row: SourceRow, found: 'kept' | 'changed' | 'forgotten'): void {
    const versions = this.#versions(sheet, row)
    const outcomes = versions.map((one, at) =>
      at === 0 ? found : suppressedRow(contract, one, [this.#suppression]).outcome,
    )
    if (outcomes.some((outcome) => outcome !== 'kept')) for (const { hash } of versions) this.rows.add(hash)
    if (outcomes.includes('forgotten')) for (const one of versions) this.people.push(this.#person(contract, one))
    else if (this.#wanted.size > 0) {
      const { name, values } = this.#person(contract, row)
      if (name === null || this.#suppression.hasName(name)) return
      for (const value of values) if (this.#wanted.has(value)) this.elsewhere.add(value)
    }
  }

  #person(contract: string, row: SourceRow): PersonRow {
    const { personName, name } = layoutFor(contract)(row.fields)
    const { country } = this.#suppression.document
    return { name: personName ?? null, organization: name, values: ownValues(contract, row, country) }
  }

  /** The row, and what corrections make of it, corrections of corrections among them. */
  #versions(sheet: string, row: SourceRow): SourceRow[] {
    const versions = [row]
    const hashes = new Set([row.hash])
    for (let at = 0; at < versions.length && versions.length < MOST_VERSIONS; at++) {
      const version = versions[at] as SourceRow
      for (const { fields } of this.#corrections.get(`${sheet}\0${version.hash}`) ?? []) {
        const corrected = changedRow(version, fields)
        if (hashes.has(corrected.hash)) continue
        hashes.add(corrected.hash)
        versions.push(corrected)
      }
    }
    return versions
  }
}
