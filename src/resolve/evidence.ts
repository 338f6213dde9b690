/** Why two rows may be one organisation. Only exact agreement counts in this first cut. */
export type EvidenceKind = 'matching_key' | 'email' | 'phone' | 'registered_domain'

/** One fact about an organisation row. `row` is its position in the sorted list of record keys. */
export interface Evidence {
  readonly row: number
  readonly kind: EvidenceKind
  readonly value: string
}

export interface Link {
  readonly left: number
  readonly right: number
  readonly kind: EvidenceKind
  readonly value: string
}

/**
 * Turns facts into links. A value carried by rows of more than `maximumNames` different matching keys is a switchboard,
 * a web host or a bookkeeper: it is no evidence. The matching key itself always is.
 * @param names the matching key of each row, by position.
 */
export function linksFromEvidence(
  evidence: Iterable<Evidence>,
  names: readonly string[],
  maximumNames: number,
): { links: Link[]; shared: { kind: EvidenceKind; value: string; names: number }[] } {
  const groups = new Map<string, { kind: EvidenceKind; value: string; rows: Set<number> }>()
  for (const { row, kind, value } of evidence) {
    const key = `${kind}\0${value}`
    const group = groups.get(key)
    if (group) group.rows.add(row)
    else groups.set(key, { kind, value, rows: new Set([row]) })
  }
  const links: Link[] = []
  const shared: { kind: EvidenceKind; value: string; names: number }[] = []
  for (const { kind, value, rows } of groups.values()) {
    if (rows.size < 2) continue
    if (kind !== 'matching_key') {
      const distinct = new Set([...rows].map((row) => names[row])).size
      if (distinct > maximumNames) {
        shared.push({ kind, value, names: distinct })
        continue
      }
    }
    const [first, ...rest] = [...rows].sort((a, b) => a - b)
    for (const row of rest) links.push({ left: first as number, right: row, kind, value })
  }
  return { links, shared }
}
