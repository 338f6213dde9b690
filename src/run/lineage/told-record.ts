import type { Plan } from '../../ledger/plan-document.ts'
import type { LineageDataset, StageRecord } from '../../ledger/stage.ts'
import { canonicalName } from './source-datasets.ts'

/** How much of a dataset was read or written, and which version. */
export interface Amounts {
  readonly rows?: number
  readonly bytes?: number
  readonly files?: number
  readonly version?: string
  /** How much of what was published the version changed. */
  readonly impact?: string
}

/** One or many stage records as lineage tells them: by dataset, with their true times. */
export interface ToldRecord {
  readonly startedAt: string
  readonly endedAt: string
  readonly inputs: ReadonlyMap<string, Amounts>
  readonly outputs: ReadonlyMap<string, Amounts>
}

const sum = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined ? b : b === undefined ? a : a + b

function add(into: Map<string, Amounts>, name: string, dataset: LineageDataset): void {
  const known = into.get(name) ?? {}
  const rows = sum(known.rows, dataset.rows)
  const bytes = sum(known.bytes, dataset.bytes)
  const version = dataset.version ?? known.version
  const impact = dataset.impact ?? known.impact
  into.set(name, {
    ...(rows === undefined ? {} : { rows }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(version === undefined ? {} : { version }),
    ...(impact === undefined ? {} : { impact }),
  })
}

/** Adds up what the records of a state say of each dataset. @returns undefined for no record at all */
export function tellRecords(records: readonly StageRecord[], plan: Plan | undefined): ToldRecord | undefined {
  if (records.length === 0) return undefined
  const inputs = new Map<string, Amounts>()
  const outputs = new Map<string, Amounts>()
  let startedAt = records[0]?.startedAt ?? ''
  let endedAt = ''
  for (const record of records) {
    if (record.startedAt < startedAt) startedAt = record.startedAt
    if (record.endedAt > endedAt) endedAt = record.endedAt
    for (const dataset of record.lineage?.inputs ?? []) add(inputs, canonicalName(dataset.name, plan), dataset)
    for (const dataset of record.lineage?.outputs ?? []) add(outputs, canonicalName(dataset.name, plan), dataset)
    const work = /^work\/([^/]+)\/([0-9a-f]{64})$/.exec(String(record.output?.work ?? ''))
    const rejected = record.counts.quarantined
    if (work !== null && rejected !== undefined)
      add(outputs, `work/${work[1]}/quarantine`, { name: '', rows: rejected })
    // One record, one content: the fingerprint of the work is its version.
    if (work !== null && records.length === 1)
      for (const [name, amounts] of outputs)
        if (name.startsWith(`work/${work[1]}/`) && amounts.version === undefined)
          outputs.set(name, { ...amounts, version: work[2] as string })
  }
  return { startedAt, endedAt, inputs, outputs }
}
