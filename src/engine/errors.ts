import { mask } from '../contracts/mask.ts'

/** The engine room's error family: what failed, and what to change. */
class EngineError extends Error {
  override name = 'EngineError'
}

/** The query needed more memory or spill space than it was given. */
export class EngineMemoryError extends EngineError {
  override name = 'EngineMemoryError'
  constructor(cause: Error, memoryLimitMb: number) {
    super(
      `The data engine ran out of its ${memoryLimitMb} MB or of disk to spill to. ` +
        `Raise engine.memory_limit_mb, or free space for the scratch folder. (${firstLine(cause)})`,
      { cause: named(cause) },
    )
  }
}

/** A query failed for a reason that a retry will not mend. */
export class EngineQueryError extends EngineError {
  override name = 'EngineQueryError'
  constructor(cause: Error, sql: string) {
    super(`The data engine refused a query: ${firstLine(cause)} In: ${withoutValues(sql).slice(0, 300)}`, {
      cause: named(cause),
    })
  }
}

const firstLine = (error: Error): string => withoutValues(error.message.split('\n')[0] ?? '')

/** DuckDB quotes the cell it could not take, and a query holds values as literals: both in single quotes, as no name of ours is. */
const withoutValues = (text: string): string =>
  text.replace(/'((?:[^']|'')*)'/g, (literal, value: string) =>
    value.endsWith('.parquet') ? literal : `'${mask(value, 'personal')}'`,
  )

/** The cause without what it quotes: behind its first line DuckDB shows the query, cut anywhere. */
const named = (error: Error): Error => Object.assign(new Error(firstLine(error)), { name: error.name })
