import { changedRow, type SourceRow } from '../../ledger/source-row.ts'
import type { CorrectedRow } from '../readmission/readmission-decision.ts'
import { type OwnValue, ownValues } from './own-values.ts'
import type { PeopleReader, SaidOfPerson } from './said-of-people.ts'
import { suppressedRow } from './suppressed-row.ts'
import type { Suppression } from './suppression.ts'

/** What stewards made of rows, by sheet and content hash: `<sheet>\0<hash>`. */
export type CorrectionsByRow = ReadonlyMap<string, readonly CorrectedRow[]>

/** What a row about the person says. */
export interface PersonRow {
  readonly name: string | null
  readonly organizations: readonly string[]
  readonly beside: readonly string[]
  readonly values: ReadonlySet<OwnValue>
}

/** A row of somebody whose name is none of the person's. */
export interface OtherRow {
  readonly name: string
  /** Of the row as delivered, and as corrected. */
  readonly hashes: readonly string[]
}

const MOST_VERSIONS = 50

/** What is met on the way through source files: the person's rows, as delivered and as corrected, and who else has a value. */
export class SeenRows {
  /** Content hashes of rows that hold the person. */
  readonly rows = new Set<string>()
  readonly people: PersonRow[] = []
  /** Those of the wanted values that rows of people with other names have, and which rows. */
  readonly elsewhere = new Map<OwnValue, OtherRow[]>()
  readonly #suppression: Suppression
  readonly #corrections: CorrectionsByRow
  readonly #wanted: ReadonlySet<OwnValue>

  constructor(suppression: Suppression, corrections: CorrectionsByRow, wanted: ReadonlySet<OwnValue> = new Set()) {
    this.#suppression = suppression
    this.#corrections = corrections
    this.#wanted = wanted
  }

  /** Takes in a row with what was found of the person in it. */
  see(read: PeopleReader, sheet: string, row: SourceRow, found: 'kept' | 'changed' | 'forgotten'): void {
    const versions = this.#versions(sheet, row)
    const outcomes = versions.map((one, at) =>
      at === 0 ? found : suppressedRow(read, one, [this.#suppression]).outcome,
    )
    if (outcomes.some((outcome) => outcome !== 'kept')) for (const { hash } of versions) this.rows.add(hash)
    if (outcomes.includes('forgotten')) this.people.push(...versions.flatMap((one) => this.#person(read, one)))
    else if (this.#wanted.size > 0)
      for (const { name, values } of this.#others(read, row))
        if (name !== null && !this.#suppression.hasName(name))
          for (const value of values)
            if (this.#wanted.has(value)) this.#met(value, { name, hashes: versions.map(({ hash }) => hash) })
  }

  #met(value: OwnValue, row: OtherRow): void {
    const rows = this.elsewhere.get(value)
    if (rows === undefined) this.elsewhere.set(value, [row])
    else rows.push(row)
  }

  /** What a row about the person says of them: of whom of the row it is about, where it tells, else of the first. */
  #person(read: PeopleReader, row: SourceRow): PersonRow[] {
    const { people } = read(row.fields)
    const said = people.find((one) => this.#suppression.describes(one)) ?? people[0]
    return said === undefined ? [] : [this.#rowOf(said, people, row)]
  }

  #others(read: PeopleReader, row: SourceRow): PersonRow[] {
    const { people } = read(row.fields)
    return people.map((said) => this.#rowOf(said, people, row))
  }

  #rowOf(said: SaidOfPerson, people: readonly SaidOfPerson[], row: SourceRow): PersonRow {
    const { name, beside, organizations } = said
    return { name, beside, organizations, values: ownValues(said, people, row, this.#suppression.document.country) }
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
