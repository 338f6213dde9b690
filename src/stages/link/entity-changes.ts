import type { Contract } from '../../contracts/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { columnsOfContract } from '../../ledger/dataset-columns.ts'
import { entityId } from '../../resolve/entity-id.ts'
import type { IdentityChange } from '../../resolve/index.ts'
import { canonicalJson } from '../../storage/canonical-json.ts'

export type ChangeCause = 'new_records' | 'records_gone' | 'linkage' | 'decision'

/** A change as the dataset `entity_changes` has it. */
export interface EntityChange {
  readonly base_version: number
  readonly entity_id: string
  readonly change: IdentityChange['change']
  readonly related_entity_id: string | null
  readonly records: number
  readonly source_record_ids: readonly string[] | null
  readonly cause: ChangeCause
  readonly evidence: string | null
}

/** Records named in one change; the column `records` counts them all. */
const NAMED_RECORDS = 100

export const nameRecords = (ids: readonly string[]): readonly string[] | null =>
  ids.length === 0 ? null : [...ids].sort().slice(0, NAMED_RECORDS)

/** Made of the records as one text, as it was when that was what the column held: a change keeps its id. */
const changeId = (change: EntityChange): string =>
  entityId('chg', canonicalJson({ ...change, source_record_ids: change.source_record_ids?.join('; ') ?? null }))

/** Makes the table `new_change` with the contract's columns. */
export async function createChangeTable(
  engine: Engine,
  contract: Contract,
  entity: string,
  changes: readonly EntityChange[],
): Promise<void> {
  const columns = columnsOfContract(contract)
  const writer = await engine.createTable('new_change', columns)
  const rows = changes.map((change): Record<string, unknown> => ({ change_id: changeId(change), entity, ...change }))
  writer.append(columns.map(({ name }) => rows.map((row) => row[name])))
  await writer.finish()
}
