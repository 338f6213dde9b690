/** A constant that a condition compares with; integers that a double would change are `bigint`. */
export type ConditionValue = string | number | bigint | boolean

/** A row condition as it was read: comparisons of columns with constants, and what joins them. */
export type ConditionTree =
  | { readonly kind: 'compare'; readonly column: string; readonly operator: Operator; readonly value: ConditionValue }
  | {
      readonly kind: 'member'
      readonly column: string
      readonly negated: boolean
      readonly values: readonly ConditionValue[]
    }
  | { readonly kind: 'empty'; readonly column: string; readonly negated: boolean }
  | { readonly kind: 'not'; readonly of: ConditionTree }
  | { readonly kind: 'and'; readonly parts: readonly ConditionTree[] }
  | { readonly kind: 'or'; readonly parts: readonly ConditionTree[] }

/** One comparison of a column. */
export type ConditionLeaf = Extract<ConditionTree, { readonly column: string }>

export type Operator = '=' | '<>' | '<' | '<=' | '>' | '>='

type Token = {
  readonly kind: 'word' | 'column' | 'text' | 'number' | 'sign'
  readonly value: string
  readonly at: number
}

const TOKEN =
  /\s*(?:(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)|(?<column>`[^`]*`)|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<sign>==|!=|<>|<=|>=|[=<>()[\],.&|~]))/uy

const OPERATORS: Readonly<Record<string, Operator>> = {
  '==': '=',
  '=': '=',
  '!=': '<>',
  '<>': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
}

/** What a method without parameters asks of a column: whether it is filled. */
const METHODS: Readonly<Record<string, boolean>> = { notnull: true, notna: true, isnull: false, isna: false }

export class ConditionError extends Error {
  override name = 'ConditionError'
}

/**
 * Reads `status == "Active" and score >= 0.5`, `province in ("Gauteng", "Limpopo")`, `email is not null`, and the forms that pandas and
 * Great Expectations have for them: `col("status") == "Active"`, `email.notnull()`, `x in ["a"]`, `~(…)`. Columns that are no plain
 * words stand in backticks. `and` binds before `or`.
 * @throws ConditionError naming the place.
 */
export function readRowCondition(text: string): ConditionTree {
  const tokens = tokenise(text)
  let position = 0
  const peek = (): Token | undefined => tokens[position]
  const fail = (what: string): never => {
    const found = peek()
    throw new ConditionError(
      `${what} ${found === undefined ? 'at the end' : `at character ${found.at + 1}, before "${found.value}"`}. Write it as: column == "text" and other >= 5`,
    )
  }
  const take = (): Token => tokens[position++] ?? fail('something is missing')
  const isWord = (...words: string[]) => {
    const token = peek()
    return token?.kind === 'word' && words.includes(token.value.toLowerCase())
  }
  const isSign = (...signs: string[]) => {
    const token = peek()
    return token?.kind === 'sign' && signs.includes(token.value)
  }
  const expectSign = (sign: string) => (isSign(sign) ? take() : fail(`"${sign}" is missing`))
  const column = (): string => {
    const token = take()
    if (token.kind === 'column') return token.value
    if (token.kind !== 'word') {
      position--
      return fail('a column is missing')
    }
    if (token.value !== 'col' || !isSign('(')) return token.value
    take()
    const named = take()
    if (named.kind !== 'text') fail('col(…) takes a name in quotes')
    expectSign(')')
    return named.value
  }
  const literal = (): ConditionValue => {
    const token = take()
    if (token.kind === 'text') return token.value
    if (token.kind === 'number' && Number.isFinite(Number(token.value))) return exact(token.value)
    if (token.kind === 'word' && /^(true|false)$/i.test(token.value)) return token.value.toLowerCase() === 'true'
    position--
    return fail('a value is missing')
  }
  const members = (): ConditionValue[] => {
    const close = isSign('[') ? ']' : ')'
    if (close === ']') take()
    else expectSign('(')
    const values = [literal()]
    while (isSign(',')) {
      take()
      if (isSign(close)) break
      values.push(literal())
    }
    expectSign(close)
    return values
  }
  const comparison = (): ConditionTree => {
    if (isSign('(')) {
      take()
      const inner = either()
      expectSign(')')
      return inner
    }
    if (isWord('not')) {
      take()
      return { kind: 'not', of: comparison() }
    }
    if (isSign('~')) {
      take()
      return isSign('(') ? { kind: 'not', of: comparison() } : fail('"(" is missing')
    }
    const name = column()
    if (isSign('.')) {
      take()
      const method = take().value.toLowerCase()
      const filled = Object.hasOwn(METHODS, method) ? METHODS[method] : undefined
      if (filled === undefined) return fail(`there is no ${method}()`)
      expectSign('(')
      expectSign(')')
      return { kind: 'empty', column: name, negated: filled }
    }
    if (isWord('is')) {
      take()
      const negated = isWord('not')
      if (negated) take()
      if (!isWord('null', 'none')) return fail('"null" is missing')
      take()
      return { kind: 'empty', column: name, negated }
    }
    const negated = isWord('not')
    if (negated) take()
    if (isWord('in')) {
      take()
      return { kind: 'member', column: name, negated, values: members() }
    }
    if (negated) return fail('"in" is missing')
    const operator = peek()?.kind === 'sign' ? OPERATORS[peek()?.value ?? ''] : undefined
    if (operator === undefined) return fail('a comparison is missing')
    take()
    return { kind: 'compare', column: name, operator, value: literal() }
  }
  const joined = (kind: 'and' | 'or', sign: string, next: () => ConditionTree): ConditionTree => {
    const parts = [next()]
    while (isWord(kind) || isSign(sign)) {
      take()
      parts.push(next())
    }
    return parts.length === 1 ? (parts[0] as ConditionTree) : { kind, parts }
  }
  const both = (): ConditionTree => joined('and', '&', comparison)
  const either = (): ConditionTree => joined('or', '|', both)
  const tree = either()
  if (peek() !== undefined) fail('"and" or "or" is missing')
  return tree
}

function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  // The engine would take a NUL for the end of the query.
  if (text.includes('\0')) throw new ConditionError('a NUL character cannot be part of a condition.')
  TOKEN.lastIndex = 0
  const end = text.trimEnd().length
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex
    const groups = TOKEN.exec(text)?.groups
    if (groups === undefined)
      throw new ConditionError(`"${text.slice(at).trim().slice(0, 20)}" at character ${at + 1} cannot be read.`)
    const { text: quoted, number, column, word, sign } = groups
    if (quoted !== undefined) tokens.push({ kind: 'text', value: unescaped(quoted.slice(1, -1), at), at })
    else if (number !== undefined) tokens.push({ kind: 'number', value: number, at })
    else if (column !== undefined) tokens.push({ kind: 'column', value: column.slice(1, -1), at })
    else tokens.push({ kind: word === undefined ? 'sign' : 'word', value: word ?? sign ?? '', at })
  }
  return tokens
}

const exact = (digits: string): number | bigint => (/^-?\d{16,}$/.test(digits) ? BigInt(digits) : Number(digits))

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

const unescaped = (text: string, at: number): string =>
  text.replaceAll(/\\(.)/gsu, (whole, letter: string) => {
    const known = ESCAPES[letter]
    if (known !== undefined) return known
    if (/[A-Za-z0-9]/.test(letter))
      throw new ConditionError(`${whole} in the text at character ${at + 1} is not known.`)
    return letter
  })
