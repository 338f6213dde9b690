import type { Condition } from '../conditions/condition.ts'
import { TextDomain } from './text-domain.ts'

/** A text operand of every row: its number in the domain, −1 for NULL. */
export interface TextColumn {
  readonly sql: string
  readonly domain: TextDomain
  readonly codes: Int32Array
  /** Rows that carry each code, for term frequencies. */
  counts: Int32Array
  present: number
}

/** A list operand: the distinct numbers of row `i` are `codes[starts[i] … starts[i + 1])`, ascending; NULL rows have length −1. */
export interface ListColumn {
  readonly sql: string
  readonly domain: TextDomain
  codes: Int32Array
  readonly starts: Int32Array
  readonly isNull: Uint8Array
}

export interface NumberColumn {
  readonly sql: string
  /** NaN for NULL. */
  readonly values: Float64Array
}

/** 1 true, 0 false, −1 NULL. */
export interface FlagColumn {
  readonly sql: string
  readonly values: Int8Array
}

/** What comparisons look at, by operand. One value a row position. */
export class RecordColumns {
  readonly rows: number
  readonly texts = new Map<string, TextColumn>()
  readonly lists = new Map<string, ListColumn>()
  readonly numbers = new Map<string, NumberColumn>()
  readonly flags = new Map<string, FlagColumn>()

  constructor(rows: number, conditions: Iterable<Condition>, termFrequencyColumns: Iterable<string>) {
    this.rows = rows
    const parent = new Map<string, string>()
    const find = (key: string): string => {
      let at = key
      while (parent.get(at) !== undefined && parent.get(at) !== at) at = parent.get(at) as string
      return at
    }
    const texts = new Set<string>()
    const lists = new Set<string>()
    const together = (left: string, right: string): void => {
      for (const sql of [left, right]) if (!parent.has(sql)) parent.set(sql, sql)
      parent.set(find(right), find(left))
    }
    const visit = (condition: Condition): void => {
      switch (condition.kind) {
        case 'and':
        case 'or':
          for (const part of condition.parts) visit(part)
          return
        case 'not':
          visit(condition.part)
          return
        case 'flag':
          this.flags.set(condition.operand, { sql: condition.operand, values: new Int8Array(rows).fill(-1) })
          return
        case 'missing':
          this.flags.set(`(${condition.operand}) IS NULL`, {
            sql: `(${condition.operand}) IS NULL`,
            values: new Int8Array(rows).fill(-1),
          })
          return
        case 'difference':
          for (const sql of [condition.left, condition.right])
            this.numbers.set(sql, { sql, values: new Float64Array(rows).fill(Number.NaN) })
          return
        case 'shared':
          for (const sql of [condition.left, condition.right]) lists.add(sql)
          together(condition.left, condition.right)
          return
        case 'equal':
        case 'text':
        case 'words':
          for (const sql of [condition.left, condition.right]) texts.add(sql)
          together(condition.left, condition.right)
          return
      }
    }
    for (const condition of conditions) visit(condition)
    for (const sql of termFrequencyColumns) {
      // Elements that lists have in common are counted where the lists are.
      if (lists.has(sql)) continue
      texts.add(sql)
      together(sql, sql)
    }
    const domains = new Map<string, TextDomain>()
    const domainOf = (sql: string): TextDomain => {
      const root = find(sql)
      let domain = domains.get(root)
      if (domain === undefined) {
        domain = new TextDomain()
        domains.set(root, domain)
      }
      return domain
    }
    for (const sql of texts)
      this.texts.set(sql, {
        sql,
        domain: domainOf(sql),
        codes: new Int32Array(rows).fill(-1),
        counts: new Int32Array(0),
        present: 0,
      })
    for (const sql of lists)
      this.lists.set(sql, {
        sql,
        domain: domainOf(sql),
        codes: new Int32Array(rows * 2),
        starts: new Int32Array(rows + 1),
        isNull: new Uint8Array(rows),
      })
  }
}
