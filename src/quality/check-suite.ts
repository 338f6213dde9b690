import { nearest } from '../contracts/index.ts'
import { type Engine, sqlText } from '../engine/engine.ts'
import { EngineQueryError } from '../engine/errors.ts'
import { SuiteError } from './errors.ts'
import type { ColumnTypes } from './expectation.ts'
import type { Suite } from './parse-suite.ts'

/**
 * Proves before the scan that every expectation can be asked of these columns.
 * @throws SuiteError for a column that is not there (with the nearest that is), a value that does not suit a column's type, or a pattern that RE2 refuses.
 */
export async function checkSuite(engine: Engine, suite: Suite, types: ColumnTypes): Promise<void> {
  for (const { id, columns, patterns, misfit } of suite.expectations) {
    const place = { file: suite.file, expectation: id }
    for (const column of columns) {
      if (types.has(column)) continue
      const meant = nearest(column, types.keys())
      throw new SuiteError(
        place,
        `${suite.dataset} has no column "${column}"`,
        meant === undefined ? 'It has none at all.' : `Did you mean "${meant}"?`,
      )
    }
    const why = misfit(types)
    if (why !== undefined) throw new SuiteError(place, why, 'Correct the expectation.')
    for (const pattern of patterns) await checkPattern(engine, pattern, place)
  }
}

async function checkPattern(engine: Engine, pattern: string, place: SuiteError['place']): Promise<void> {
  try {
    await engine.rows(`SELECT regexp_matches('', ${sqlText(pattern)})`)
  } catch (error) {
    if (!(error instanceof EngineQueryError)) throw error
    const reason = /(?:Invalid Input Error: )?([^\n]*?)(?: In: SELECT|$)/.exec(
      error.message.replace(/^The data engine refused a query: /, ''),
    )?.[1]
    throw new SuiteError(
      place,
      `the regex ${pattern} is not valid: ${reason ?? error.message}`,
      'Patterns are RE2: without look-around and back references.',
      error,
    )
  }
}
