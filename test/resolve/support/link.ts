import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Engine, openEngine } from '../../../src/engine/engine.ts'
import type { ClusterOptions } from '../../../src/resolve/clusters/cluster-scores.ts'
import {
  analyseBlocking,
  clusterScores,
  comparePairs,
  parseLinkageSettings,
  prepareRecords,
  scoredPairsSql,
  scorePairs,
  thresholdBits,
  trainModel,
} from '../../../src/resolve/index.ts'
import { warningsOf } from '../../../src/resolve/report/index.ts'

export type Row = Readonly<Record<string, string | number | null>>

/** Gives an engine to `work` and takes it away afterwards. */
export async function withEngine<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
  const scratch = mkdtempSync(join(tmpdir(), 'hotpass-link-'))
  const engine = await openEngine({ memoryLimitMb: 300, threads: 1, scratch })
  try {
    return await work(engine)
  } finally {
    engine.close()
    rmSync(scratch, { recursive: true, force: true })
  }
}

/** Fills a table with rows; every value as text. */
export async function fill(
  engine: Engine,
  name: string,
  columns: readonly string[],
  rows: readonly Row[],
): Promise<void> {
  const writer = await engine.createTable(
    name,
    columns.map((column) => ({ name: column, type: 'string' })),
  )
  writer.append(
    columns.map((column) =>
      rows.map((row) => (row[column] === undefined || row[column] === null ? null : String(row[column]))),
    ),
  )
  await writer.finish()
}

export interface ScoredPair {
  readonly left_id: string
  readonly right_id: string
  readonly match_weight: number
  readonly match_probability: number
  readonly [gamma: string]: string | number
}

/** The whole way from rows to clusters. */
export async function link(
  json: unknown,
  columns: readonly string[],
  rows: readonly Row[],
  said: Pick<ClusterOptions, 'mustLink'> = {},
) {
  return withEngine(async (engine) => {
    const settings = parseLinkageSettings(json, 'test.json')
    await fill(engine, 'input', columns, rows)
    const records = await prepareRecords(engine, settings, 'input')
    const analysis = await analyseBlocking(engine, settings, records)
    const rulePairs = await comparePairs(engine, settings, records)
    const model = await trainModel(engine, settings, records)
    await scorePairs(engine, settings, records, model)
    const clusters = await clusterScores(engine, settings, records, {
      threshold: thresholdBits(settings.options.match_threshold),
      ...said,
    })
    const pairs = await engine.rows<ScoredPair>(`${scoredPairsSql(settings, records)} ORDER BY ALL`)
    const ids = await engine.rows<{ id: string }>('SELECT link_row_id AS id FROM link_record ORDER BY link_position')
    const entity: Record<string, string> = {}
    for (const [at, { id }] of ids.entries()) entity[id] = ids[clusters.clusterOf[at] as number]?.id ?? ''
    return {
      pairs,
      entity,
      model,
      analysis,
      rulePairs,
      cuts: clusters.cuts,
      warnings: warningsOf(settings, records, { analysis, rulePairs, model }),
    }
  })
}

const exactly = (column: string, fuzzy: readonly string[] = [], rarity = false) => ({
  output_column_name: column,
  comparison_levels: [
    { sql_condition: `"${column}_l" IS NULL OR "${column}_r" IS NULL`, is_null_level: true },
    { sql_condition: `"${column}_l" = "${column}_r"`, ...(rarity ? { tf_adjustment_column: column } : {}) },
    ...fuzzy.map((sql_condition) => ({ sql_condition })),
    { sql_condition: 'ELSE' },
  ],
})

export const similar = (column: string, least: number): string =>
  `jaro_winkler_similarity("${column}_l", "${column}_r") >= ${least}`

/** Settings for the invented people of `examples/generator/hard`. */
export const peopleSettings = (hotpass: Record<string, unknown> = {}): Record<string, unknown> => ({
  unique_id_column_name: 'id',
  blocking_rules_to_generate_predictions: [
    'l.dob = r.dob',
    'l.phone = r.phone',
    'l.email = r.email',
    'l.first_name = r.first_name AND l.surname = r.surname',
    'l.surname = r.surname AND l.street = r.street',
  ],
  comparisons: [
    exactly('first_name', [similar('first_name', 0.88)], true),
    exactly('surname', [similar('surname', 0.88)], true),
    exactly('dob', ['damerau_levenshtein("dob_l", "dob_r") <= 1']),
    exactly('phone', ['damerau_levenshtein("phone_l", "phone_r") <= 1']),
    exactly('email', [similar('email', 0.9)]),
    exactly('town', [], true),
  ],
  hotpass: { derived_columns: { first_name: 'lower(first_name)', surname: 'lower(surname)' }, ...hotpass },
})

export const PEOPLE = ['id', 'first_name', 'surname', 'dob', 'phone', 'email', 'street', 'town']
