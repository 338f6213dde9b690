import type { Engine } from '../../engine/engine.ts'
import { sqlText } from '../../engine/sql.ts'
import { apartSql, heldSql } from '../clusters/held-pairs.ts'
import { JOIN_SOURCES, PAIRS } from '../comparing/compare-pairs.ts'
import { gammasOf } from '../comparing/pattern-code.ts'
import type { PreparedRecords } from '../records/prepare-records.ts'
import { otherGammas } from '../settings/gammas-called.ts'
import type { Comparison } from '../settings/linkage-model-shape.ts'
import type { LinkageSettings } from '../settings/parse-linkage-settings.ts'
import { statedChances } from './default-chances.ts'
import { type ComparedCount, estimateEntityModel, type TypePrior } from './entity-model.ts'
import type { LinkageModel } from './linkage-model.ts'
import { randomPairs, randomPatterns } from './random-patterns.ts'

/**
 * The model of settings that types made: their numbers are where it starts, and the file's pairs weigh the more the more there are. Needs the
 * pairs of `comparePairs`. The same records in any order give the same model.
 */
export async function trainEntityModel(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
): Promise<LinkageModel> {
  const compared = await comparedCounts(engine, settings, records)
  const random = await randomPatterns(engine, settings, records)
  const priors = settings.comparisons.map((comparison) => priorOf(settings, comparison))
  const { lambda, branches, m, u, shared, matches, iterations } = estimateEntityModel(
    compared,
    random,
    priors,
    Math.max(records.possiblePairs, 1),
  )
  const pairs = compared.reduce((sum, { count }) => sum + count, 0)
  return {
    format: 1,
    prior: lambda,
    ...(branches === 0 ? {} : { branches }),
    comparisons: settings.comparisons.map(({ name, levels }, at) => ({
      name,
      levels: levels
        .filter(({ gamma }) => gamma >= 0)
        .map(({ gamma, label }) => ({
          gamma,
          label,
          m: chanceOf(m, at, gamma),
          u: chanceOf(u, at, gamma),
          shared: chanceOf(shared, at, gamma),
        }))
        .sort((first, second) => first.gamma - second.gamma),
    })),
    training: {
      prior: 'estimated with the levels',
      u: `what types start with, and ${Math.min(randomPairs(settings, records.rows), records.possiblePairs)} random pairs without the matches among them`,
      records: records.rows,
      passes: [
        {
          rule: 'all rules',
          pairs,
          matches,
          iterations,
          estimated: settings.comparisons.map(({ name }) => name),
          left_out: null,
        },
      ],
    },
  }
}

const chanceOf = (values: readonly (readonly number[])[], at: number, gamma: number): number => {
  const value = values[at]?.[gamma]
  if (value === undefined) throw new Error(`comparison ${at} has no level ${gamma}`)
  return value
}

function priorOf({ options }: LinkageSettings, comparison: Comparison): TypePrior {
  const { name, answers, levels } = comparison
  return {
    m: statedChances(levels, answers, 'm'),
    u: statedChances(levels, answers, 'u'),
    isName: options.name_comparisons.includes(name),
    others: otherGammas(comparison, options),
    isPlace: options.place_columns.includes(name),
    parts: (options.apart_levels[name] ?? []).length > 0,
  }
}

/** Compared pairs by pattern, with what is known of them besides. */
async function comparedCounts(
  engine: Engine,
  settings: LinkageSettings,
  records: PreparedRecords,
): Promise<ComparedCount[]> {
  const free = settings.options.duplicate_free_sources.map(sqlText).join(', ')
  const inOneSource = free === '' ? 'false' : `(l.link_source = r.link_source AND l.link_source IN (${free}))`
  const rows = await engine.rows<{ pattern: number; held: boolean; two: boolean; n: number }>(
    `SELECT pattern, ${heldSql(settings, records) ?? 'false'} AS held,
       (${apartSql(settings, records) ?? 'false'} OR ${inOneSource}) AS two, count(*) AS n
     FROM ${PAIRS} ${JOIN_SOURCES}
     GROUP BY ALL ORDER BY ALL`,
  )
  return rows.map(({ pattern, held, two, n }) => ({
    gammas: gammasOf(records.code, pattern),
    count: n,
    isHeld: held,
    areTwo: two,
  }))
}
