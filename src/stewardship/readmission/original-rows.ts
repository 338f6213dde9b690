import { join } from 'node:path'
import type { Contract } from '../../contracts/index.ts'
import type { Plan } from '../../ledger/plan-document.ts'
import { sourceLimits } from '../../ledger/source-limits.ts'
import { mappedSheet, rowOutcomes, type SourceRow } from '../../ledger/source-row.ts'
import { openSource } from '../../sources/open-source.ts'
import { ObjectMissingError } from '../../storage/errors.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { sha256File } from '../../storage/sha256.ts'
import { readCorrections } from './corrections.ts'
import type { QuarantinedRow } from './quarantined-rows.ts'

/** A quarantined row with what it holds, or why that cannot be had. */
export interface OriginalRow {
  readonly quarantined: QuarantinedRow
  readonly contract: Contract | undefined
  readonly row: SourceRow | undefined
  readonly missing: string | undefined
}

/**
 * The whole rows behind quarantined ones, unmasked, read from the very files that the run's plan pinned, with the corrections that
 * the run knew. The quarantine itself never holds them.
 */
export async function originalRows(
  store: ObjectStore,
  plan: Plan,
  quarantined: readonly QuarantinedRow[],
  scratch: string,
): Promise<OriginalRow[]> {
  const [out, open] = [quarantined.filter(forgotten), quarantined.filter((row) => !forgotten(row))]
  const found: OriginalRow[] = out.map((row) => ({
    quarantined: row,
    contract: undefined,
    row: undefined,
    missing: 'it describes a person who was forgotten on request',
  }))
  const byFile = Map.groupBy(open, (row) => `${row.source}\0${row.file}`)
  for (const rows of byFile.values()) found.push(...(await rowsOfFile(store, plan, rows, scratch)))
  return found
}

const forgotten = (row: QuarantinedRow): boolean => row.reasons.some(({ rule }) => rule === 'forgotten_person')

async function rowsOfFile(
  store: ObjectStore,
  plan: Plan,
  rows: readonly QuarantinedRow[],
  scratch: string,
): Promise<OriginalRow[]> {
  const { source, file: name } = rows[0] as QuarantinedRow
  const none = (missing: string) =>
    rows.map((quarantined) => ({ quarantined, contract: undefined, row: undefined, missing }))
  const pin = plan.sources.find((one) => one.source === source && one.file === name)
  if (pin === undefined) return none('the plan of the run does not name its file')
  let path: string
  try {
    path = await store.fetchFile(pin.key, join(scratch, 'source'))
  } catch (error) {
    if (!(error instanceof ObjectMissingError)) throw error
    return none(`${pin.key} is no longer there`)
  }
  if ((await sha256File(path)) !== pin.sha256) return none(`${pin.key} is another file by now`)
  const sources = plan.domain
  const corrections = (await readCorrections(store, plan, source)).open()
  const file = await openSource(path, { ...sourceLimits(sources.configuration.ingest), name })
  const found: OriginalRow[] = []
  for (const [sheet, wanted] of Map.groupBy(rows, (row) => row.sheet)) {
    const layout = sources.matchSheet(source, name, sheet, file.format)
    const open = new Map(wanted.map((row) => [row.rowNumber, row]))
    if (layout !== undefined) {
      const mapped = await mappedSheet(file, sheet, layout)
      for await (const batch of mapped.source.batches())
        for (const one of rowOutcomes(mapped, batch)) {
          if (one.outcome === 'blank' || one.outcome === 'unreadable') continue
          const row = corrections.apply(sheet, one.row)
          const quarantinedRow = open.get(row.rowNumber)
          if (quarantinedRow?.rowHash !== row.hash) continue
          open.delete(row.rowNumber)
          found.push({ quarantined: quarantinedRow, contract: mapped.contract, row, missing: undefined })
        }
    }
    for (const quarantinedRow of open.values())
      found.push({
        quarantined: quarantinedRow,
        contract: undefined,
        row: undefined,
        missing: 'it could not be read as a row: correct the source itself',
      })
  }
  return found
}
