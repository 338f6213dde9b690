import type { LinkageModel } from '../training/linkage-model.ts'
import type { LinkageSettings } from './parse-linkage-settings.ts'

/**
 * The settings as Splink 5 reads them for DuckDB: without the key `hotpass`, with the model's m, u and prior when there is one;
 * where people's answers moved a weight, with chances of the same ratio, which is all that Splink weighs by.
 * Derived columns must then be made in the data first.
 */
export function toSplinkSettings(settings: LinkageSettings, model?: LinkageModel): Record<string, unknown> {
  const { hotpass: _, ...document } = settings.document
  return {
    ...document,
    sql_dialect: 'duckdb',
    ...(model ? { probability_two_random_records_match: model.prior } : {}),
    comparisons: document.comparisons.map((comparison, at) => ({
      ...comparison,
      output_column_name: settings.comparisons[at]?.name,
      comparison_levels: comparison.comparison_levels.map((level, index) => {
        const gamma = settings.comparisons[at]?.levels[index]?.gamma ?? -1
        const known = gamma < 0 ? undefined : model?.comparisons[at]?.levels[gamma]
        return known ? { ...level, ...chancesOf(known), ...leastOf(level.tf_minimum_u_value, known) } : level
      }),
    })),
    blocking_rules_to_generate_predictions: document.blocking_rules_to_generate_predictions.map((rule) => {
      if (typeof rule === 'string') return { blocking_rule: rule, sql_dialect: 'duckdb' }
      const { blocking_rule, arrays_to_explode } = rule
      return { blocking_rule, sql_dialect: 'duckdb', ...(arrays_to_explode?.length ? { arrays_to_explode } : {}) }
    }),
  }
}

/** What of u is no matter of frequency is the least that a value weighs by. */
const leastOf = (least = 0, { shared = 0 }: Level): { tf_minimum_u_value?: number } =>
  shared === 0 ? {} : { tf_minimum_u_value: Math.min(least + shared, 1) }

type Level = LinkageModel['comparisons'][number]['levels'][number]

/** m as far as it can be, u for the rest, so that log2(m / u) is the level's whole weight. */
function chancesOf({ m, u, answered = 0 }: Level): { m_probability: number; u_probability: number } {
  if (answered === 0) return { m_probability: m, u_probability: u }
  const chance = Math.min(m * 2 ** answered, 1)
  return { m_probability: chance, u_probability: Math.min((u * chance) / (m * 2 ** answered), 1) }
}
