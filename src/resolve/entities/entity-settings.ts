import type { CompiledDomain, Entity } from '../../domain/index.ts'
import type { BlockingRule, ComparisonLevel } from '../../types/index.ts'
import { comparedAttributes, NAME_KEY, namesOnly } from './evidence-columns.ts'
import { mostTelling } from './most-telling.ts'

/** Blocks of more records than this say nothing: what so many share brings nobody together. */
const MOST_BLOCK_ROWS = 2000

const NAME_RULE = `l.${NAME_KEY} = r.${NAME_KEY}`
const NOBODY = 'l._record_key = r._record_key'

const isMissing = (column: string) => ({
  sql_condition: `"${column}_l" IS NULL OR "${column}_r" IS NULL`,
  label_for_charts: 'none',
  is_null_level: true,
})
const NO_COMPARISON = {
  output_column_name: '_record_key',
  comparison_levels: [
    isMissing('_record_key'),
    {
      sql_condition: '"_record_key_l" = "_record_key_r"',
      label_for_charts: 'the same record',
      m_probability: 0.5,
      u_probability: 0.5,
    },
    { sql_condition: 'ELSE', label_for_charts: 'another record', m_probability: 0.5, u_probability: 0.5 },
  ],
}
const NAME_COMPARISON = {
  output_column_name: NAME_KEY,
  comparison_levels: [
    isMissing(NAME_KEY),
    {
      sql_condition: `"${NAME_KEY}_l" = "${NAME_KEY}_r"`,
      label_for_charts: 'same name',
      m_probability: 0.8,
      u_probability: 0.0001,
      tf_adjustment_column: NAME_KEY,
      // A name that stands often tells less of two records, and is their name all the same.
      tf_adjustment_weight: 0.5,
    },
    {
      sql_condition: `jaro_winkler_similarity("${NAME_KEY}_l", "${NAME_KEY}_r") >= 0.92`,
      label_for_charts: 'names alike',
      m_probability: 0.1,
      u_probability: 0.001,
    },
    { sql_condition: 'ELSE', label_for_charts: 'other names', m_probability: 0.1, u_probability: 0.9989 },
  ],
}

/**
 * Settings of linkage, in Splink's format, as the types of an entity's attributes make them. Weights are where estimation starts: they
 * are learnt from the file where it has records enough.
 */
export function entitySettings(domain: CompiledDomain, entity: Entity): Record<string, unknown> {
  const compared = mostTelling(entity, comparedAttributes(domain, entity))
  const rules = new Map<string, BlockingRule>()
  for (const { attribute, columns } of compared)
    for (const rule of attribute.type.block(columns)) rules.set(rule.sql, rule)
  const named = namesOnly(entity) ? [NAME_COMPARISON] : []
  if (named.length > 0) rules.set(NAME_RULE, { sql: NAME_RULE, explode: [] })
  // Nothing to compare: every record is an entity, and no two are ever brought together.
  if (rules.size === 0) rules.set(NOBODY, { sql: NOBODY, explode: [] })
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
  const asked = compared.flatMap(({ attribute: { type }, entity: of, columns }) =>
    type.compare === null ? [] : [{ name: columns.value, isOwn: of === entity.id, levels: type.compare(columns) }],
  )
  const comparisons = asked.map(({ name, levels }) => ({
    output_column_name: name,
    comparison_levels: levels.map(levelOf),
  }))
  const levelsThat = (holds: (level: ComparisonLevel) => boolean) =>
    Object.fromEntries(
      asked.flatMap(({ name, isOwn, levels }) => {
        const labels = isOwn ? levels.filter(holds).map(({ label }) => label) : []
        return labels.length === 0 ? [] : [[name, labels]]
      }),
    )
  return {
    link_type: 'dedupe_only',
    unique_id_column_name: '_record_key',
    source_dataset_column_name: '_source',
    blocking_rules_to_generate_predictions: [...rules.values()].map(({ sql, explode }) =>
      explode.length === 0 ? sql : { blocking_rule: sql, arrays_to_explode: [...explode] },
    ),
    comparisons: comparisons.length + named.length === 0 ? [NO_COMPARISON] : [...comparisons, ...named],
    hotpass: {
      max_block_rows: MOST_BLOCK_ROWS,
      contradicting_columns: exclusive,
      held_levels: levelsThat(({ isHeld }) => isHeld === true),
      apart_levels: levelsThat(({ isApart }) => isApart === true),
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
