import { z } from 'zod'

const probability = z.number().positive().max(1)
const name = z.string().min(1)

const levelSchema = z.strictObject({
  sql_condition: name.describe(
    'DuckDB SQL over the two records: column names end in `_l` and `_r`. `ELSE` for the last level.',
  ),
  label_for_charts: z.string().optional().describe('What people call this level.'),
  is_null_level: z.boolean().optional().describe('The pair says nothing about this comparison: weight 0.'),
  m_probability: probability.optional().describe('Share of this level among pairs that are one entity.'),
  u_probability: probability.optional().describe('Share of this level among pairs that are not.'),
  fix_m_probability: z.boolean().optional().describe('Training leaves m as it is.'),
  fix_u_probability: z.boolean().optional().describe('Training leaves u as it is.'),
  tf_adjustment_column: name.optional().describe('Agreement on a rare value of this column counts for more.'),
  tf_adjustment_weight: z
    .number()
    .min(0)
    .optional()
    .describe('How much of that adjustment is applied; 1 is all of it.'),
  tf_minimum_u_value: z.number().min(0).optional().describe('Values rarer than this share count as if they had it.'),
  disable_tf_exact_match_detection: z
    .boolean()
    .optional()
    .describe("Take this level's own u as the base of the adjustment, not that of the exact match level."),
})

const comparisonSchema = z.strictObject({
  output_column_name: name.optional().describe('What the comparison is called; `gamma_<name>` holds its level.'),
  comparison_description: z.string().optional(),
  comparison_levels: z.array(levelSchema).min(2).describe('Tried in order; the first condition that holds decides.'),
})

const ruleSchema = z.union([
  name,
  z.strictObject({
    blocking_rule: name.describe('DuckDB SQL over records `l` and `r`; pairs that fulfil it are compared.'),
    sql_dialect: z.string().nullish(),
    arrays_to_explode: z
      .array(name)
      .nullish()
      .describe('List columns whose elements are compared one by one in this rule.'),
  }),
])

const pairs = z.int().min(1)

const extensionSchema = z
  .strictObject({
    derived_columns: z
      .record(name, name)
      .default({})
      .describe('New columns by DuckDB SQL over the file’s columns (and earlier derived ones), before anything else.'),
    training_rules: z
      .array(name)
      .optional()
      .describe('Blocking rules of the EM passes that estimate m. Default: the prediction rules themselves.'),
    deterministic_rules: z
      .array(name)
      .optional()
      .describe('Rules whose pairs are taken for certain, to estimate the prior. Default: found from the pairs.'),
    recall: probability
      .default(0.7)
      .describe('Share of all true pairs that the deterministic rules are thought to find.'),
    u_pairs: pairs.default(1_000_000).describe('Most random pairs to estimate u from.'),
    seed: z.int().default(1).describe('Start of the random pairs; the same seed gives the same model.'),
    match_threshold: probability.default(0.9).describe('Pairs with at least this probability join clusters.'),
    review_threshold: probability.default(0.7).describe('Pairs between this and the match threshold go to people.'),
    max_pairs_per_rule: pairs.default(100_000_000).describe('A rule that would make more pairs is refused.'),
    max_block_rows: z
      .int()
      .min(2)
      .nullable()
      .default(null)
      .describe('Blocks of more rows are left out and reported; null leaves none out.'),
    contradicting_columns: z
      .array(name)
      .default([])
      .describe('Columns such as a registered number: two different values in one cluster are a contradiction.'),
    held_levels: z
      .record(name, z.array(name).min(1))
      .default({})
      .describe(
        'By comparison, labels of levels such as another name: a pair at one of them joins no cluster by itself, whatever it weighs, ' +
          'but goes to people; unless both have the same value of a contradicting column.',
      ),
    doubted_levels: z
      .record(name, z.array(name).min(1))
      .default({})
      .describe(
        'By comparison, labels of levels that are held as those of held_levels are, unless both have the same value of a telling column.',
      ),
    common_levels: z
      .record(name, z.array(name).min(1))
      .default({})
      .describe(
        'By comparison, labels of levels at which rows agree that are often two all the same, such as one name of two people: with nothing ' +
          'else that speaks for it, such a pair goes to people.',
      ),
    counted_in: z
      .enum(['rows', 'entities'])
      .default('rows')
      .describe(
        'What the frequency of a value is counted in: rows, as Splink does, or entities, rows counting as one that are likely one by their ' +
          'levels alone. With entities, a pair that one likeness alone speaks for goes to people.',
      ),
    telling_columns: z
      .array(name)
      .default([])
      .describe(
        'Comparisons of what an entity has one of all its life, such as a day of birth: the same lifts a doubt.',
      ),
    number_columns: z
      .array(name)
      .default([])
      .describe(
        'Comparisons of numbers that may be the entities’ own or of what they belong to. Those by which rows of one name come together are taken for own_number_columns.',
      ),
    own_number_columns: z
      .array(name)
      .default([])
      .describe(
        'Comparisons of numbers that entities have of their own, though a row may have it wrong: the same lifts what another name or another day of birth holds back.',
      ),
    place_columns: z
      .array(name)
      .default([])
      .describe(
        'Comparisons of where an entity is, where things of one name may be branches: how many are is learnt, and what may well be two of them goes to people.',
      ),
    name_comparisons: z
      .array(name)
      .default([])
      .describe('Comparisons of what entities are called: what namesakes have in common besides is learnt apart.'),
    apart_levels: z
      .record(name, z.array(name).min(1))
      .default({})
      .describe(
        'By comparison, labels of levels such as another date of birth: held as those of held_levels, and no cluster takes in both rows of ' +
          'such a pair by way of a third.',
      ),
    duplicate_free_sources: z
      .array(name)
      .default([])
      .describe('Values of the source column whose rows are all different entities.'),
    min_bridge_weight: z
      .number()
      .default(0)
      .describe('Bits by which a lone link between two groups must exceed the match threshold.'),
  })
  .describe('What Splink has no word for. Files without it run with these defaults.')

export const linkageSettingsSchema = z.strictObject({
  link_type: z
    .enum(['dedupe_only', 'link_only', 'link_and_dedupe'])
    .default('dedupe_only')
    .describe('Whether rows of one source may be one entity.'),
  comparisons: z.array(comparisonSchema).min(1),
  blocking_rules_to_generate_predictions: z.array(ruleSchema).min(1),
  probability_two_random_records_match: z.number().min(0).max(1).default(0.0001),
  em_convergence: z.number().positive().default(0.0001).describe('EM stops when no parameter moves by more.'),
  max_iterations: z.int().min(1).default(25),
  unique_id_column_name: name.default('unique_id'),
  source_dataset_column_name: name.default('source_dataset'),
  comparison_vector_value_column_prefix: z.string().default('gamma_'),
  sql_dialect: z.literal('duckdb').optional(),
  retain_matching_columns: z.boolean().optional(),
  retain_intermediate_calculation_columns: z.boolean().optional(),
  additional_columns_to_retain: z.array(name).optional(),
  bayes_factor_column_prefix: z.string().optional(),
  match_weight_column_prefix: z.string().optional(),
  term_frequency_adjustment_column_prefix: z.string().optional(),
  linker_uid: z.string().nullish(),
  hotpass: extensionSchema.prefault({}),
})

/** A settings file as it was read, with defaults filled in. */
export type LinkageSettingsDocument = z.output<typeof linkageSettingsSchema>
export type LevelDocument = z.output<typeof levelSchema>
export type LinkageExtension = z.output<typeof extensionSchema>
