import type { Attribute, Entity } from '../../domain/index.ts'
import { sqlName } from '../../engine/sql.ts'

const ROLES = "CASE _role WHEN 'record' THEN 0 WHEN 'unless_known' THEN 1 WHEN 'part' THEN 2 ELSE 3 END"

/** How many of the attributes a row has. */
const present = (attributes: readonly Attribute[]): string =>
  attributes.length === 0 ? '0' : attributes.map(({ name }) => `(${sqlName(name)} IS NOT NULL)::INTEGER`).join(' + ')

/**
 * The order in which rows are asked for a value: not marked invalid, trust, what the row is to the entity, values whose form can be
 * verified, completeness, recency, and last the record's key, so that the order of files and rows never decides.
 */
export function trustOrder(
  entity: Entity,
): { readonly value: string; readonly order: '' | 'DESC' | 'DESC NULLS LAST' }[] {
  const verifiable = entity.attributes.filter(({ type }) => type.verify !== null)
  const recency = recencyOf(entity)
  const rising = (value: string) => ({ value, order: '' as const })
  const falling = (value: string) => ({ value, order: 'DESC' as const })
  return [
    rising('_is_invalid'),
    falling('_trust'),
    rising(ROLES),
    falling(present(verifiable)),
    falling(present(entity.attributes.filter(({ besides }) => besides === null))),
    ...(recency === null ? [] : [{ value: sqlName(recency.name), order: 'DESC NULLS LAST' as const }]),
    ...['_record_key', '_part', '_file', '_sheet', '_row'].map(rising),
  ]
}

/** The day that says how recent a row is: the first that keeps its latest. */
export const recencyOf = (entity: Entity): Attribute | null =>
  entity.attributes.find(({ type, keep }) => type.column === 'date' && keep === 'latest') ?? null
