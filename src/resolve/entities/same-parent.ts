import type { Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/index.ts'
import { sqlName } from '../../engine/sql.ts'
import { PAIRS } from '../comparing/compare-pairs.ts'
import { patternCode } from '../comparing/pattern-code.ts'
import { RECORDS } from '../records/prepare-records.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'

/** The column by which two records of an entity have the same name; null where nothing names it. */
function nameColumn({ name }: Entity): string | null {
  if (name === null) return null
  const key = name.type.parts.find((part) => part.name === 'key')
  return key === undefined ? name.columns.value : name.columns.part(key.name)
}

/**
 * Comparisons by what records belong to: known only when that is resolved, so they come last and are added to pairs that are compared
 * already. Colleagues belong together and are not one, so it says little by itself; with the name it says nearly everything.
 */
export const parentComparisons = (entity: Entity): Record<string, unknown>[] =>
  entity.parents.map((parent) => {
    const column = `_parent_${parent}`
    const name = nameColumn(entity)
    const same = `"${column}_l" = "${column}_r"`
    return {
      output_column_name: column,
      comparison_levels: [
        {
          sql_condition: `"${column}_l" IS NULL OR "${column}_r" IS NULL`,
          label_for_charts: `no ${parent}`,
          is_null_level: true,
        },
        ...(name === null
          ? []
          : [
              {
                sql_condition: `${same} AND "${name}_l" = "${name}_r"`,
                label_for_charts: `same ${parent} and name`,
                m_probability: 0.6,
                u_probability: 0.0001,
              },
            ]),
        { sql_condition: same, label_for_charts: `same ${parent}`, m_probability: 0.2, u_probability: 0.05 },
        { sql_condition: 'ELSE', label_for_charts: `another ${parent}`, m_probability: 0.2, u_probability: 0.9499 },
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
  const name = nameColumn(entity)
  const sameName = name === null ? '' : `WHEN l.${sqlName(name)} = r.${sqlName(name)} THEN 3`
  for (const [at, parent] of entity.parents.entries()) {
    const column = sqlName(`_parent_${parent}`)
    const step = radix[without.comparisons.length + at] as number
    await engine.run(
      `CREATE OR REPLACE TABLE ${PAIRS} AS
       SELECT p.a, p.b, p.rules, p.pattern + ${step} * CASE
         WHEN l.${column} IS NULL OR r.${column} IS NULL THEN 0 WHEN l.${column} <> r.${column} THEN 1
         ${sameName} ELSE 2 END AS pattern
       FROM ${PAIRS} p JOIN ${RECORDS} l ON l.link_position = p.a JOIN ${RECORDS} r ON r.link_position = p.b`,
    )
  }
}
