import { entityId } from './entity-id.ts'
import { type Evidence, type EvidenceKind, linksFromEvidence } from './evidence.ts'
import { UnionFind } from './union-find.ts'

export interface ResolveInput {
  /** Source record keys, sorted by byte order and without repeats: position is the row number used in `evidence`. */
  readonly recordKeys: readonly string[]
  /** The matching key of each row. */
  readonly names: readonly string[]
  readonly evidence: Iterable<Evidence>
  /** A phone, domain or address used under more names than this links nobody. */
  readonly maximumNames: number
}

export interface ResolvedRow {
  readonly entityId: string
  /** The evidence that joined this row to its entity; `own_record` for the entity's least record. */
  readonly linkedBy: EvidenceKind | 'own_record'
}

export interface Resolution {
  /** One a row, in the order of `recordKeys`. */
  readonly rows: readonly ResolvedRow[]
  readonly entities: number
  readonly links: Readonly<Record<EvidenceKind, number>>
  /** Values refused as evidence because too many names share them. */
  readonly shared: number
}

const STRENGTH: Readonly<Record<EvidenceKind, number>> = { matching_key: 0, email: 1, registered_domain: 2, phone: 3 }

/**
 * Who is who: rows joined by exact evidence form one entity (connected components).
 * The result depends only on the set of rows, never on their order.
 */
export function resolveEntities(input: ResolveInput): Resolution {
  const { links, shared } = linksFromEvidence(input.evidence, input.names, input.maximumNames)
  links.sort((a, b) => STRENGTH[a.kind] - STRENGTH[b.kind] || a.left - b.left || a.right - b.right)
  const sets = new UnionFind(input.recordKeys.length)
  const linkedBy = new Map<number, EvidenceKind>()
  const counts: Record<EvidenceKind, number> = { matching_key: 0, email: 0, phone: 0, registered_domain: 0 }
  for (const { left, right, kind } of links) {
    if (!linkedBy.has(right)) linkedBy.set(right, kind)
    if (!linkedBy.has(left)) linkedBy.set(left, kind)
    if (sets.union(left, right)) counts[kind]++
  }
  const ids = new Map<number, string>()
  const rows = input.recordKeys.map((_, row): ResolvedRow => {
    const root = sets.find(row)
    let id = ids.get(root)
    if (id === undefined) {
      id = entityId('org', input.recordKeys[root] as string)
      ids.set(root, id)
    }
    return { entityId: id, linkedBy: row === root ? 'own_record' : (linkedBy.get(row) ?? 'own_record') }
  })
  return { rows, entities: ids.size, links: counts, shared: shared.length }
}
