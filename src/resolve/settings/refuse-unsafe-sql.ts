import type { Engine } from '../../engine/engine.ts'
import { type ExpressionText, refusedExpressions } from '../../engine/scalar-expression.ts'
import type { Condition } from '../conditions/condition.ts'
import { usesWordMeasures } from '../conditions/parse-condition.ts'
import { LinkageSettingsConfigurationError } from '../errors.ts'
import { parseBlockingRule } from './blocking-rule.ts'
import type { LinkageSettings } from './parse-linkage-settings.ts'

/**
 * Proves, before any of it runs, that all SQL of the settings is scalar expressions over the records' columns.
 * @throws LinkageSettingsConfigurationError naming the file, the key and what is not allowed there.
 */
export async function refuseUnsafeSql(engine: Engine, settings: LinkageSettings): Promise<void> {
  const [refused] = await refusedExpressions(engine, settingsExpressions(settings))
  if (refused === undefined) return
  throw new LinkageSettingsConfigurationError(
    `${settings.file}: ${refused.key} must be one SQL expression over the records' columns: ${refused.why} ` +
      'Nothing of it has run. What is allowed: docs/reference/linkage-settings.md.',
  )
}

/**
 * All SQL of the settings, each as it is written and in the pieces that are taken from it: they are cut by other rules than the
 * engine's, so they are looked at too.
 */
export function settingsExpressions({ document, comparisons, options }: LinkageSettings): ExpressionText[] {
  const texts: ExpressionText[] = []
  const add = (key: string, ...sqls: readonly string[]): void => {
    for (const sql of new Set(sqls)) texts.push({ key, sql })
  }
  for (const [name, sql] of Object.entries(options.derived_columns)) add(`hotpass.derived_columns.${name}`, sql)
  for (const [at, { levels, conditions }] of comparisons.entries())
    for (const [index, { sql, isElse }] of levels.entries()) {
      const condition = conditions?.[index]
      if (!isElse)
        add(
          `comparisons[${at}].comparison_levels[${index}].sql_condition`,
          // What Hotpass alone evaluates never reaches the engine as it is written.
          ...[...(usesWordMeasures(sql) ? [] : [sql]), ...(condition ? operands(condition) : [])],
        )
    }
  for (const [at, rule] of document.blocking_rules_to_generate_predictions.entries())
    add(
      `blocking_rules_to_generate_predictions[${at}]`,
      ...ruleTexts(typeof rule === 'string' ? rule : rule.blocking_rule),
    )
  for (const key of ['training_rules', 'deterministic_rules'] as const)
    for (const [at, rule] of (options[key] ?? []).entries()) add(`hotpass.${key}[${at}]`, ...ruleTexts(rule))
  return texts
}

function ruleTexts(rule: string): string[] {
  const { keys, rest } = parseBlockingRule(rule)
  return [rule, ...keys.flatMap(({ left, right }) => [left, right]), ...(rest === undefined ? [] : [rest])]
}

function operands(condition: Condition): string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.parts.flatMap(operands)
    case 'not':
      return operands(condition.part)
    case 'flag':
    case 'missing':
      return [condition.operand]
    case 'equal':
    case 'text':
    case 'words':
    case 'shared':
    case 'difference':
      return [condition.left, condition.right]
  }
}
