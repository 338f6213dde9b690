import type { LinkageModel } from '../training/linkage-model.ts'
import type { LinkageSettings } from './parse-linkage-settings.ts'

/**
 * The settings as Splink 5 reads them for DuckDB: without the key `hotpass`, with the model's m, u and prior when there is one.
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
        return known ? { ...level, m_probability: known.m, u_probability: known.u } : level
      }),
    })),
    blocking_rules_to_generate_predictions: document.blocking_rules_to_generate_predictions.map((rule) => {
      if (typeof rule === 'string') return { blocking_rule: rule, sql_dialect: 'duckdb' }
      const { blocking_rule, arrays_to_explode } = rule
      return { blocking_rule, sql_dialect: 'duckdb', ...(arrays_to_explode?.length ? { arrays_to_explode } : {}) }
    }),
  }
}
