import { type Json, type LeftOut, objects, textOf } from './imported-contract.ts'

const OPERATORS = [
  'mustBe',
  'mustNotBe',
  'mustBeGreaterThan',
  'mustBeGreaterOrEqualTo',
  'mustBeLessThan',
  'mustBeLessOrEqualTo',
  'mustBeBetween',
  'mustNotBeBetween',
]
const OF_RULE = ['type', 'metric', 'rule', 'arguments', 'unit', 'name', 'validValues', ...OPERATORS]

/** What the quality rules of a column say that a contract has a word for. */
export interface ColumnQuality {
  readonly members?: readonly unknown[]
  readonly pattern?: string
  /** No row may be without a value. */
  readonly filled: boolean
}

const metricOf = (rule: Json): string => String(rule.metric ?? rule.rule ?? '')
const named = (rule: Json): string =>
  textOf(rule.name) ??
  textOf(rule.description) ??
  textOf(rule.query) ??
  (metricOf(rule) || String(rule.type ?? 'without a name'))
const operatorsOf = (rule: Json): readonly string[] => OPERATORS.filter((one) => rule[one] !== undefined)
/** None may be wrong: `mustBe: 0`, or a rule of the standard's first version, which knows no threshold. */
const isStrict = (rule: Json): boolean => {
  const operators = operatorsOf(rule)
  return operators.length === 0 ? rule.metric === undefined : operators.length === 1 && rule.mustBe === 0
}
const argumentsOf = (rule: Json): Json =>
  typeof rule.arguments === 'object' && rule.arguments !== null ? (rule.arguments as Json) : {}

/** Reads the quality rules of a column; what a contract has no word for is named, with what to write instead. */
export function columnQuality(given: unknown, column: string, isKey: boolean, left: LeftOut): ColumnQuality {
  let members: readonly unknown[] | undefined
  let pattern: string | undefined
  let filled = false
  const kept = (rule: Json) => left.rest(rule, OF_RULE, column, 'quality ')
  for (const rule of objects(given)) {
    const metric = metricOf(rule)
    const { validValues = rule.validValues, pattern: matched, ...others } = argumentsOf(rule)
    const strict = isStrict(rule) && Object.keys(others).length === 0
    if (
      strict &&
      /^(?:invalidValues|validValues)$/.test(metric) &&
      Array.isArray(validValues) &&
      members === undefined &&
      matched === undefined
    ) {
      members = validValues
      kept(rule)
    } else if (
      strict &&
      metric === 'invalidValues' &&
      typeof matched === 'string' &&
      validValues === undefined &&
      pattern === undefined
    ) {
      pattern = matched
      kept(rule)
    } else if (strict && /^(?:nullValues|nullCount)$/.test(metric) && validValues === undefined) {
      filled = true
      kept(rule)
    } else if (strict && /^(?:duplicateValues|duplicateCount)$/.test(metric) && isKey) kept(rule)
    else
      left.add('quality', column, said(rule), `is no clause of a contract here, so it was left out. ${instead(metric)}`)
  }
  return { ...(members === undefined ? {} : { members }), ...(pattern === undefined ? {} : { pattern }), filled }
}

const said = (rule: Json): string =>
  [
    named(rule),
    ...(Object.keys(argumentsOf(rule)).length === 0 ? [] : [JSON.stringify(argumentsOf(rule))]),
    ...operatorsOf(rule).map((one) => `${one} ${JSON.stringify(rule[one])}`),
    textOf(rule.unit),
  ]
    .filter((part) => part !== undefined)
    .join(' ')

const instead = (metric: string): string =>
  /^duplicate/.test(metric)
    ? 'Write expect_column_values_to_be_unique in a suite.'
    : /^(?:null|missing)/.test(metric)
      ? 'Write expect_column_values_to_not_be_null with mostly in a suite.'
      : /^(?:invalid|valid)/.test(metric)
        ? 'Write expect_column_values_to_be_in_set or …_to_match_regex with mostly in a suite.'
        : 'Write it as an expectation of a suite.'

const whole = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined

/** How many rows the rules of a table ask for; the other rules are named. */
export function tableQuality(
  given: unknown,
  left: LeftOut,
  notes: string[],
): { min?: number; max?: number } | undefined {
  let volume: { min?: number; max?: number } | undefined
  for (const rule of objects(given)) {
    const bounds = metricOf(rule) === 'rowCount' && !/percent/i.test(String(rule.unit)) ? rowBounds(rule) : undefined
    if (bounds !== undefined && volume === undefined) {
      volume = bounds
      left.rest(rule, OF_RULE, 'rowCount', 'quality ')
    } else
      notes.push(
        `Rule "${said(rule)}"${textOf(rule.description) === undefined || textOf(rule.name) === undefined ? '' : `: ${textOf(rule.description)}`} was left out. Write it as a cross-field rule or an expectation.`,
      )
  }
  return volume
}

function rowBounds(rule: Json): { min?: number; max?: number } | undefined {
  const [operator, second] = operatorsOf(rule)
  if (operator === undefined || second !== undefined) return undefined
  const limit = whole(rule[operator])
  if (operator === 'mustBeBetween' && Array.isArray(rule.mustBeBetween)) {
    const [min, max] = rule.mustBeBetween.map(whole)
    return min === undefined || max === undefined ? undefined : { min, max }
  }
  if (limit === undefined) return undefined
  if (operator === 'mustBe') return { min: limit, max: limit }
  if (operator === 'mustBeGreaterThan') return { min: limit + 1 }
  if (operator === 'mustBeGreaterOrEqualTo') return { min: limit }
  if (operator === 'mustBeLessOrEqualTo') return { max: limit }
  return operator === 'mustBeLessThan' && limit > 0 ? { max: limit - 1 } : undefined
}
