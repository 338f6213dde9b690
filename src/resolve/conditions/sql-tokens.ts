/** One lexical unit of a SQL expression. `value` is the name or text that it stands for, without quotes. */
export interface SqlToken {
  readonly kind: 'word' | 'quoted' | 'string' | 'number' | 'symbol'
  readonly text: string
  readonly value: string
}

const TOKEN =
  /\s+|--[^\n]*|(?<quoted>"(?:[^"]|"")*")|(?<string>'(?:[^']|'')*')|(?<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(?<word>[\p{L}_$][\p{L}\p{N}_$]*)|(?<symbol><=|>=|<>|!=|==|->|::|\|\||[^\s])/uy

/** Splits a SQL expression into tokens; blanks and comments are dropped. An unclosed quote becomes a symbol, which the engine refuses later. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < sql.length) {
    const match = TOKEN.exec(sql)
    if (match === null) break
    const { quoted, string, number, word, symbol } = match.groups as Record<string, string | undefined>
    if (quoted !== undefined)
      tokens.push({ kind: 'quoted', text: quoted, value: quoted.slice(1, -1).replaceAll('""', '"') })
    else if (string !== undefined)
      tokens.push({ kind: 'string', text: string, value: string.slice(1, -1).replaceAll("''", "'") })
    else if (number !== undefined) tokens.push({ kind: 'number', text: number, value: number })
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, value: word })
    else if (symbol !== undefined) tokens.push({ kind: 'symbol', text: symbol, value: symbol })
  }
  return tokens
}

export const joinTokens = (tokens: readonly SqlToken[]): string => tokens.map(({ text }) => text).join(' ')

const isWord = (token: SqlToken | undefined, ...words: string[]): boolean =>
  token?.kind === 'word' && words.includes(token.text.toLowerCase())

const isSymbol = (token: SqlToken | undefined, ...symbols: string[]): boolean =>
  token?.kind === 'symbol' && symbols.includes(token.text)

/** Cuts a token list at a word that stands outside parentheses, brackets, CASE … END, and (for `and`) outside BETWEEN … AND. */
export function splitAtWord(tokens: readonly SqlToken[], word: 'and' | 'or'): SqlToken[][] {
  const parts: SqlToken[][] = [[]]
  let depth = 0
  let between = 0
  for (const token of tokens) {
    if (isSymbol(token, '(', '[', '{') || isWord(token, 'case')) depth++
    else if (isSymbol(token, ')', ']', '}') || isWord(token, 'end')) depth--
    if (depth === 0 && isWord(token, 'between')) between++
    if (depth === 0 && isWord(token, word)) {
      if (word === 'and' && between > 0) between--
      else {
        parts.push([])
        continue
      }
    }
    parts.at(-1)?.push(token)
  }
  return parts
}

/** Cuts a token list at top-level symbols; the symbols found stand in `found`. */
export function splitAtSymbol(
  tokens: readonly SqlToken[],
  ...symbols: string[]
): { parts: SqlToken[][]; found: string[] } {
  const parts: SqlToken[][] = [[]]
  const found: string[] = []
  let depth = 0
  for (const token of tokens) {
    if (isSymbol(token, '(', '[', '{') || isWord(token, 'case')) depth++
    else if (isSymbol(token, ')', ']', '}') || isWord(token, 'end')) depth--
    if (depth === 0 && isSymbol(token, ...symbols)) {
      found.push(token.text)
      parts.push([])
    } else parts.at(-1)?.push(token)
  }
  return { parts, found }
}

/** The tokens inside, when one pair of parentheses encloses the whole list. */
export function withoutParentheses(tokens: readonly SqlToken[]): readonly SqlToken[] | undefined {
  if (!isSymbol(tokens[0], '(') || !isSymbol(tokens.at(-1), ')')) return undefined
  let depth = 0
  for (const [at, token] of tokens.entries()) {
    if (isSymbol(token, '(')) depth++
    else if (isSymbol(token, ')')) depth--
    if (depth === 0 && at < tokens.length - 1) return undefined
  }
  return tokens.slice(1, -1)
}

/** `name(argument, …)` when the list is exactly one call. */
export function asCall(tokens: readonly SqlToken[]): { name: string; args: SqlToken[][] } | undefined {
  const [head, ...rest] = tokens
  if (head?.kind !== 'word') return undefined
  const inside = withoutParentheses(rest)
  return inside && { name: head.text.toLowerCase(), args: splitAtSymbol(inside, ',').parts }
}

export { isSymbol, isWord }
