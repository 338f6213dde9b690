import { sqlName } from '../engine/sql.ts'
import { conjunction, type Finding, whole } from './expectation.ts'
import { type Member, memberSql } from './members.ts'
import type { StateOf } from './metrics/state.ts'
import { count, list, rowsOf } from './phrases.ts'

/** Rows of each member of a list, then rows of any other value. */
export function memberCounts(column: string, members: readonly Member[], where: string) {
  const name = sqlName(column)
  const is = (sql: string) => conjunction(where, `coalesce(${name} ${sql}, false)`)
  return {
    kind: 'counts',
    conditions: [
      ...members.map((member) => is(`= ${memberSql(member)}`)),
      is(`NOT IN (${members.map(memberSql).join(', ')})`),
    ],
  } as const
}

/** The different values of a column against a list. */
export function judgeMembers(
  { counts }: StateOf<'counts'>,
  members: readonly Member[],
  rule: 'to_be_in_set' | 'to_contain_set' | 'to_equal_set',
): Finding {
  const absent = members.filter((_, at) => counts[at] === 0).map(String)
  const strange = counts[members.length] ?? 0
  const told = [
    ...(rule !== 'to_be_in_set' && absent.length > 0
      ? [`${list(absent.slice(0, 10))} ${absent.length > 1 ? 'are' : 'is'} not there`]
      : []),
    ...(rule !== 'to_contain_set' && strange > 0
      ? [`${rowsOf(strange)} hold${strange === 1 ? 's' : ''} another value`]
      : []),
  ]
  const checked = counts.reduce((sum, one) => sum + one, 0)
  return whole(
    told.length === 0,
    told.length === 0 ? 'They are.' : `${told.join('; ')}.`,
    members.length - absent.length,
    {
      checked,
      failed: rule === 'to_contain_set' ? 0 : strange,
      ...(checked === 0 ? { found: `There are ${count(0)} values.` } : {}),
    },
  )
}
