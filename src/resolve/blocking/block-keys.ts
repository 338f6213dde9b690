import type { Engine } from '../../engine/engine.ts'
import { sqlName } from '../../engine/sql.ts'
import { LinkageSettingsConfigurationError } from '../errors.ts'
import { RECORDS } from '../records/prepare-records.ts'
import type { BlockingRule } from '../settings/blocking-rule.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'

/** How a rule finds its pairs: by one key a row, by different keys on the two sides, by several keys a row, or by trying all. */
export type KeyKind = 'same' | 'sides' | 'several' | 'none'

export const keyKind = (rule: BlockingRule): KeyKind =>
  rule.keys.length === 0
    ? 'none'
    : rule.explode.length > 0
      ? 'several'
      : rule.keys.every(({ left, right }) => left === right)
        ? 'same'
        : 'sides'

export const KEYS = 'link_key'
/** Table (position, key) of a rule that takes lists apart. */
export const explodedKeys = (at: number): string => `link_key_${at}`

/** NULL as soon as one part is: a row without a value stands in no block. */
const hashOf = (parts: readonly string[]): string =>
  `CASE WHEN ${parts.map((part) => `(${part}) IS NOT NULL`).join(' AND ')} THEN hash(${parts.map((part) => `(${part})`).join(', ')}) END`

/**
 * Table `link_key`: for each row and rule the hash of the rule's key (64 bits), so that joins and tests compare numbers.
 * @throws LinkageSettingsConfigurationError for a rule that DuckDB cannot evaluate.
 */
export async function makeBlockKeys(engine: Engine, settings: LinkageSettings): Promise<void> {
  const columns: string[] = []
  for (const [at, rule] of settings.rules.entries()) {
    const kind = keyKind(rule)
    if (kind === 'same') columns.push(`${hashOf(rule.keys.map(({ left }) => left))} AS k${at}`)
    else if (kind === 'sides')
      columns.push(
        `${hashOf(rule.keys.map(({ left }) => left))} AS l${at}`,
        `${hashOf(rule.keys.map(({ right }) => right))} AS r${at}`,
      )
    else if (kind === 'several') await explode(engine, rule, at)
  }
  await guard(
    () =>
      engine.run(
        `CREATE OR REPLACE TABLE ${KEYS} AS SELECT link_position AS position, link_source AS source, link_is_new AS is_new${columns.map((column) => `, ${column}`).join('')} FROM ${RECORDS}`,
      ),
    settings.rules.map(({ sql }) => sql).join('; '),
  )
}

/** Blocks that are left out lose their key: their rows do not meet through this rule, and may still meet through a later one. */
export async function dropBlocks(engine: Engine, rule: BlockingRule, at: number, dropped: string): Promise<void> {
  switch (keyKind(rule)) {
    case 'same':
      return engine.run(`UPDATE ${KEYS} SET k${at} = NULL WHERE k${at} IN (${dropped})`)
    case 'sides':
      return engine.run(`UPDATE ${KEYS} SET l${at} = NULL WHERE l${at} IN (${dropped})`)
    case 'several':
      return engine.run(`DELETE FROM ${explodedKeys(at)} WHERE key IN (${dropped})`)
    case 'none':
  }
}

/** For rules that take lists apart: each row's keys as a list in `link_key`, to test pairs of other rules with. */
export async function collectKeys(engine: Engine, settings: LinkageSettings): Promise<void> {
  const several = settings.rules.flatMap((rule, at) => (keyKind(rule) === 'several' ? [at] : []))
  if (several.length === 0) return
  await engine.run(
    `CREATE OR REPLACE TABLE ${KEYS} AS SELECT k.*${several.map((at) => `, g${at}.keys AS k${at}`).join('')} FROM ${KEYS} k
     ${several.map((at) => `LEFT JOIN (SELECT position, list(key ORDER BY key) AS keys FROM ${explodedKeys(at)} GROUP BY position) g${at} USING (position)`).join(' ')}
     ORDER BY position`,
  )
}

async function explode(engine: Engine, rule: BlockingRule, at: number): Promise<void> {
  if (rule.keys.some(({ left, right }) => left !== right) || rule.rest !== undefined)
    throw new LinkageSettingsConfigurationError(
      `Blocking rule "${rule.sql}" takes lists apart, so it may only compare columns of l with the same columns of r.`,
    )
  const lists = rule.explode.map((column) => `unnest(TRY_CAST(${sqlName(column)} AS VARCHAR[])) AS ${sqlName(column)}`)
  await guard(
    () =>
      engine.run(
        `CREATE OR REPLACE TABLE ${explodedKeys(at)} AS SELECT DISTINCT position, ${hashOf(rule.keys.map(({ left }) => left))} AS key
         FROM (SELECT link_position AS position, * EXCLUDE (${rule.explode.map(sqlName).join(', ')}), ${lists.join(', ')} FROM ${RECORDS}) WHERE key IS NOT NULL`,
      ),
    rule.sql,
  )
}

export async function guard<T>(work: () => Promise<T>, what: string): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'EngineQueryError') throw error
    throw new LinkageSettingsConfigurationError(
      `"${what}" cannot be evaluated: ${error.message.replace(/^The data engine refused a query: /, '').split(' In: ')[0]} Use DuckDB's SQL, or make the column it needs under hotpass.derived_columns.`,
      { cause: error },
    )
  }
}
