import { compileRowCheck } from '../../contracts/row-check.ts'
import { ReadmissionRefusedError } from '../../ledger/errors.ts'
import { changedRow } from '../../ledger/source-row.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { type CorrectedLine, changesOf, ID_COLUMN } from './correction-workbook.ts'
import { decisionKey } from './decision-key.ts'
import type { OriginalRow } from './original-rows.ts'
import { type CorrectedRow, type ReadmissionDecision, readmissionDecision } from './readmission-decision.ts'

export interface Readmission {
  /** The decision that now stands; null when nothing was corrected. */
  readonly key: string | null
  /** False when the same corrections were recorded before. */
  readonly recorded: boolean
  readonly rows: number
  /** Lines that were handed back as they were: their rows stay in quarantine. */
  readonly unchanged: number
}

/**
 * Records a steward's corrections as a decision, all or none of them. The next run reads the corrected rows in place of the originals.
 * @throws ReadmissionRefusedError for an identifier that the run's quarantine does not know, a row that cannot be had, and a row that
 * still breaks its contract.
 */
export async function readmit(
  store: ObjectStore,
  pipeline: string,
  run: string,
  originals: readonly OriginalRow[],
  lines: readonly CorrectedLine[],
  said: { readonly by: string; readonly at: string; readonly why: string },
): Promise<Readmission> {
  const known = new Map(originals.map((one) => [one.quarantined.id, one]))
  const problems: string[] = []
  const corrected: { original: OriginalRow; row: CorrectedRow }[] = []
  let unchanged = 0
  for (const { id, where, cells } of lines) {
    const original = known.get(id)
    if (original === undefined) {
      problems.push(
        `${where}: ${ID_COLUMN} ${JSON.stringify(id.slice(0, 40))} is no row that ${run} held back: it was changed, comes from another run, or the row was never quarantined.`,
      )
      continue
    }
    const { row, contract } = original
    if (row === undefined || contract === undefined) {
      problems.push(`${where}: the row cannot be re-admitted, because ${original.missing}.`)
      continue
    }
    const fields = changesOf(row, contract, cells)
    if (Object.keys(fields).length === 0) {
      unchanged++
      continue
    }
    const verdict = compileRowCheck(contract)(changedRow(row, fields).fields)
    if (!verdict.ok) problems.push(`${where}: ${verdict.failures.map(({ message }) => message).join(' ')}`)
    corrected.push({ original, row: { row_number: row.rowNumber, row_hash: row.hash, fields } })
  }
  if (problems.length > 0) throw new ReadmissionRefusedError(problems)
  if (corrected.length === 0) return { key: null, recorded: false, rows: 0, unchanged }
  const groups = Map.groupBy(corrected, ({ original: { quarantined: q } }) => `${q.source}\0${q.file}\0${q.sheet}`)
  const sheets: ReadmissionDecision['sheets'] = [...groups.values()].map((group) => {
    const { source, file, sheet } = (group[0] as { original: OriginalRow }).original.quarantined
    const rows = group.map(({ row }) => row).sort((a, b) => a.row_number - b.row_number)
    return { source, file, sheet, rows }
  })
  const key = await decisionKey(store, pipeline, run, sheets)
  const decision = readmissionDecision.parse({ format: 1, kind: 'readmission', run, sheets, ...said })
  const outcome = await store.create(key, canonicalJson(decision))
  return { key, recorded: outcome === 'created', rows: corrected.length, unchanged }
}
