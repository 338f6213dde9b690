import { constraintsOf, type FieldConstraints } from '../contracts/constraints.ts'
import type { Contract, CrossFieldRule } from '../contracts/index.ts'
import { sqlName } from '../engine/sql.ts'
import { type Expectation, rowKind } from './expectation.ts'
import { expectationKinds } from './expectation-kinds.ts'
import { DEFAULT_POLICY } from './gate-policy.ts'
import type { Suite } from './parse-suite.ts'

/**
 * What a contract promises, as expectations with ids `contract.…`: nobody has to say it again in a suite. Of a source it is the freshness
 * alone: rows that break anything else are in quarantine, not in the dataset.
 */
export function contractSuite(contract: Contract): Suite {
  const expectations: Expectation[] = []
  const add: Add = (id, type, parameters) => {
    const kind = expectationKinds.get(`expect_${type}`)
    if (kind === undefined) throw new TypeError(`there is no expectation expect_${type}`)
    expectations.push(kind.read({ type: kind.type, id: `contract.${id}`, ...parameters }))
  }
  const { freshness } = contract
  if (freshness !== null)
    add('freshness', 'column_max_to_be_recent', {
      column: freshness.field,
      max_age_days: freshness.maxAgeDays,
      severity: 'warning',
    })
  if (contract.kind === 'published') addRowPromises(contract, add, expectations)
  return {
    file: `contract ${contract.id}`,
    suite: 'contract',
    dataset: contract.id,
    owner: contract.owner,
    origin: 'contract',
    policy: DEFAULT_POLICY,
    expectations,
  }
}

type Add = (id: string, type: string, parameters: Record<string, unknown>) => void

function addRowPromises(contract: Contract, add: Add, expectations: Expectation[]): void {
  for (const field of contract.fields)
    if (field.required) add(`${field.name}.required`, 'column_values_to_not_be_null', { column: field.name })
  for (const [column, constraints] of constraintsOf(contract)) addConstraints(column, constraints, add)
  const key = contract.fields.filter(({ primaryKey }) => primaryKey).map(({ name }) => name)
  if (key.length === 1) add('primary_key', 'column_values_to_be_unique', { column: key[0] })
  else if (key.length > 1) add('primary_key', 'compound_columns_to_be_unique', { column_list: key })
  for (const { fields, dataset, to } of contract.references)
    add(`reference.${fields.join('.')}.${dataset}`, 'column_values_to_exist_in_other_dataset', {
      column_list: [...fields],
      other_dataset: dataset,
      other_column_list: [...to],
    })
  for (const rule of contract.rules) expectations.push(ruleExpectation(rule))
}

function addConstraints(column: string, constraints: FieldConstraints, add: Add): void {
  const { pattern, minimum, maximum, exclusiveMinimum, exclusiveMaximum, minLength, maxLength } = constraints
  if (pattern !== undefined) add(`${column}.pattern`, 'column_values_to_match_regex', { column, regex: pattern })
  if (constraints.enum !== undefined)
    add(`${column}.enum`, 'column_values_to_be_in_set', { column, value_set: [...constraints.enum] })
  const min = exclusiveMinimum ?? minimum
  const max = exclusiveMaximum ?? maximum
  if (min !== undefined || max !== undefined)
    add(`${column}.range`, 'column_values_to_be_between', {
      column,
      ...(min === undefined ? {} : { min_value: min, strict_min: exclusiveMinimum !== undefined }),
      ...(max === undefined ? {} : { max_value: max, strict_max: exclusiveMaximum !== undefined }),
    })
  if (minLength !== undefined || maxLength !== undefined)
    add(`${column}.length`, 'column_value_lengths_to_be_between', {
      column,
      ...(minLength === undefined ? {} : { min_value: minLength }),
      ...(maxLength === undefined ? {} : { max_value: maxLength }),
    })
}

/** A cross-field rule as an expectation. Only contracts have them, so no suite can name this kind. */
const ruleExpectation = ({ id, fields, description, fails }: CrossFieldRule): Expectation =>
  rowKind('expect_row_to_keep_contract_rule', 'A row keeps a cross-field rule of its contract.', {}, () => ({
    columns: fields,
    sentence: description,
    test: () => ({ applies: 'true', fails, shown: fields.map(sqlName) }),
  })).read({ type: 'expect_row_to_keep_contract_rule', id: `contract.rule.${id}`.slice(0, 120) })
