import type { Attribute, CompiledDomain, Entity } from '../../domain/index.ts'
import { missing } from '../../types/compare/levels.ts'
import { nameLevels } from '../../types/compare/name-levels.ts'
import type { BlockingRule, ComparisonLevel } from '../../types/index.ts'
import { comparedAttributes, NAME_KEY, namesOnly } from './evidence-columns.ts'
import { isOfPeople } from './is-of-people.ts'
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
/** The words of a name whose type compares none; the name itself where it has no words apart. */
function nameComparison(name: Attribute): { name: string; levels: readonly ComparisonLevel[] } {
  const words = name.type.parts.some((part) => part.name === 'key' && part.column === 'string')
    ? name.columns.part('key')
    : NAME_KEY
  return { name: NAME_KEY, levels: [missing(NAME_KEY, 'no name'), ...nameLevels(NAME_KEY, words)] }
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
  const isNamed = namesOnly(entity)
  if (isNamed) rules.set(NAME_RULE, { sql: NAME_RULE, explode: [] })
  // Nothing to compare: every record is an entity, and no two are ever brought together.
  if (rules.size === 0) rules.set(NOBODY, { sql: NOBODY, explode: [] })
  const registers = domain.sources
    .filter(({ tables }) =>
      tables.some(
        ({ unique, describes }) => unique && describes[0]?.entity === entity.id && describes[0].role === 'record',
      ),
    )
    .map(({ keyName }) => keyName)
  const exclusive = compared.flatMap(({ attribute, entity: of, columns }) => {
    const { exclusive: only, frequency } = attribute.type.evidence(attribute.options)
    return of === entity.id && only && !attribute.isList ? [{ name: columns.value, isOne: frequency === 'one' }] : []
  })
  const numbers = compared.flatMap(({ attribute, entity: of, columns }) => {
    const { exclusive: only, stable, frequency } = attribute.type.evidence(attribute.options)
    return of === entity.id && stable && !only && frequency !== 'many' ? [columns.value] : []
  })
  const hasPlaces = !isOfPeople(entity)
  const places = compared.flatMap(({ attribute: { type, options }, entity: of, columns }) =>
    hasPlaces && of === entity.id && type.compare !== null && type.evidence(options).isPlace ? [columns.value] : [],
  )
  const asked: Asked[] = [
    ...compared.flatMap(({ attribute, attribute: { type }, entity: of, columns }) =>
      type.compare === null
        ? []
        : [
            {
              name: columns.value,
              isOwn: of === entity.id,
              isName: attribute === entity.name,
              levels: type.compare(columns),
            },
          ],
    ),
    ...(isNamed && entity.name !== null ? [{ ...nameComparison(entity.name), isOwn: true, isName: true }] : []),
  ]
  const comparisons = asked.map(({ name, levels }) => ({
    output_column_name: name,
    comparison_levels: levels.map(levelOf),
  }))
  // Another name of somebody who stands beside an entity is no other entity.
  const ofNames = asked.filter(({ isName }) => isName)
  return {
    link_type: 'dedupe_only',
    unique_id_column_name: '_record_key',
    source_dataset_column_name: '_source',
    blocking_rules_to_generate_predictions: [...rules.values()].map(({ sql, explode }) =>
      explode.length === 0 ? sql : { blocking_rule: sql, arrays_to_explode: [...explode] },
    ),
    comparisons: comparisons.length === 0 ? [NO_COMPARISON] : comparisons,
    hotpass: {
      max_block_rows: MOST_BLOCK_ROWS,
      contradicting_columns: exclusive.filter(({ isOne }) => isOne).map(({ name }) => name),
      telling_columns: exclusive.map(({ name }) => name),
      number_columns: numbers,
      place_columns: places,
      name_comparisons: ofNames.map(({ name }) => name),
      // Of other comparisons, those of what parts two: another company of a person, or another manager of a site, holds nothing back.
      held_levels: labelsOf(
        [...ofNames, ...asked.filter(({ isOwn, levels }) => isOwn && levels.some(({ isApart }) => isApart === true))],
        ({ isHeld }) => isHeld === true,
      ),
      doubted_levels: labelsOf(ofNames, ({ isDoubted }) => isDoubted === true),
      common_levels: labelsOf(ofNames, ({ isCommon }) => isCommon === true),
      apart_levels: labelsOf(
        asked.filter(({ isOwn }) => isOwn),
        ({ isApart }) => isApart === true,
      ),
      duplicate_free_sources: registers,
    },
  }
}

interface Asked {
  readonly name: string
  readonly isOwn: boolean
  readonly isName: boolean
  readonly levels: readonly ComparisonLevel[]
}

/** By comparison, the labels of such levels. */
const labelsOf = (asked: readonly Asked[], holds: (level: ComparisonLevel) => boolean): Record<string, string[]> =>
  Object.fromEntries(
    asked.flatMap(({ name, levels }) => {
      const labels = levels.filter(holds).map(({ label }) => label)
      return labels.length === 0 ? [] : [[name, labels]]
    }),
  )

const levelOf = ({ label, sql, isNull, m, u, termFrequency }: ComparisonLevel): Record<string, unknown> => ({
  sql_condition: sql,
  label_for_charts: label,
  ...(isNull === undefined ? {} : { is_null_level: true }),
  ...(m === undefined ? {} : { m_probability: m }),
  ...(u === undefined ? {} : { u_probability: u }),
  ...(termFrequency === undefined
    ? {}
    : { tf_adjustment_column: termFrequency, ...(u === undefined ? {} : { tf_minimum_u_value: u }) }),
})
