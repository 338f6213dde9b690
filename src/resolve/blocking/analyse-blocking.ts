import type { Engine } from '../../engine/engine.ts'
import { sha256 } from '../../storage/sha256.ts'
import { BlockingBudgetConfigurationError } from '../errors.ts'
import { type PreparedRecords, RECORDS } from '../records/prepare-records.ts'
import type { BlockingRule } from '../settings/blocking-rule.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import { collectKeys, dropBlocks, explodedKeys, KEYS, keyKind, makeBlockKeys } from './block-keys.ts'

/** Rows that share one key of a rule. */
export interface Block {
  /** The key as people read it: its values, joined by ` · `. Holds personal values. */
  readonly value: string
  readonly rows: number
  readonly pairs: number
}

export interface RuleAnalysis {
  readonly rule: string
  /** Most pairs the rule can make: other rules' pairs among them, conditions beyond the key not yet applied. */
  readonly bound: number
  readonly cumulativeBound: number
  readonly blocks: number
  readonly largest: readonly Block[]
  /** The largest of the blocks left out because they hold more than `max_block_rows` rows. */
  readonly skipped: readonly Block[]
  readonly skippedBlocks: number
  readonly skippedPairs: number
}

export interface BlockingAnalysis {
  readonly rules: readonly RuleAnalysis[]
  readonly bound: number
  /**
   * Of every block left out, however small: two linkages with the same one, by the same settings, make the same pairs of the rows that
   * both have.
   */
  readonly leftOut: string
}

const SHOWN = 5
const whole = (value: number): string => Math.round(value).toLocaleString('en')

/**
 * Counts, before any pair is made, what each rule would make, from the sizes of its blocks.
 * @throws BlockingBudgetConfigurationError naming the rule and the value that explodes.
 */
export async function analyseBlocking(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
): Promise<BlockingAnalysis> {
  await makeBlockKeys(engine, settings)
  const rules: RuleAnalysis[] = []
  const leftOut: string[] = []
  let cumulativeBound = 0
  for (const [at, rule] of settings.rules.entries()) {
    const { leftOutKeys, ...analysis } = await analyseRule(engine, settings, records, rule, at)
    cumulativeBound += analysis.bound
    leftOut.push(leftOutKeys)
    rules.push({ ...analysis, cumulativeBound })
    if (analysis.bound > settings.options.max_pairs_per_rule) throw overBudget(analysis, at, settings)
  }
  await collectKeys(engine, settings)
  return { rules, bound: cumulativeBound, leftOut: sha256(leftOut.join('\n')) }
}

interface AnalysedRule extends Omit<RuleAnalysis, 'cumulativeBound'> {
  /** Digest of the keys of all blocks left out; empty when there are none. */
  readonly leftOutKeys: string
}

/** The analysis with the values of blocks as they may be shown. */
export function maskBlocks(
  analysis: BlockingAnalysis,
  settings: LinkageSettings,
  show: (column: string, value: string) => string,
): BlockingAnalysis {
  const masked = (blocks: readonly Block[], { columns }: BlockingRule): Block[] =>
    blocks.map((block) => ({ ...block, value: columns.reduce((value, column) => show(column, value), block.value) }))
  return {
    ...analysis,
    rules: analysis.rules.map((rule, at) => {
      const by = settings.rules[at] as BlockingRule
      return { ...rule, largest: masked(rule.largest, by), skipped: masked(rule.skipped, by) }
    }),
  }
}

function overBudget(analysis: Omit<RuleAnalysis, 'cumulativeBound'>, at: number, settings: LinkageSettings): Error {
  const [worst] = analysis.largest
  const reason = worst
    ? `the value "${worst.value}" alone stands in ${whole(worst.rows)} rows and makes ${whole(worst.pairs)}`
    : 'it has no equality of l and r, so every row meets every other'
  return new BlockingBudgetConfigurationError(
    `Blocking rule ${at + 1} (${analysis.rule}) would make ${whole(analysis.bound)} pairs, above its budget of ${whole(settings.options.max_pairs_per_rule)}: ${reason}. ` +
      'Add a condition to the rule, leave large blocks out with hotpass.max_block_rows, or raise hotpass.max_pairs_per_rule.',
  )
}

async function analyseRule(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
  rule: BlockingRule,
  at: number,
): Promise<AnalysedRule> {
  const kind = keyKind(rule)
  if (kind === 'none')
    return {
      ...{ rule: rule.sql, bound: records.possiblePairs, blocks: 1 },
      ...{ largest: [], skipped: [], skippedBlocks: 0, skippedPairs: 0, leftOutKeys: '' },
    }
  const most = settings.options.max_block_rows ?? Number.MAX_SAFE_INTEGER
  await engine.run(`CREATE OR REPLACE TABLE link_block AS ${blockSizes(kind, at)}`)
  const [sum] = await engine.rows<{
    bound: number
    blocks: number
    skipped: number
    dropped: number
    keys: string | null
  }>(
    `SELECT coalesce(sum(pairs) FILTER (rows <= ${most}), 0)::DOUBLE AS bound, count(*) FILTER (pairs > 0 AND rows <= ${most}) AS blocks,
       coalesce(sum(pairs) FILTER (rows > ${most}), 0)::DOUBLE AS skipped,
       count(*) FILTER (rows > ${most}) AS dropped,
       md5(string_agg(key::VARCHAR, ' ' ORDER BY key) FILTER (rows > ${most})) AS keys FROM link_block`,
  )
  const isSkipping = (sum?.skipped ?? 0) > 0
  const largest = await blocksOf(engine, rule, kind, at, `rows <= ${most} AND pairs > 0`)
  const skipped = isSkipping ? await blocksOf(engine, rule, kind, at, `rows > ${most}`) : []
  if (isSkipping) await dropBlocks(engine, rule, at, `SELECT key FROM link_block WHERE rows > ${most}`)
  return {
    rule: rule.sql,
    bound: sum?.bound ?? 0,
    blocks: sum?.blocks ?? 0,
    largest,
    skipped,
    skippedBlocks: sum?.dropped ?? 0,
    skippedPairs: sum?.skipped ?? 0,
    leftOutKeys: sum?.keys ?? '',
  }
}

function blockSizes(kind: 'same' | 'sides' | 'several', at: number): string {
  if (kind === 'sides')
    return `SELECT key, greatest(l.n, r.n) AS rows, l.n::DOUBLE * r.n AS pairs
      FROM (SELECT l${at} AS key, count(*) AS n FROM ${KEYS} WHERE l${at} IS NOT NULL GROUP BY 1) l
      JOIN (SELECT r${at} AS key, count(*) AS n FROM ${KEYS} WHERE r${at} IS NOT NULL GROUP BY 1) r USING (key)`
  const [column, table] = kind === 'same' ? [`k${at}`, KEYS] : ['key', explodedKeys(at)]
  return `SELECT ${column} AS key, count(*) AS rows, count(*)::DOUBLE * (count(*) - 1) / 2 AS pairs
    FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1`
}

/** The largest blocks with the values they stand for; ties by value, so that the answer never depends on row order. */
async function blocksOf(
  engine: Engine,
  rule: BlockingRule,
  kind: 'same' | 'sides' | 'several',
  at: number,
  where: string,
): Promise<Block[]> {
  const text = rule.keys.map(({ left }) => `CAST((${left}) AS VARCHAR)`).join(" || ' · ' || ")
  const position =
    kind === 'several'
      ? `SELECT min(position) FROM ${explodedKeys(at)} e WHERE e.key = b.key`
      : `SELECT min(position) FROM ${KEYS} k WHERE k.${kind === 'same' ? 'k' : 'l'}${at} = b.key`
  return engine.rows<Block>(
    `WITH b AS (SELECT key, rows, pairs FROM link_block WHERE ${where} ORDER BY rows DESC, key LIMIT ${SHOWN}),
       p AS (SELECT b.*, (${position}) AS position FROM b)
     SELECT ${text} AS value, p.rows::BIGINT AS rows, p.pairs AS pairs FROM p JOIN ${RECORDS} r ON r.link_position = p.position
     ORDER BY p.rows DESC, 1`,
  )
}
