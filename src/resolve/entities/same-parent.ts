import type { Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/index.ts'
import { sqlName } from '../../engine/sql.ts'
import { PAIRS } from '../comparing/compare-pairs.ts'
import { patternCode } from '../comparing/pattern-code.ts'
import { RECORDS } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'

/**
 * Comparisons by what records belong to: known only when that is resolved, so they come last and are added to pairs that are compared
 * already. Belonging to the same says much among few, and little where it is large.
 */
export const parentComparisons = (entity: Entity): Record<string, unknown>[] =>
  entity.parents.map((parent) => {
    const column = `_parent_${parent}`
    return {
      output_column_name: column,
      comparison_levels: [
        {
          sql_condition: `"${column}_l" IS NULL OR "${column}_r" IS NULL`,
          label_for_charts: `no ${parent}`,
          is_null_level: true,
        },
        {
          sql_condition: `"${column}_l" = "${column}_r"`,
          label_for_charts: `same ${parent}`,
          m_probability: 0.8,
          u_probability: 0.001,
          tf_adjustment_column: column,
        },
        { sql_condition: 'ELSE', label_for_charts: `another ${parent}`, m_probability: 0.2, u_probability: 0.999 },
      ],
    }
  })

/**
 * Adds to `link_pair` how its records compare by what they belong to. Needs `link_record` with those columns.
 * @param without the settings by which the pairs were compared; `settings` has the parents' comparisons after theirs
 */
export async function comparePairsByParent(
  engine: Engine,
  entity: Entity,
  without: LinkageSettings,
  settings: LinkageSettings,
): Promise<void> {
  const { radix } = patternCode(settings.comparisons)
  for (const [at, parent] of entity.parents.entries()) {
    const column = sqlName(`_parent_${parent}`)
    const step = radix[without.comparisons.length + at] as number
    await engine.run(
      `CREATE OR REPLACE TABLE ${PAIRS} AS
       SELECT p.a, p.b, p.rules, p.pattern + ${step} * CASE
         WHEN l.${column} IS NULL OR r.${column} IS NULL THEN 0 WHEN l.${column} = r.${column} THEN 2 ELSE 1 END AS pattern
       FROM ${PAIRS} p JOIN ${RECORDS} l ON l.link_position = p.a JOIN ${RECORDS} r ON r.link_position = p.b`,
    )
  }
}
