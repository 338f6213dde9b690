import type { CompiledDomain, Entity } from '../../domain/index.ts'
import { textSql } from '../../engine/column-types.ts'
import type { Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import type { DifferingPair } from '../../ledger/works/challenger-work.ts'
import { maskerOf } from '../../resolve/entities/evidence-class.ts'
import { valueColumns } from '../../resolve/entities/evidence-columns.ts'
import { RESCORES } from '../../resolve/scoring/rescore-pairs.ts'
import type { EntityRows } from './entity-rows.ts'

/** Of each kind. */
const MOST_EXAMPLES = 5

/** Pairs that only one of two models links, those first about which they differ most; values masked. Needs `link_rescore` and `link_record`. */
export async function differingPairs(
  engine: Engine,
  domain: CompiledDomain,
  entity: Entity,
  { sourceRecordIds }: Pick<EntityRows, 'sourceRecordIds'>,
  matchBits: number,
): Promise<DifferingPair[]> {
  const shown = valueColumns(domain, entity)
  const show = maskerOf(domain, entity)
  const sides = ['l', 'r'].flatMap((alias) =>
    shown.map(({ name, type }, at) => `${textSql(`${alias}.${sqlName(name)}`, type)} AS ${alias}${at}`),
  )
  const found = await engine.rows<Record<string, number | string | null>>(
    `WITH differing AS (
       SELECT *, match_weight >= ${matchBits} AS is_own FROM ${RESCORES}
       WHERE (match_weight >= ${matchBits}) <> (used_weight >= ${matchBits})),
     placed AS (
       SELECT *, row_number() OVER (PARTITION BY is_own ORDER BY abs(match_weight - used_weight) DESC, a, b) AS place FROM differing)
     SELECT p.a, p.b, p.match_weight, p.used_weight, p.is_own::INTEGER AS is_own, ${sides.join(', ')}
     FROM placed p JOIN link_record l ON l.link_position = p.a JOIN link_record r ON r.link_position = p.b
     WHERE p.place <= ${MOST_EXAMPLES} ORDER BY p.is_own, p.place`,
  )
  const masked = (column: string, value: number | string | null | undefined) =>
    value === null || value === undefined ? null : show(column, String(value))
  return found.map((row) => ({
    linkedBy: row.is_own === 1 ? 'challenger' : 'used',
    left: sourceRecordIds[Number(row.a)] ?? '',
    right: sourceRecordIds[Number(row.b)] ?? '',
    usedWeight: Number(row.used_weight),
    challengerWeight: Number(row.match_weight),
    values: Object.fromEntries(
      shown.map(({ name }, at) => [name, [masked(name, row[`l${at}`]), masked(name, row[`r${at}`])]]),
    ),
  }))
}
