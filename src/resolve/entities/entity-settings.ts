import type { CompiledDomain, Entity } from '../../domain/index.ts'
import type { BlockingRule, ComparisonLevel } from '../../types/index.ts'
import { comparedAttributes } from './evidence-columns.ts'

/** Blocks of more records than this say nothing: what so many share brings nobody together. */
const MOST_BLOCK_ROWS = 2000

/**
 * Settings of linkage, in Splink's format, as the types of an entity's attributes make them. Weights are where estimation starts: they
 * are learnt from the file where it has records enough.
 */
export function entitySettings(domain: CompiledDomain, entity: Entity): Record<string, unknown> {
  const compared = comparedAttributes(domain, entity)
  const rules = new Map<string, BlockingRule>()
  for (const { attribute, columns } of compared)
    for (const rule of attribute.type.block(columns)) rules.set(rule.sql, rule)
  const registers = domain.sources
    .filter(({ tables }) =>
      tables.some(
        ({ unique, describes }) => unique && describes[0]?.entity === entity.id && describes[0].role === 'record',
      ),
    )
    .map(({ keyName }) => keyName)
  const exclusive = compared
    .filter(({ attribute, entity: of }) => {
      const { exclusive: only, frequency } = attribute.type.evidence(attribute.options)
      return of === entity.id && only && frequency === 'one' && !attribute.isList
    })
    .map(({ columns }) => columns.value)
  return {
    link_type: 'dedupe_only',
    unique_id_column_name: '_record_key',
    source_dataset_column_name: '_source',
    blocking_rules_to_generate_predictions: [...rules.values()].map(({ sql, explode }) =>
      explode.length === 0 ? sql : { blocking_rule: sql, arrays_to_explode: [...explode] },
    ),
    comparisons: compared.flatMap(({ attribute, columns }) =>
      attribute.type.compare === null
        ? []
        : [
            {
              output_column_name: columns.value,
              comparison_levels: attribute.type.compare(columns).map(levelOf),
            },
          ],
    ),
    hotpass: {
      max_block_rows: MOST_BLOCK_ROWS,
      contradicting_columns: exclusive,
      duplicate_free_sources: registers,
    },
  }
}

const levelOf = ({ label, sql, isNull, m, u, termFrequency }: ComparisonLevel): Record<string, unknown> => ({
  sql_condition: sql,
  label_for_charts: label,
  ...(isNull === undefined ? {} : { is_null_level: true }),
  ...(m === undefined ? {} : { m_probability: m }),
  ...(u === undefined ? {} : { u_probability: u }),
  ...(termFrequency === undefined ? {} : { tf_adjustment_column: termFrequency }),
})
