import type { CompiledDomain, Entity } from '../../domain/index.ts'
import { textSql } from '../../engine/column-types.ts'
import type { Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import type { DoubtedExample, DoubtedMerges } from '../../ledger/works/doubted-merges.ts'
import { DOUBTS, type DoubtfulMerge } from '../../resolve/clusters/doubtful-merges.ts'
import { maskerOf } from '../../resolve/entities/evidence-class.ts'
import { valueColumns } from '../../resolve/entities/evidence-columns.ts'
import { RECORDS } from '../../resolve/records/prepare-records.ts'
import type { RecordNames } from './link-rows.ts'

/** Of each doubt. */
const MOST_EXAMPLES = 5

/**
 * Published entities of several records, how many of them are doubted, and a few that show it, with values masked. Needs `link_record`.
 * @param there entities of which a record is published
 */
export async function doubtedEntities(
  engine: Engine,
  domain: CompiledDomain,
  entity: Entity,
  { ids, sourceRecordIds }: Pick<RecordNames, 'ids' | 'sourceRecordIds'>,
  { clusterOf, doubtful }: { readonly clusterOf: Int32Array; readonly doubtful: readonly DoubtfulMerge[] },
  there: ReadonlySet<string>,
): Promise<DoubtedMerges> {
  const several = new Set<number>()
  for (let record = 0; record < clusterOf.length; record++) {
    const cluster = clusterOf[record] as number
    if (cluster !== record && there.has(ids[cluster] as string)) several.add(cluster)
  }
  const known = doubtful.filter(({ a }) => several.has(clusterOf[a] as number))
  const ofDoubt = DOUBTS.map((doubt) => [doubt, known.filter((one) => one.doubt === doubt)] as const)
  const shown = ofDoubt.flatMap(([, all]) => all.slice(0, MOST_EXAMPLES))
  const shownIn = ({ column }: DoubtfulMerge) => column ?? entity.name?.columns.value ?? null
  const show = await valuesOf(engine, domain, entity, shown)
  const exampleOf = (one: DoubtfulMerge): DoubtedExample => {
    const column = shownIn(one)
    return {
      entity: ids[one.a] as string,
      left: sourceRecordIds[one.a] as string,
      right: sourceRecordIds[one.b] as string,
      column,
      values: [show(one.a, column), show(one.b, column)],
    }
  }
  const told = ofDoubt.map(([doubt, all]) => [
    doubt,
    { entities: all.length, examples: all.slice(0, MOST_EXAMPLES).map(exampleOf) },
  ])
  return { merged: several.size, doubts: Object.fromEntries(told) as DoubtedMerges['doubts'] }
}

/** What the records of some merges say in a column, as it may be shown. */
async function valuesOf(
  engine: Engine,
  domain: CompiledDomain,
  entity: Entity,
  shown: readonly DoubtfulMerge[],
): Promise<(position: number, column: string | null) => string | null> {
  if (shown.length === 0) return () => null
  const mask = maskerOf(domain, entity)
  const columns = valueColumns(domain, entity).filter((column) => column.entity === entity.id)
  const positions = [...new Set(shown.flatMap(({ a, b }) => [a, b]))]
  const values = new Map<string, string>()
  for (const row of await engine.rows<Record<string, string | number | null>>(
    `SELECT link_position, ${columns.map(({ name, type }, at) => `${textSql(sqlName(name), type)} AS c${at}`).join(', ')}
     FROM ${RECORDS} WHERE link_position IN (${positions.join(', ')})`,
  ))
    for (const [at, { name }] of columns.entries()) {
      const value = row[`c${at}`]
      if (value !== null && value !== undefined) values.set(`${row.link_position} ${name}`, mask(name, String(value)))
    }
  return (position, column) => (column === null ? null : (values.get(`${position} ${column}`) ?? null))
}
