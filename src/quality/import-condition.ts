import { z } from 'zod'
import {
  ConditionError,
  type ConditionLeaf,
  type ConditionTree,
  type ConditionValue,
  type Operator,
  readRowCondition,
} from './read-row-condition.ts'

/** A row condition of Great Expectations as one of ours, or why it has none. */
export type ImportedCondition =
  | { readonly text: string; readonly notes: readonly string[] }
  | { readonly refused: string }

class Refused extends Error {
  override name = 'Refused'
}

const comparison = z.looseObject({
  type: z.literal('comparison'),
  column: z.looseObject({ name: z.string() }),
  operator: z.string(),
  parameter: z.unknown(),
})
const nullity = z.looseObject({
  type: z.literal('nullity'),
  column: z.looseObject({ name: z.string() }),
  is_null: z.boolean(),
})
const combined = z.looseObject({ type: z.enum(['and', 'or']), conditions: z.array(z.unknown()).min(1) })
const passThrough = z.looseObject({ type: z.literal('pass_through'), pass_through_filter: z.string() })
const moment = z.looseObject({ type: z.enum(['datetime', 'date']), value: z.string() })

const OPERATORS: Readonly<Record<string, Operator>> = {
  '==': '=',
  '!=': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}
const ON_PANDAS =
  'rows without a value are looked at too, as pandas compares; Great Expectations leaves them out on SQL and Spark.'

/**
 * Reads any of Great Expectations' shapes of a row condition. What an empty cell means differs: to pandas it differs from every value,
 * to Spark and SQL no comparison with it holds.
 */
export function importCondition(value: unknown, parser: unknown): ImportedCondition {
  try {
    const text = typeof value === 'string' ? value : passThrough.safeParse(value).data?.pass_through_filter
    if (text === undefined) return told(ofPandas(structured(value)), true)
    const tree = readRowCondition(text)
    if (parser === 'spark') return told(ofSql(tree, false), false)
    const own = typeof parser === 'string' && parser.startsWith('great_expectations')
    if (own && (tree.kind === 'and' || tree.kind === 'or'))
      throw new Refused('Great Expectations reads only the first comparison of such a condition')
    return told(ofPandas(tree), own)
  } catch (error) {
    if (error instanceof Refused || error instanceof ConditionError) return { refused: error.message }
    throw error
  }
}

/** @param doubtful whether the engine, and so what an empty cell means, is not known */
const told = (tree: ConditionTree, doubtful: boolean): ImportedCondition => ({
  text: conditionText(tree),
  notes: doubtful && asksOfOthers(tree) ? [ON_PANDAS] : [],
})

const asksOfOthers = (tree: ConditionTree): boolean =>
  tree.kind === 'and' || tree.kind === 'or'
    ? tree.parts.some(asksOfOthers)
    : tree.kind === 'not' ||
      (tree.kind === 'member' && tree.negated) ||
      (tree.kind === 'compare' && tree.operator === '<>')

function structured(value: unknown): ConditionTree {
  const one = comparison.safeParse(value).data
  if (one !== undefined) {
    const column = one.column.name
    if (Array.isArray(one.parameter) && /^(in|not[ _]in)$/i.test(one.operator))
      return { kind: 'member', column, negated: /^not/i.test(one.operator), values: one.parameter.map(constant) }
    const operator = OPERATORS[one.operator]
    if (operator === undefined) throw new Refused(`its operator ${one.operator} is not known`)
    return { kind: 'compare', column, operator, value: constant(one.parameter) }
  }
  const empty = nullity.safeParse(value).data
  if (empty !== undefined) return { kind: 'empty', column: empty.column.name, negated: !empty.is_null }
  const many = combined.safeParse(value).data
  if (many !== undefined) return { kind: many.type, parts: many.conditions.map(structured) }
  throw new Refused('its shape is not known')
}

function constant(value: unknown): ConditionValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  const time = moment.safeParse(value).data
  if (time !== undefined) return time.value
  throw new Refused(
    value === null ? 'it compares with null: it is a matter of "is null"' : 'it compares with no constant',
  )
}

/** With pandas an empty cell is unequal to every value and in no list; the rest is false of it, and `not` of that true. */
function ofPandas(tree: ConditionTree): ConditionTree {
  if (tree.kind === 'not') return { kind: 'not', of: ofPandas(tree.of) }
  if (tree.kind === 'and' || tree.kind === 'or') return { ...tree, parts: tree.parts.map(ofPandas) }
  const others = (tree.kind === 'member' && tree.negated) || (tree.kind === 'compare' && tree.operator === '<>')
  return others ? { kind: 'or', parts: [tree, { kind: 'empty', column: tree.column, negated: false }] } : tree
}

const OPPOSITE: Readonly<Record<Operator, Operator>> = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
}

/** In SQL what is not known to be true is left out, under `not` as well: negations are moved to the comparisons. */
function ofSql(tree: ConditionTree, negated: boolean): ConditionTree {
  if (tree.kind === 'not') return ofSql(tree.of, !negated)
  if (tree.kind === 'and' || tree.kind === 'or') {
    const kind = negated === (tree.kind === 'and') ? 'or' : 'and'
    return { kind, parts: tree.parts.map((part) => ofSql(part, negated)) }
  }
  return negated ? opposite(tree) : tree
}

const opposite = (leaf: ConditionLeaf): ConditionLeaf =>
  leaf.kind === 'compare' ? { ...leaf, operator: OPPOSITE[leaf.operator] } : { ...leaf, negated: !leaf.negated }

function conditionText(tree: ConditionTree): string {
  switch (tree.kind) {
    case 'compare':
      return `${columnText(tree.column)} ${tree.operator === '=' ? '==' : tree.operator === '<>' ? '!=' : tree.operator} ${valueText(tree.value)}`
    case 'member':
      return `${columnText(tree.column)} ${tree.negated ? 'not in' : 'in'} (${tree.values.map(valueText).join(', ')})`
    case 'empty':
      return `${columnText(tree.column)} is ${tree.negated ? 'not ' : ''}null`
    case 'not':
      return `not (${conditionText(tree.of)})`
    case 'and':
    case 'or':
      return tree.parts.map((part) => inBrackets(part)).join(` ${tree.kind} `)
  }
}

const inBrackets = (tree: ConditionTree): string =>
  tree.kind === 'and' || tree.kind === 'or' ? `(${conditionText(tree)})` : conditionText(tree)

const RESERVED = /^(?:not|col|and|or|in|is|null|none|true|false)$/i
const columnText = (name: string): string =>
  name.includes('`')
    ? `col(${valueText(name)})`
    : /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !RESERVED.test(name)
      ? name
      : `\`${name}\``

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r' }
const valueText = (value: ConditionValue): string =>
  typeof value === 'string'
    ? `"${value.replaceAll(/[\\"\n\t\r]/g, (letter) => ESCAPES[letter] ?? `\\${letter}`)}"`
    : String(value)
