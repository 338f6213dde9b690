import { z } from 'zod'
import { sqlName, sqlText } from '../engine/sql.ts'
import type { ColumnTypes } from './dataset-metrics.ts'
import { memberMisfit } from './members.ts'
import {
  ConditionError,
  type ConditionLeaf,
  type ConditionTree,
  type ConditionValue,
  readRowCondition,
} from './read-row-condition.ts'

/** Which rows an expectation looks at: never free SQL, but a small language that is read into it. */
export interface RowCondition {
  /** As it was written. */
  readonly text: string
  /** SQL without NULL. */
  readonly sql: string
  readonly columns: readonly string[]
  /** Why it cannot be asked of columns of these types, or undefined. */
  readonly misfit: (types: ColumnTypes) => string | undefined
}

/**
 * A condition as SQL over the row.
 * @throws ConditionError naming the place.
 */
export function parseRowCondition(text: string): RowCondition {
  const tree = readRowCondition(text)
  const leaves = leavesOf(tree)
  return {
    text: text.trim(),
    sql: conditionSql(tree),
    columns: [...new Set(leaves.map(({ column }) => column))],
    misfit: (types) => leaves.map((leaf) => leafMisfit(leaf, types)).find((why) => why !== undefined),
  }
}

function leavesOf(tree: ConditionTree): ConditionLeaf[] {
  if (tree.kind === 'not') return leavesOf(tree.of)
  if (tree.kind === 'and' || tree.kind === 'or') return tree.parts.flatMap(leavesOf)
  return [tree]
}

function conditionSql(tree: ConditionTree): string {
  switch (tree.kind) {
    case 'compare':
      return `coalesce(${sqlName(tree.column)} ${tree.operator} ${valueSql(tree.value)}, false)`
    case 'member':
      return `coalesce(${sqlName(tree.column)} ${tree.negated ? 'NOT ' : ''}IN (${tree.values.map(valueSql).join(', ')}), false)`
    case 'empty':
      return `${sqlName(tree.column)} IS ${tree.negated ? 'NOT ' : ''}NULL`
    case 'not':
      return `NOT (${conditionSql(tree.of)})`
    case 'and':
      return tree.parts
        .map((part) => (part.kind === 'or' ? `(${conditionSql(part)})` : conditionSql(part)))
        .join(' AND ')
    case 'or':
      return tree.parts.map((part) => `(${conditionSql(part)})`).join(' OR ')
  }
}

/** Sources hold text whatever it says, so that a number stands in quotes there. */
function leafMisfit(leaf: ConditionLeaf, types: ColumnTypes): string | undefined {
  const type = types.get(leaf.column)
  if (leaf.kind === 'empty' || type === undefined) return undefined
  const values: readonly ConditionValue[] = leaf.kind === 'compare' ? [leaf.value] : leaf.values
  if (type === 'list<string>')
    return `${leaf.column} holds lists: a condition asks of it "is null" or "is not null" alone`
  if (type === 'boolean' && leaf.kind === 'compare' && !['=', '<>'].includes(leaf.operator))
    return `${leaf.column} holds boolean values, which have no order`
  const members = values.map((value) => (typeof value === 'bigint' ? Number(value) : value))
  return memberMisfit(types, leaf.column, members, 'its row condition')
}

const valueSql = (value: ConditionValue): string => (typeof value === 'string' ? sqlText(value) : String(value))

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
