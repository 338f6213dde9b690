import { z } from 'zod'
import { sqlName, sqlText } from '../engine/sql.ts'

/** Which rows an expectation looks at: never free SQL, but a small language that is read into it. */
export interface RowCondition {
  /** As it was written. */
  readonly text: string
  /** SQL without NULL. */
  readonly sql: string
  readonly columns: readonly string[]
}

type Token = { readonly kind: 'word' | 'text' | 'number' | 'sign'; readonly value: string; readonly at: number }

const TOKEN =
  /\s*(?:(?<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(?<number>-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)|(?<quoted>`[^`]*`)|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<sign>==|!=|<>|<=|>=|[=<>(),.&|]))/y

class ConditionError extends Error {
  override name = 'ConditionError'
}

/**
 * Reads `status == "Active" and score >= 0.5`, `province in ("Gauteng", "Limpopo")`, `email is not null`, and Great Expectations'
 * `col("status") == "Active"`, `col("email").notNull()`. Columns that are no plain words stand in backticks. `and` binds before `or`.
 * @throws ConditionError naming the place.
 */
export function parseRowCondition(text: string): RowCondition {
  const tokens = tokenise(text)
  const columns = new Set<string>()
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
    if (token.kind !== 'word') {
      position--
      return fail('a column is missing')
    }
    let name = token.value
    if (name === 'col' && isSign('(')) {
      take()
      const named = take()
      if (named.kind !== 'text') fail('col(…) takes a name in quotes')
      name = named.value
      expectSign(')')
    }
    columns.add(name)
    return name
  }
  const literal = (): string => {
    const token = take()
    if (token.kind === 'text') return sqlText(token.value)
    if (token.kind === 'number') return token.value
    if (token.kind === 'word' && /^(true|false)$/i.test(token.value)) return token.value.toLowerCase()
    position--
    return fail('a value is missing')
  }
  const comparison = (): string => {
    if (isSign('(')) {
      take()
      const inner = either()
      expectSign(')')
      return `(${inner})`
    }
    if (isWord('not')) {
      take()
      return `NOT (${comparison()})`
    }
    const name = sqlName(column())
    if (isSign('.')) {
      take()
      const method = take().value.toLowerCase()
      expectSign('(')
      expectSign(')')
      if (method === 'notnull') return `${name} IS NOT NULL`
      if (method === 'isnull') return `${name} IS NULL`
      return fail(`there is no ${method}()`)
    }
    if (isWord('is')) {
      take()
      const not = isWord('not') ? take() : undefined
      if (!isWord('null', 'none')) return fail('"null" is missing')
      take()
      return `${name} IS ${not ? 'NOT ' : ''}NULL`
    }
    const negated = isWord('not') ? take() : undefined
    if (isWord('in')) {
      take()
      expectSign('(')
      const members = [literal()]
      while (isSign(',')) {
        take()
        members.push(literal())
      }
      expectSign(')')
      return `coalesce(${name} ${negated ? 'NOT ' : ''}IN (${members.join(', ')}), false)`
    }
    if (negated) return fail('"in" is missing')
    if (!isSign('==', '=', '!=', '<>', '<', '<=', '>', '>=')) return fail('a comparison is missing')
    const operator = take().value
    const sql = operator === '==' ? '=' : operator === '!=' ? '<>' : operator
    return `coalesce(${name} ${sql} ${literal()}, false)`
  }
  const both = (): string => {
    const parts = [comparison()]
    while (isWord('and') || isSign('&')) {
      take()
      parts.push(comparison())
    }
    return parts.join(' AND ')
  }
  const either = (): string => {
    const parts = [both()]
    while (isWord('or') || isSign('|')) {
      take()
      parts.push(both())
    }
    return parts.length === 1 ? (parts[0] as string) : parts.map((part) => `(${part})`).join(' OR ')
  }
  const sql = either()
  if (peek() !== undefined) fail('"and" or "or" is missing')
  return { text: text.trim(), sql, columns: [...columns] }
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
    const { text: quoted, number, quoted: name, word, sign } = groups
    if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.slice(1, -1).replaceAll(/\\(.)/g, '$1'), at })
    else if (number !== undefined) tokens.push({ kind: 'number', value: number, at })
    else if (name !== undefined) tokens.push({ kind: 'word', value: name.slice(1, -1), at })
    else tokens.push({ kind: word === undefined ? 'sign' : 'word', value: word ?? sign ?? '', at })
  }
  return tokens
}

/** A row condition of a suite: text in, SQL out. */
export const rowConditionSchema = z
  .string()
  .min(1)
  .max(1000)
  .transform((text, context): RowCondition => {
    try {
      return parseRowCondition(text)
    } catch (error) {
      if (!(error instanceof ConditionError)) throw error
      context.addIssue({ code: 'custom', message: error.message })
      return z.NEVER
    }
  })
