import {
  joinTokens,
  type SqlToken,
  splitAtSymbol,
  splitAtWord,
  sqlTokens,
  withoutParentheses,
} from '../conditions/sql-tokens.ts'

/** A blocking rule taken apart: equalities that a join can use, and what is left. */
export interface BlockingRule {
  /** As the settings spell it. */
  readonly sql: string
  readonly explode: readonly string[]
  /** `left` over the columns of `l`, `right` over those of `r`: equal for most rules. */
  readonly keys: readonly { readonly left: string; readonly right: string }[]
  /** Conditions beyond the keys, over `l.` and `r.`; undefined when there are none. */
  readonly rest: string | undefined
  readonly columns: readonly string[]
}

interface Reference {
  readonly side: 'l' | 'r'
  readonly column: string
}

/** `l.column` at a place in the token list. */
function referenceAt(tokens: readonly SqlToken[], at: number): Reference | undefined {
  const [table, dot, column] = [tokens[at], tokens[at + 1], tokens[at + 2]]
  if (table?.kind !== 'word' && table?.kind !== 'quoted') return undefined
  const side = table.value.toLowerCase()
  if ((side !== 'l' && side !== 'r') || dot?.text !== '.' || tokens[at - 1]?.text === '.') return undefined
  if (column?.kind !== 'word' && column?.kind !== 'quoted') return undefined
  return { side, column: column.value }
}

const quote = (name: string): string => `"${name.replaceAll('"', '""')}"`

function oneSided(tokens: readonly SqlToken[]): { sql: string; sides: Set<'l' | 'r'>; columns: string[] } {
  const sides = new Set<'l' | 'r'>()
  const columns: string[] = []
  const kept: SqlToken[] = []
  for (let at = 0; at < tokens.length; at++) {
    const reference = referenceAt(tokens, at)
    if (reference === undefined) kept.push(tokens[at] as SqlToken)
    else {
      sides.add(reference.side)
      columns.push(reference.column)
      kept.push({ kind: 'quoted', text: quote(reference.column), value: reference.column })
      at += 2
    }
  }
  return { sql: joinTokens(kept), sides, columns }
}

/** All conjuncts of a rule, through nested parentheses. */
function conjuncts(tokens: readonly SqlToken[]): (readonly SqlToken[])[] {
  const inside = withoutParentheses(tokens)
  if (inside) return conjuncts(inside)
  if (splitAtWord(tokens, 'or').length > 1) return [tokens]
  const parts = splitAtWord(tokens, 'and')
  return parts.length === 1 ? [tokens] : parts.flatMap(conjuncts)
}

/** Takes a rule apart. Conditions that are no equality of one row's value with the other's stay in `rest`. */
export function parseBlockingRule(sql: string, explode: readonly string[] = []): BlockingRule {
  const keys: { left: string; right: string }[] = []
  const rest: string[] = []
  const columns = new Set<string>()
  for (const part of conjuncts(sqlTokens(sql))) {
    for (const column of oneSided(part).columns) columns.add(column)
    const { parts, found } = splitAtSymbol(part, '=', '==', '<>', '!=', '<', '>', '<=', '>=')
    if (parts.length === 2 && (found[0] === '=' || found[0] === '==')) {
      const [first, second] = parts.map((side) => oneSided(side)) as [
        ReturnType<typeof oneSided>,
        ReturnType<typeof oneSided>,
      ]
      const [one, other] = [[...first.sides].join(), [...second.sides].join()]
      if (one === 'l' && other === 'r') {
        keys.push({ left: first.sql, right: second.sql })
        continue
      }
      if (one === 'r' && other === 'l') {
        keys.push({ left: second.sql, right: first.sql })
        continue
      }
    }
    rest.push(`(${joinTokens(part)})`)
  }
  return {
    sql,
    explode,
    keys,
    rest: rest.length > 0 ? rest.join(' AND ') : undefined,
    columns: [...columns],
  }
}
