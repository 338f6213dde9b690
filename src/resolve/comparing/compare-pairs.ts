import type { ColumnDefinition, Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import { explodedKeys, guard, KEYS, keyKind } from '../blocking/block-keys.ts'
import { type PreparedRecords, RECORDS } from '../records/prepare-records.ts'
import type { BlockingRule } from '../settings/blocking-rule.ts'
import type { Comparison } from '../settings/linkage-model-shape.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'

export const PAIRS = 'link_pair'

const SOURCES = `(SELECT link_position, link_source FROM ${RECORDS})`

/** The sources of both records of a pair, `l` and `r`, without the columns of data, which may have any name, `pattern` too. */
export const JOIN_SOURCES = `JOIN ${SOURCES} l ON l.link_position = a JOIN ${SOURCES} r ON r.link_position = b`

/** The columns of compared pairs, as they are kept. */
export const PAIR_COLUMNS: readonly ColumnDefinition[] = [
  { name: 'a', type: 'long' },
  { name: 'b', type: 'long' },
  { name: 'rules', type: 'long' },
  { name: 'pattern', type: 'double' },
]

export interface CompareOptions {
  /** Only the pairs whose first rule's key falls into this share of the key space. The shares together are all pairs, each once. */
  readonly shard?: { readonly index: number; readonly of: number }
  /** Only pairs with at least one new row (`newRowsColumn`). */
  readonly onlyNew?: boolean
}

export interface RulePairs {
  readonly rule: string
  /** Pairs that no earlier rule made. */
  readonly pairs: number
  readonly cumulative: number
}

/**
 * Makes the pairs of all rules and compares each once: table `link_pair` (a, b: positions, a < b; rules: bit set of the rules the
 * pair fulfils; pattern). Nothing in it depends on a model. `analyseBlocking` comes first.
 */
export async function comparePairs(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  options: CompareOptions = {},
  progress: (rule: number) => void = () => {},
): Promise<RulePairs[]> {
  await engine.run(`CREATE OR REPLACE TABLE ${PAIRS} (a INTEGER, b INTEGER, rules UINTEGER, pattern DOUBLE)`)
  const found: RulePairs[] = []
  let cumulative = 0
  for (const [at, rule] of settings.rules.entries()) {
    progress(at)
    await guard(
      () =>
        engine.run(
          `INSERT INTO ${PAIRS} ${patternsOf(settings, records, blockedPairs(settings, records, at, options))}`,
        ),
      rule.sql,
    )
    const [counted] = await engine.rows<{ n: number }>(`SELECT count(*) AS n FROM ${PAIRS}`)
    const all = counted?.n ?? 0
    found.push({ rule: rule.sql, pairs: all - cumulative, cumulative: all })
    cumulative = all
  }
  return found
}

/** Whether a pair fulfils a rule, over `kl`, `kr` (keys) and, where needed, `l`, `r` (records). */
function fulfils(rule: BlockingRule, at: number): string {
  const keys = {
    same: `kl.k${at} = kr.k${at}`,
    sides: `kl.l${at} = kr.r${at}`,
    several: `list_has_any(kl.k${at}, kr.k${at})`,
    none: '',
  }[keyKind(rule)]
  return `coalesce(${[keys, rule.rest].filter(Boolean).join(' AND ')}, false)`
}

/** SQL of a rule's pairs (a, b, rules) without those that an earlier rule makes. */
function blockedPairs(
  settings: LinkageSettings,
  records: PreparedRecords,
  at: number,
  options: CompareOptions,
): string {
  const rule = settings.rules[at] as BlockingRule
  const kind = keyKind(rule)
  const key = { same: `kl.k${at}`, sides: `kl.l${at}`, several: 'el.key', none: 'kl.position' }[kind]
  const join = {
    same: `${KEYS} kl JOIN ${KEYS} kr ON kl.k${at} = kr.k${at} AND kl.position < kr.position`,
    sides: `${KEYS} kl JOIN ${KEYS} kr ON kl.l${at} = kr.r${at} AND kl.position < kr.position`,
    several: `${explodedKeys(at)} el JOIN ${explodedKeys(at)} er ON el.key = er.key AND el.position < er.position
      JOIN ${KEYS} kl ON kl.position = el.position JOIN ${KEYS} kr ON kr.position = er.position`,
    none: `${KEYS} kl JOIN ${KEYS} kr ON kl.position < kr.position`,
  }[kind]
  // A rule with a condition of its own needs the records; the others only their keys.
  const needsRecords = settings.rules.some(({ rest }) => rest !== undefined)
  const records_ = needsRecords
    ? ` JOIN ${RECORDS} l ON l.link_position = kl.position JOIN ${RECORDS} r ON r.link_position = kr.position`
    : ''
  const earlier = settings.rules.slice(0, at).map((other, index) => fulfils(other, index))
  const later = settings.rules.slice(at + 1).map((other, index) => {
    const bit = at + 1 + index
    return ` | (CASE WHEN ${fulfils(other, bit)} THEN ${2 ** bit}::UINTEGER ELSE 0::UINTEGER END)`
  })
  const where = [
    ...(rule.rest ? [`(${rule.rest})`] : []),
    ...(earlier.length > 0 ? [`NOT (${earlier.join(' OR ')})`] : []),
    ...(records.onlyAcrossSources ? ['kl.source <> kr.source'] : []),
    ...(options.onlyNew ? ['(kl.is_new OR kr.is_new)'] : []),
    ...(options.shard ? [`hash(${key}) % ${options.shard.of} = ${options.shard.index}`] : []),
  ]
  return `SELECT ${kind === 'several' ? 'DISTINCT' : ''} kl.position AS a, kr.position AS b, ${2 ** at}::UINTEGER${later.join('')} AS rules
    FROM ${join}${records_} ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''}`
}

/** Adds the pattern: a function on positions for most comparisons, SQL over both records for the rest. */
export function patternsOf(settings: LinkageSettings, records: PreparedRecords, pairs: string): string {
  const inSql = settings.comparisons.filter(({ conditions }) => conditions === undefined)
  const native = `${records.patternFunction}(a, b)`
  if (inSql.length === 0) return `SELECT a, b, rules, ${native} AS pattern FROM (${pairs})`
  const columns = [
    ...new Map(inSql.flatMap((comparison) => comparison.columns).map((name) => [name.toLowerCase(), name])).values(),
  ]
  const sides = columns.flatMap((name) =>
    ['l', 'r'].map((side) => `${side}.${sqlName(name)} AS ${sqlName(`${name}_${side}`)}`),
  )
  const digits = settings.comparisons.flatMap((comparison, at) =>
    comparison.conditions ? [] : [`(${caseOf(comparison)} + 1)::DOUBLE * ${records.code.radix[at]}`],
  )
  return `SELECT a, b, rules, ${native} + ${digits.join(' + ')} AS pattern FROM (
    SELECT p.*, ${sides.join(', ')} FROM (${pairs}) p
    JOIN ${RECORDS} l ON l.link_position = p.a JOIN ${RECORDS} r ON r.link_position = p.b)`
}

const caseOf = ({ levels }: Comparison): string =>
  `CASE ${levels.map(({ sql, isElse, gamma }) => (isElse ? `ELSE ${gamma}` : `WHEN ${sql} THEN ${gamma}`)).join(' ')} END`
