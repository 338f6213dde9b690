import { nearest } from '../contracts/nearest.ts'
import { SQL_TYPE } from '../engine/column-types.ts'
import type { Engine } from '../engine/engine.ts'
import { EngineQueryError } from '../engine/errors.ts'
import { refusedExpressions } from '../engine/scalar-expression.ts'
import { SuiteError } from './errors.ts'
import type { AskContext, Expectation } from './expectation.ts'
import type { Suite } from './parse-suite.ts'

/**
 * Proves before any row is read that every expectation can be asked of these columns.
 * @param engine also proves that it takes the patterns and formats; without it they are left for later.
 * @throws SuiteError for a column that is not there (with the nearest that is), a value that does not suit a column's type,
 * bounds that contradict each other, or a pattern that RE2 refuses.
 */
export async function checkSuite(suite: Suite, context: AskContext, engine?: Engine): Promise<void> {
  if (engine !== undefined) await refuseConditions(suite, engine)
  for (const expectation of suite.expectations) {
    const place = { file: suite.file, expectation: expectation.id }
    for (const column of namedColumns(expectation)) {
      if (context.types.has(column)) continue
      const meant = nearest(column, context.types.keys())
      throw new SuiteError(
        place,
        `${suite.dataset} has no column "${column}"`,
        meant === undefined ? 'It has none at all.' : `Did you mean "${meant}"?`,
      )
    }
    const why = expectation.misfit(context)
    if (why !== undefined) throw new SuiteError(place, why, 'Correct the expectation.')
    const misfit = expectation.rowCondition?.misfit(context.types)
    if (misfit !== undefined)
      throw new SuiteError(
        place,
        misfit,
        'Compare the column with a value of its own type: text in quotes, numbers without.',
      )
    if (engine === undefined) continue
    for (const { sql, what } of expectation.probes) await probe(engine, sql, what, place)
    if (expectation.rowCondition !== null)
      await probe(
        engine,
        conditionProbe(expectation.rowCondition.sql, context),
        `the row condition ${expectation.rowCondition.text}`,
        place,
      )
  }
}

/** Conditions are a language of their own, which holds no SQL; the guard of all SQL from files says so before the engine sees them. */
async function refuseConditions({ file, expectations }: Suite, engine: Engine): Promise<void> {
  const conditions = expectations.flatMap(({ id, rowCondition }) =>
    rowCondition === null ? [] : [{ id, rowCondition }],
  )
  const texts = conditions.map(({ rowCondition }, at) => ({ key: String(at), sql: rowCondition.sql }))
  const [refused] = await refusedExpressions(engine, texts)
  const at = conditions[Number(refused?.key)]
  if (refused === undefined || at === undefined) return
  const what = `the row condition ${at.rowCondition.text} is not allowed: ${refused.why.replace(/\.$/, '')}`
  throw new SuiteError({ file, expectation: at.id }, what, 'Write it as: column == "text" and other >= 5')
}

/** `expect_column_to_exist` is the one that may name a column that is not there: that is what it asks. */
const namedColumns = (expectation: Expectation): readonly string[] => [
  ...(expectation.type === 'expect_column_to_exist' ? [] : expectation.columns),
  ...(expectation.rowCondition?.columns ?? []),
]

/** The condition over one empty row of the dataset's types. */
function conditionProbe(sql: string, { types }: AskContext): string {
  const row = [...types].map(([name, type]) => `CAST(NULL AS ${SQL_TYPE[type]}) AS "${name.replaceAll('"', '""')}"`)
  return `(SELECT ${sql} FROM (SELECT ${row.join(', ')}))`
}

async function probe(engine: Engine, sql: string, what: string, place: SuiteError['place']): Promise<void> {
  try {
    await engine.rows(`SELECT ${sql}`)
  } catch (error) {
    if (!(error instanceof EngineQueryError)) throw error
    const reason = /(?:Invalid Input Error: )?([^\n]*?)(?: In: SELECT|$)/.exec(
      error.message.replace(/^The data engine refused a query: /, ''),
    )?.[1]
    throw new SuiteError(
      place,
      `${what} is not valid: ${reason ?? error.message}`,
      'Patterns are RE2: without look-around and back references.',
      error,
    )
  }
}
