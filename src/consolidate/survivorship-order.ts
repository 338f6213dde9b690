import type { CandidateRow, ConsolidationRules } from './candidate-row.ts'

const KIND_ORDER = { organization: 0, capture: 1, address: 2, contact: 3 } as const

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

const verified = (row: CandidateRow): number =>
  Number(row.emails !== null) + Number(row.phones !== null) + Number(row.website !== null)

/** Of rows with as much that is verified, the one with more of this is the more complete. */
const unverified = (row: CandidateRow): number => Number(row.province !== null) + Number(row.address !== null)

/**
 * The order in which rows are asked for a value: source priority, what the row describes, verified values, completeness,
 * recency, and last the record key, so that the order of files and rows never decides.
 */
export function inSurvivorshipOrder(rows: readonly CandidateRow[], rules: ConsolidationRules): CandidateRow[] {
  if (rows.length < 2) return [...rows]
  const priority = (row: CandidateRow) => rules.sourcePriority[row.source] ?? 0
  return [...rows].sort(
    (a, b) =>
      Number(a.is_invalid) - Number(b.is_invalid) ||
      priority(b) - priority(a) ||
      KIND_ORDER[a.kind] - KIND_ORDER[b.kind] ||
      verified(b) - verified(a) ||
      unverified(b) - unverified(a) ||
      compareText(b.last_interaction_date ?? '', a.last_interaction_date ?? '') ||
      compareText(a.record_key, b.record_key),
  )
}
