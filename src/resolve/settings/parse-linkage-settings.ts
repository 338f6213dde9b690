import { z } from 'zod'
import type { Condition } from '../conditions/condition.ts'
import { columnsOf, parseCondition, usesWordMeasures } from '../conditions/parse-condition.ts'
import { joinTokens, sqlTokens } from '../conditions/sql-tokens.ts'
import { LinkageSettingsConfigurationError } from '../errors.ts'
import { type BlockingRule, parseBlockingRule } from './blocking-rule.ts'
import type { Comparison, Level } from './linkage-model-shape.ts'
import {
  type LevelDocument,
  type LinkageExtension,
  type LinkageSettingsDocument,
  linkageSettingsSchema,
} from './linkage-settings.ts'
import { unreachableLevel } from './unreachable-level.ts'

/** Settings checked and taken apart; `document` is what was read. */
export interface LinkageSettings {
  /** What messages call the document. */
  readonly file: string
  readonly document: LinkageSettingsDocument
  readonly linkType: LinkageSettingsDocument['link_type']
  readonly idColumn: string
  readonly sourceColumn: string
  readonly comparisons: readonly Comparison[]
  readonly rules: readonly BlockingRule[]
  readonly options: LinkageExtension
}

const isElse = (sql: string): boolean => sql.trim().toUpperCase() === 'ELSE'

/**
 * Reads a settings document: Splink 5's JSON, trained or not, with or without the key `hotpass`.
 * @param shown what to call the document in messages
 * @throws LinkageSettingsConfigurationError naming the comparison, level or rule that is wrong.
 */
export function parseLinkageSettings(json: unknown, shown = 'the linkage settings'): LinkageSettings {
  const read = linkageSettingsSchema.safeParse(json)
  if (!read.success)
    throw new LinkageSettingsConfigurationError(
      `${shown}: ${z.prettifyError(read.error).replace(/\s*\n\s*/g, ' ')}. See docs/reference/linkage-settings.md.`,
    )
  const document = read.data
  const fail = (message: string): never => {
    throw new LinkageSettingsConfigurationError(`${shown}: ${message}`)
  }
  const comparisons = document.comparisons.map((comparison) => readComparison(comparison, document, fail))
  const seen = new Set<string>()
  for (const { name, gammaColumn } of comparisons) {
    if (seen.has(gammaColumn.toLowerCase()))
      fail(`two comparisons are called "${name}". Give each its own output_column_name.`)
    seen.add(gammaColumn.toLowerCase())
  }
  if (document.blocking_rules_to_generate_predictions.length > 31)
    fail('there are more than 31 blocking rules. Join some of them, or leave the weakest out.')
  if (document.hotpass.review_threshold > document.hotpass.match_threshold)
    fail('review_threshold is above match_threshold. Give a review_threshold of at most the match_threshold.')
  checkNames(document.hotpass, comparisons, fail)
  return {
    file: shown,
    document,
    linkType: document.link_type,
    idColumn: document.unique_id_column_name,
    sourceColumn: document.source_dataset_column_name,
    comparisons,
    rules: document.blocking_rules_to_generate_predictions.map((rule) =>
      typeof rule === 'string'
        ? parseBlockingRule(rule)
        : parseBlockingRule(rule.blocking_rule, rule.arrays_to_explode ?? []),
    ),
    options: document.hotpass,
  }
}

/** Whether options name comparisons that there are, and levels that these have. */
function checkNames(
  options: LinkageExtension,
  comparisons: readonly Comparison[],
  fail: (message: string) => never,
): void {
  const comparisonOf = (name: string, option: string): Comparison =>
    comparisons.find((one) => one.name === name) ??
    fail(
      `${option} names "${name}", which is no comparison. There are: ${comparisons.map((one) => one.name).join(', ')}.`,
    )
  for (const option of [
    'telling_columns',
    'name_comparisons',
    'number_columns',
    'own_number_columns',
    'place_columns',
  ] as const)
    for (const name of options[option]) comparisonOf(name, option)
  for (const option of ['held_levels', 'doubted_levels', 'common_levels', 'apart_levels'] as const)
    for (const [name, labels] of Object.entries(options[option])) {
      const known = comparisonOf(name, option).levels.flatMap(({ label, isNull }) => (isNull ? [] : label))
      for (const label of labels)
        if (!known.includes(label))
          fail(`${option} of "${name}" names "${label}", which is no level of it. There are: ${known.join(', ')}.`)
    }
}

function readComparison(
  document: LinkageSettingsDocument['comparisons'][number],
  settings: LinkageSettingsDocument,
  fail: (message: string) => never,
): Comparison {
  const levels = document.comparison_levels
  const columns = [
    ...new Set(levels.flatMap((level) => (isElse(level.sql_condition) ? [] : columnsOf(level.sql_condition)))),
  ]
  const name =
    document.output_column_name ?? (columns.length === 1 ? (columns[0] as string) : `custom_${columns.join('_')}`)
  const at = (index: number): string => `comparison "${name}", level ${index + 1} (${levels[index]?.sql_condition})`
  const last = levels.length - 1
  for (const [index, level] of levels.entries())
    if (isElse(level.sql_condition) && index < last)
      fail(`${at(index + 1)} is unreachable: ELSE before it takes every pair. Put ELSE last.`)
  if (!isElse(levels[last]?.sql_condition ?? ''))
    fail(`comparison "${name}" has no level for all other pairs. End its levels with { "sql_condition": "ELSE" }.`)
  const texts = levels.map((level) => joinTokens(sqlTokens(level.sql_condition.toLowerCase())))
  for (const [index, text] of texts.entries())
    if (texts.indexOf(text) !== index)
      fail(
        `${at(index)} is unreachable: level ${texts.indexOf(text) + 1} has the same condition. Remove one of the two.`,
      )
  const parsed = levels.map((level) => (isElse(level.sql_condition) ? undefined : parseCondition(level.sql_condition)))
  for (const [index, level] of levels.entries())
    if (usesWordMeasures(level.sql_condition) && parsed.slice(0, -1).some((condition) => condition === undefined))
      fail(
        `${at(index)} compares words, which Hotpass evaluates itself, and another condition of "${name}" is more than it can. Write all ` +
          'conditions of this comparison in the forms of docs/reference/linkage-settings.md.',
      )
  const unreachable = unreachableLevel(parsed)
  if (unreachable !== undefined)
    fail(
      `${at(unreachable.level)} is unreachable: level ${unreachable.by + 1} before it takes all of its pairs. Put the stricter level first.`,
    )
  let gamma = levels.filter((level) => !level.is_null_level).length - 1
  if (gamma < 1) fail(`comparison "${name}" has fewer than two levels beside the null level, so it says nothing.`)
  const answers = gamma + 1
  return {
    name,
    gammaColumn: `${settings.comparison_vector_value_column_prefix}${name}`.replaceAll(' ', '_'),
    answers,
    columns,
    conditions: parsed.slice(0, -1).every((condition) => condition !== undefined)
      ? (parsed as (Condition | undefined)[])
      : undefined,
    levels: levels.map((level): Level => readLevel(level, level.is_null_level ? -1 : gamma--)),
  }
}

function readLevel(level: LevelDocument, gamma: number): Level {
  const { tf_adjustment_column: column } = level
  const weight = level.tf_adjustment_weight ?? 1
  const hasTermFrequency = column !== undefined && weight > 0 && gamma >= 0 && !isElse(level.sql_condition)
  return {
    label: level.label_for_charts ?? level.sql_condition,
    sql: level.sql_condition,
    isNull: level.is_null_level ?? false,
    isElse: isElse(level.sql_condition),
    gamma,
    m: level.m_probability,
    u: level.u_probability,
    fixM: level.fix_m_probability ?? false,
    fixU: level.fix_u_probability ?? false,
    termFrequency: hasTermFrequency
      ? {
          column,
          weight,
          minimumU: level.tf_minimum_u_value ?? 0,
          ownBase: level.disable_tf_exact_match_detection ?? false,
        }
      : undefined,
  }
}
