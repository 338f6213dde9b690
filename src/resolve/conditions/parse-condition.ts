import {
  type Bound,
  type Condition,
  type Side,
  type TextMeasure,
  WORD_MEASURES,
  type WordMeasure,
} from './condition.ts'
import {
  asCall,
  isSymbol,
  isWord,
  joinTokens,
  type SqlToken,
  splitAtSymbol,
  splitAtWord,
  sqlTokens,
  withoutParentheses,
} from './sql-tokens.ts'

const MEASURES: ReadonlySet<string> = new Set<TextMeasure>([
  'jaro_winkler_similarity',
  'jaro_similarity',
  'levenshtein',
  'damerau_levenshtein',
  'jaccard',
])
const isWordMeasure = (name: string): name is WordMeasure => WORD_MEASURES.some((measure) => measure === name)
const SIZE = new Set(['array_length', 'len', 'length', 'list_count'])
const INTERSECTION = new Set(['list_intersect', 'array_intersect'])
const COMPARISONS = ['=', '==', '<>', '!=', '<=', '>=', '<', '>']
const BOUNDS: ReadonlySet<string> = new Set<Bound>(['>=', '>', '<=', '<'])

/** The column and the side that a name such as `surname_l` means, if it means one. */
function sideOf(token: SqlToken, next?: SqlToken, before?: SqlToken): { column: string; side: Side } | undefined {
  if (token.kind !== 'word' && token.kind !== 'quoted') return undefined
  if (token.kind === 'word' && isSymbol(next, '(')) return undefined
  if (isSymbol(before, '.')) return undefined
  const match = /^(.+)_([lr])$/i.exec(token.value)
  return match ? { column: match[1] as string, side: (match[2] as string).toLowerCase() as Side } : undefined
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

/** Columns a condition names, spelt as it spells them. */
export function columnsOf(sql: string): string[] {
  const tokens = sqlTokens(sql)
  const columns = tokens.flatMap((token, at) => sideOf(token, tokens[at + 1], tokens[at - 1])?.column ?? [])
  return [...new Set(columns)]
}

interface Operand {
  readonly sql: string
  readonly sides: ReadonlySet<Side>
}

/** The expression over plain columns, and which rows of the pair it looks at. */
function operandOf(tokens: readonly SqlToken[]): Operand {
  const sides = new Set<Side>()
  const bare = withoutParentheses(tokens) ?? tokens
  const sql = bare.map((token, at): SqlToken => {
    const found = sideOf(token, bare[at + 1], bare[at - 1])
    if (found === undefined) return token
    sides.add(found.side)
    return { kind: 'quoted', text: quote(found.column), value: found.column }
  })
  return { sql: joinTokens(sql), sides }
}

const only = (operand: Operand): Side | undefined =>
  operand.sides.size === 1 ? ([...operand.sides][0] as Side) : undefined

/** The two operands as left and right, when each looks at another row. */
function opposite(first: Operand, second: Operand): { left: string; right: string } | undefined {
  if (only(first) === 'l' && only(second) === 'r') return { left: first.sql, right: second.sql }
  if (only(first) === 'r' && only(second) === 'l') return { left: second.sql, right: first.sql }
  return undefined
}

/**
 * Reads a level's SQL condition into the form that is evaluated fast.
 * @returns undefined when the condition is anything else: the engine then evaluates it as it stands, on each pair.
 */
export function parseCondition(sql: string): Condition | undefined {
  return parse(sqlTokens(sql))
}

function parse(tokens: readonly SqlToken[]): Condition | undefined {
  if (tokens.length === 0) return undefined
  for (const word of ['or', 'and'] as const) {
    const parts = splitAtWord(tokens, word)
    if (parts.length === 1) continue
    const conditions = parts.map(parse)
    if (conditions.some((condition) => condition === undefined)) return undefined
    return { kind: word, parts: conditions as Condition[] }
  }
  if (isWord(tokens[0], 'not')) {
    const part = parse(tokens.slice(1))
    return part && { kind: 'not', part }
  }
  const inside = withoutParentheses(tokens)
  return inside ? parse(inside) : atom(tokens)
}

function atom(tokens: readonly SqlToken[]): Condition | undefined {
  const whole = operandOf(tokens)
  const side = only(whole)
  if (side !== undefined) {
    const isTest = isWord(tokens.at(-2), 'is') && isWord(tokens.at(-1), 'null')
    return isTest
      ? { kind: 'missing', side, operand: operandOf(tokens.slice(0, -2)).sql }
      : { kind: 'flag', side, operand: whole.sql }
  }
  const { parts, found } = splitAtSymbol(tokens, ...COMPARISONS)
  const [left, right] = parts
  const operator = found[0]
  if (found.length !== 1 || left === undefined || right === undefined || operator === undefined) return undefined
  if (operator === '=' || operator === '==') {
    const sides = opposite(operandOf(left), operandOf(right))
    return sides && { kind: 'equal', ...sides }
  }
  const limit = right.length === 1 && right[0]?.kind === 'number' ? Number(right[0].value) : undefined
  if (limit === undefined || !BOUNDS.has(operator)) return undefined
  return bounded(left, operator as Bound, limit)
}

function bounded(tokens: readonly SqlToken[], bound: Bound, limit: number): Condition | undefined {
  const bare = withoutParentheses(tokens) ?? tokens
  const ratio = splitAtSymbol(bare, '/').parts
  if (ratio.length === 2) return listShare(ratio[0] as SqlToken[], ratio[1] as SqlToken[], bound, limit)
  const call = asCall(bare)
  if (call === undefined) return undefined
  const { name, args } = call
  const [first, second] = args
  if (MEASURES.has(name) && first && second && args.length === 2) {
    const sides = opposite(operandOf(first), operandOf(second))
    return sides && { kind: 'text', measure: name as TextMeasure, ...sides, bound, limit }
  }
  if (isWordMeasure(name) && first && second && args.length === 2) {
    const sides = opposite(operandOf(first), operandOf(second))
    return sides && { kind: 'words', measure: name, ...sides, bound, limit }
  }
  if (name === 'abs' && first && args.length === 1) {
    const { parts, found } = splitAtSymbol(first, '-', '+', '*', '/')
    if (found.length !== 1 || found[0] !== '-') return undefined
    const sides = opposite(operandOf(parts[0] as SqlToken[]), operandOf(parts[1] as SqlToken[]))
    return sides && { kind: 'difference', ...sides, bound, limit }
  }
  const shared = intersection(bare)
  return shared && { kind: 'shared', of: 'count', ...shared, bound, limit }
}

/** `len(list_intersect(a, b))`. */
function intersection(tokens: readonly SqlToken[]): { left: string; right: string } | undefined {
  const size = asCall(tokens)
  const inner = size && SIZE.has(size.name) && size.args.length === 1 ? asCall(size.args[0] as SqlToken[]) : undefined
  if (inner === undefined || !INTERSECTION.has(inner.name) || inner.args.length !== 2) return undefined
  return opposite(operandOf(inner.args[0] as SqlToken[]), operandOf(inner.args[1] as SqlToken[]))
}

/** `len(list_intersect(a, b)) / len(list_distinct(list_concat(a, b)))`, or over `least(len(a), len(b))`. */
function listShare(
  over: readonly SqlToken[],
  under: readonly SqlToken[],
  bound: Bound,
  limit: number,
): Condition | undefined {
  const shared = intersection(over)
  const call = asCall(under)
  if (shared === undefined || call === undefined) return undefined
  const same = (first: SqlToken[] | undefined, second: SqlToken[] | undefined): boolean => {
    const sides = first && second && opposite(operandOf(first), operandOf(second))
    return sides !== undefined && sides.left === shared.left && sides.right === shared.right
  }
  if (call.name === 'least') {
    const [first, second] = call.args.map((argument) => asCall(argument))
    const sizes = first && second && SIZE.has(first.name) && SIZE.has(second.name) && call.args.length === 2
    return sizes && same(first.args[0], second.args[0])
      ? { kind: 'shared', of: 'shorter', ...shared, bound, limit }
      : undefined
  }
  const distinct = SIZE.has(call.name) ? asCall(call.args[0] ?? []) : undefined
  const concat = distinct?.name === 'list_distinct' ? asCall(distinct.args[0] ?? []) : undefined
  return concat?.name === 'list_concat' && same(concat.args[0], concat.args[1])
    ? { kind: 'shared', of: 'union', ...shared, bound, limit }
    : undefined
}

/** Whether a condition asks for something that no engine has but Hotpass. */
export const usesWordMeasures = (sql: string): boolean =>
  sqlTokens(sql).some((token) => token.kind === 'word' && isWordMeasure(token.text.toLowerCase()))
