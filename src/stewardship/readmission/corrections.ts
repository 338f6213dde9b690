import { readPinnedDecisions } from '../../ledger/decisions.ts'
import type { Plan } from '../../ledger/plan-document.ts'
import { changedRow, type SourceRow } from '../../ledger/source-row.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { sha256 } from '../../storage/sha256.ts'
import { type CorrectedRow, parseReadmission } from './readmission-decision.ts'

/** Corrections of corrections that are followed, so that no two decisions can send each other in circles. */
const LONGEST_CHAIN = 20

/**
 * What stewards corrected in one source, by the rows' content: a correction holds for as long as the bad row comes in, in whatever
 * file and place. Equal rows are told apart by their row numbers, each correction is used once a file.
 */
class Corrections {
  readonly #rows: ReadonlyMap<string, readonly CorrectedRow[]>
  /** Changes whenever a correction of this source does: part of what Ingest's work is known by. */
  readonly fingerprint: string | null

  constructor(rows: ReadonlyMap<string, readonly CorrectedRow[]>) {
    this.#rows = rows
    this.fingerprint = rows.size === 0 ? null : sha256(canonicalJson([...rows].sort(([a], [b]) => (a < b ? -1 : 1))))
  }

  /** Opens the corrections for one reading of a file. */
  open(): { apply(sheet: string, row: SourceRow): SourceRow } {
    const used = new Set<CorrectedRow>()
    return {
      apply: (sheet, original) => {
        let row = original
        const seen = new Set([row.hash])
        for (let step = 0; step < LONGEST_CHAIN; step++) {
          const open = (this.#rows.get(`${sheet}\0${row.hash}`) ?? []).filter((one) => !used.has(one))
          const correction = open.find((one) => one.row_number === row.rowNumber) ?? open[0]
          if (correction === undefined) return row
          used.add(correction)
          row = changedRow(row, correction.fields)
          if (seen.has(row.hash)) return row
          seen.add(row.hash)
        }
        return row
      },
    }
  }
}

/** The corrections that the plan pinned for a source; a later decision about the same row stands before an earlier one. @throws DecisionMovedError, RunDocumentError */
export async function readCorrections(store: ObjectStore, plan: Plan, source: string): Promise<Corrections> {
  const rows = new Map<string, CorrectedRow[]>()
  const pinned = await readPinnedDecisions(store, plan.decisions, 'readmission')
  const decisions = pinned.map(({ key, body }) => parseReadmission(key, body))
  decisions.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  for (const decision of decisions)
    for (const sheet of decision.sheets) {
      if (sheet.source !== source) continue
      for (const row of sheet.rows) {
        const key = `${sheet.sheet}\0${row.row_hash}`
        const known = rows.get(key) ?? []
        if (!known.some((one) => one.row_number === row.row_number)) rows.set(key, [...known, row])
      }
    }
  return new Corrections(rows)
}
