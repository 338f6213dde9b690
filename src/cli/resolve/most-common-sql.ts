import type { Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import type { LinkageSettings } from '../../resolve/index.ts'

/** What linkage adds to rows for itself. */
const OF_LINKAGE = /^link_/

/**
 * SQL of a row an entity with, of each column of the linked rows, the value that most of its rows have; of values that as many have the
 * one of the first row. Where no types are known nothing else tells which is better. Needs `entity_of`.
 */
export async function mostCommonSql(engine: Engine, settings: LinkageSettings): Promise<string> {
  const described = await engine.rows<{ column_name: string }>('DESCRIBE link_record')
  const made = new Set([settings.idColumn, settings.sourceColumn].map((name) => name.toLowerCase()))
  const names = described
    .map(({ column_name }) => column_name)
    .filter((name) => !OF_LINKAGE.test(name) && !made.has(name.toLowerCase()))
  const counts = names.map((name, at) => `count(*) OVER (PARTITION BY e.entity_id, r.${sqlName(name)}) AS "n#${at}"`)
  const kept = names.map((name, at) => {
    const column = sqlName(name)
    return `arg_max(${column}, CASE WHEN ${column} IS NOT NULL THEN {'n': "n#${at}", 'r': -link_position} END) AS ${column}`
  })
  return `SELECT ${['_entity_id', ...kept].join(', ')}
    FROM (SELECT ${['e.entity_id AS _entity_id', 'r.*', ...counts].join(', ')} FROM link_record r JOIN entity_of e ON e.ordinal = r.link_position)
    GROUP BY _entity_id`
}
