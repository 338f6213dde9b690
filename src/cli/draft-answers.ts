import { BASES } from '../drafting/draft-questions.ts'
import { NOTHING } from '../drafting/draft-source.ts'
import { NO_KEY } from '../drafting/draft-table.ts'
import { ENTITY_KINDS, isEntityKind } from '../drafting/entity-kinds.ts'
import type { Answers, SampledTable } from '../drafting/index.ts'
import { tableName } from '../drafting/sampled-table.ts'
import { UsageError } from './errors.ts'
import { didYouMean } from './nearest.ts'

/** What `init` and `add` may be told about files on the command line. */
export interface AnswerOptions {
  readonly country?: string
  readonly lawfulBasis?: string
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd'
  readonly decimal?: 'comma' | 'point'
  readonly entity: readonly string[]
  readonly key: readonly string[]
  readonly trust?: string
}

/** Options as answers. @throws UsageError for a word, a table or a column that is not there */
export function answersOf(options: AnswerOptions, tables: readonly SampledTable[]): Answers {
  const { country, lawfulBasis, dateOrder, decimal, trust } = options
  const wrongCountry = country === undefined ? undefined : checkCountry(country)
  if (wrongCountry !== undefined) throw new UsageError(wrongCountry)
  if (lawfulBasis === 'consent')
    throw new UsageError(
      `Consent is given row by row: the contract of each dataset must say which column holds it, and that is written by hand. Take one of ${BASES.join(', ')}, or write the contract first.`,
    )
  if (lawfulBasis !== undefined && !BASES.includes(lawfulBasis))
    throw new UsageError(
      `"${lawfulBasis}" is no lawful basis.${didYouMean(lawfulBasis, BASES)} They are: ${BASES.join(', ')}.`,
    )
  if (trust !== undefined && !/^\d{1,3}$/.test(trust))
    throw new UsageError(`--trust takes a number from 0 to 999, not "${trust}".`)
  return {
    ...(country === undefined ? {} : { country: country.toUpperCase() }),
    ...(lawfulBasis === undefined ? {} : { lawfulBasis }),
    ...(dateOrder === undefined ? {} : { dateOrder }),
    ...(decimal === undefined ? {} : { decimal }),
    ...(trust === undefined ? {} : { trust: Number(trust) }),
    entity: ofTables('--entity', options.entity, tables, (table, value) => {
      if (isEntityKind(value) || value === NOTHING) return
      const known = [...Object.keys(ENTITY_KINDS), NOTHING]
      throw new UsageError(
        `A row of ${tableName(table)} cannot be about "${value}".${didYouMean(value, known)} Known: ${known.join(', ')}.`,
      )
    }),
    key: ofTables('--key', options.key, tables, (table, value) => {
      const labels = table.columns.map(({ label }) => label)
      if (value !== NO_KEY && !labels.includes(value))
        throw new UsageError(`${tableName(table)} has no column "${value}".${didYouMean(value, labels)}`)
    }),
  }
}

/** What is wrong with a country's code; undefined: nothing. */
export function checkCountry(code: string): string | undefined {
  if (code.toUpperCase() === 'UK') return '"UK" is no code of ISO 3166-1. Did you mean "GB"?'
  return /^[A-Za-z]{2}$/.test(code)
    ? undefined
    : `"${code}" is no country code. Give two letters (ISO 3166-1), for example GB.`
}

/** `table=value`, or the value alone where there is one table. */
function ofTables(
  option: string,
  given: readonly string[],
  tables: readonly SampledTable[],
  check: (table: SampledTable, value: string) => void,
): ReadonlyMap<string, string> {
  const answers = new Map<string, string>()
  for (const text of given) {
    const named = tables.find((table) => text.startsWith(`${tableName(table)}=`))
    const [only] = tables
    const table = named ?? (tables.length === 1 ? only : undefined)
    if (table === undefined) {
      const names = tables.map(tableName)
      throw new UsageError(`${option} takes table=value, and "${text}" names no table. They are: ${names.join(', ')}.`)
    }
    const value = named === undefined ? text : text.slice(tableName(table).length + 1)
    check(table, value)
    answers.set(tableName(table), value)
  }
  return answers
}
