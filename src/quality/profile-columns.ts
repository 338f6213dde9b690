import type { PiiClass } from '../contracts/index.ts'
import { mask } from '../contracts/mask.ts'
import { findPersonalData, type PersonalDataKind } from '../contracts/personal-data.ts'
import { LIST_SEPARATOR, textSql } from '../engine/column-types.ts'
import type { ColumnDefinition, Engine } from '../engine/engine.ts'
import { sqlName } from '../engine/sql.ts'
import { personalType } from './personal-column.ts'
import {
  amountValue,
  dayFirst,
  isCommaAmount,
  isPointAmount,
  isTimestamp,
  monthFirst,
  NO_VALUE_MARKS,
} from './written-values.ts'

export interface ColumnProfile {
  readonly name: string
  /** As stored. */
  readonly type: ColumnDefinition['type']
  /** What nearly every value can be read as. */
  readonly reads: 'integer' | 'number' | 'date' | 'timestamp' | 'boolean' | 'text'
  /** How days or amounts are written, where another way would read others; null: the one way there is. */
  readonly written: 'day first' | 'month first' | 'day or month first' | 'decimal comma' | 'amount' | null
  /** Marks for nothing (`.`, `-`) among them. */
  readonly nulls: number
  /** How many of them are such marks. */
  readonly marks: number
  readonly distinct: number
  readonly unique: boolean
  readonly min: string | number | null
  readonly max: string | number | null
  readonly mean: number | null
  /** 5, 25, 50, 75 and 95%; of numbers the values, of texts the lengths. */
  readonly quantiles: readonly (number | null)[]
  /** Characters, for texts. */
  readonly length: { readonly min: number; readonly max: number } | null
  /** Ten bins of equal width between least and greatest; none for texts. */
  readonly histogram: readonly { readonly from: number; readonly to: number; readonly rows: number }[]
  /** Shapes of values (A capital, a any other letter, 9 digit), most frequent first. */
  readonly patterns: readonly { readonly pattern: string; readonly rows: number }[]
  /** Most frequent values; masked where the column likely holds personal data. */
  readonly top: readonly { readonly value: string; readonly rows: number }[]
  /** `name`, `declared` by a contract, a kind of personal data that stands in the text, or the id of a type about people. */
  readonly likelyPersonal: { readonly kind: string; readonly share: number } | null
}

export interface TableProfile {
  readonly rows: number
  readonly columns: readonly ColumnProfile[]
}

/** Values looked at for shapes and personal data: enough to tell, whatever the table's size. */
const SAMPLE = 10_000
const NEARLY = 0.98
const NAME = /(^|[^a-z])(first|last|sur|full|contact|person)[ _-]?(name|person)?([^a-z]|$)|^name$/i
const PHONE = /(^|[^a-z])(cell|cellphone|fax|mobile|msisdn|phone|tel|telephone|whatsapp)([^a-z]|$)/i

/**
 * What the columns of a table hold. One pass for the numbers, a sample of 10,000 values a column for shapes and personal data.
 * @param declared the class of each column, where a contract says it; what it does not say is guessed at
 */
export async function profileColumns(
  engine: Engine,
  table: string,
  columns: readonly ColumnDefinition[],
  declared: ReadonlyMap<string, PiiClass> = new Map(),
): Promise<TableProfile> {
  const [total] = await engine.rows<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`)
  const profiles: ColumnProfile[] = []
  for (const column of columns)
    profiles.push(await profileColumn(engine, table, column, declared.get(column.name) ?? 'none'))
  return { rows: total?.rows ?? 0, columns: profiles }
}

async function profileColumn(
  engine: Engine,
  table: string,
  { name, type }: ColumnDefinition,
  declared: PiiClass,
): Promise<ColumnProfile> {
  const stored = sqlName(name)
  const isList = type === 'list<string>'
  const marks = NO_VALUE_MARKS.map((mark) => `'${mark}'`).join(', ')
  const column = type === 'string' ? `(CASE WHEN trim(${stored}) NOT IN (${marks}) THEN ${stored} END)` : stored
  const text = textSql(column, type)
  const [facts = {}] = await engine.rows<Record<string, number>>(
    `SELECT count(*) FILTER (${column} IS NULL) AS nulls, count(*) FILTER (${stored} IS NULL) AS blanks, count(${column}) AS present, count(DISTINCT ${column}) AS distinct_values,
       count(*) FILTER (TRY_CAST(${text} AS BIGINT) IS NOT NULL AND NOT contains(${text}, '.')) AS integers,
       count(*) FILTER (TRY_CAST(${text} AS DOUBLE) IS NOT NULL AND isfinite(TRY_CAST(${text} AS DOUBLE))) AS numbers,
       count(*) FILTER (regexp_full_match(${text}, '\\d{4}-\\d{2}-\\d{2}') AND TRY_CAST(${text} AS DATE) IS NOT NULL) AS dates,
       count(*) FILTER (lower(${text}) IN ('true', 'false')) AS booleans,
       count(*) FILTER (${isTimestamp(text)}) AS timestamps,
       count(*) FILTER (${dayFirst(text)} IS NOT NULL) AS day_first, count(*) FILTER (${monthFirst(text)} IS NOT NULL) AS month_first,
       count(*) FILTER (${isPointAmount(text)}) AS points, count(*) FILTER (${isCommaAmount(text)}) AS commas,
       count(*) FILTER (regexp_full_match(${text}, '0\\d{8,14}|\\+\\d{9,15}|27\\d{9}')) AS phones,
       min(length(${text})) AS shortest, max(length(${text})) AS longest
     FROM ${table}`,
  )
  const present = facts.present ?? 0
  const nearly = (count: number | undefined): boolean => present > 0 && (count ?? 0) >= NEARLY * present
  const byText = type === 'string' && !nearly(facts.numbers) ? writtenAs(facts, nearly) : undefined
  const reads =
    type === 'long' || (type === 'string' && nearly(facts.integers))
      ? 'integer'
      : type === 'double' || (type === 'string' && nearly(facts.numbers))
        ? 'number'
        : type === 'boolean' || nearly(facts.booleans)
          ? 'boolean'
          : nearly(facts.dates)
            ? 'date'
            : nearly((facts.timestamps ?? 0) + (facts.dates ?? 0))
              ? 'timestamp'
              : (byText?.reads ?? 'text')
  const written = reads === byText?.reads ? byText.written : null
  const numeric = reads === 'integer' || reads === 'number'
  const number =
    written === 'decimal comma'
      ? amountValue(text, ',')
      : written === 'amount'
        ? amountValue(text, '.')
        : `TRY_CAST(${text} AS DOUBLE)`
  const value = numeric ? number : `length(${text})`
  const day = written === 'month first' ? monthFirst(text) : dayFirst(text)
  const ordered = reads === 'date' && written !== null ? `strftime(${day}, '%Y-%m-%d')` : text
  const finite = `CASE WHEN isfinite(${value}::DOUBLE) THEN ${value}::DOUBLE END`
  const [spread = {}] = await engine.rows<Record<string, unknown>>(
    `SELECT quantile_cont(v, [0.05, 0.25, 0.5, 0.75, 0.95]) AS quantiles, avg(v) AS mean, min(v) AS least, max(v) AS greatest
     FROM (SELECT ${finite} AS v FROM ${table}) WHERE v IS NOT NULL`,
  )
  const [ends = {}] = await engine.rows<Record<string, string | null>>(
    `SELECT min(${ordered}) AS least, max(${ordered}) AS greatest FROM ${table}`,
  )
  const sample = (
    await engine.rows<{ value: string }>(
      `SELECT ${text} AS value FROM ${table} WHERE ${column} IS NOT NULL LIMIT ${SAMPLE}`,
    )
  ).map((row) => row.value)
  const numberedPhones = numeric ? (facts.phones ?? 0) / Math.max(1, present) : 0
  const likelyPersonal =
    declared === 'none' ? personalIn(name, reads, sample, numberedPhones) : ({ kind: 'declared', share: 1 } as const)
  const pii = declared === 'none' && likelyPersonal !== null ? 'personal' : declared
  // Of personal data no number is shown: an end of the column is somebody's phone, and so is its median.
  const measured = numeric && likelyPersonal === null
  const masked = (found: string): string => mask(found, pii)
  const shown = (found: string): string =>
    isList ? found.split(LIST_SEPARATOR).map(masked).join(LIST_SEPARATOR) : masked(found)
  const top = await engine.rows<{ value: string; rows: number }>(
    `SELECT ${text} AS value, count(*) AS rows FROM ${table} WHERE ${column} IS NOT NULL GROUP BY 1 ORDER BY rows DESC, value LIMIT 10`,
  )
  const least = Number(spread.least)
  const greatest = Number(spread.greatest)
  return {
    name,
    type,
    reads,
    written,
    nulls: facts.nulls ?? 0,
    marks: (facts.nulls ?? 0) - (facts.blanks ?? 0),
    distinct: facts.distinct_values ?? 0,
    unique: present > 0 && facts.distinct_values === present,
    min: present === 0 ? null : measured ? least : shown(ends.least ?? ''),
    max: present === 0 ? null : measured ? greatest : shown(ends.greatest ?? ''),
    mean: measured && typeof spread.mean === 'number' ? spread.mean : null,
    quantiles: listOf(numeric && !measured ? null : spread.quantiles),
    length: type === 'string' && present > 0 ? { min: facts.shortest ?? 0, max: facts.longest ?? 0 } : null,
    histogram: measured && present > 0 ? await histogram(engine, table, finite, least, greatest) : [],
    patterns: patternsOf(sample),
    top: top.map((row) => ({ value: shown(row.value), rows: row.rows })),
    likelyPersonal,
  }
}

/** What texts are that are neither plain numbers nor days as ISO 8601 writes them. */
function writtenAs(
  facts: Readonly<Record<string, number>>,
  nearly: (count: number | undefined) => boolean,
): Pick<ColumnProfile, 'reads' | 'written'> | undefined {
  const [byDay, byMonth] = [nearly(facts.day_first), nearly(facts.month_first)]
  if (byDay && byMonth) return { reads: 'date', written: 'day or month first' }
  if (byDay || byMonth) return { reads: 'date', written: byDay ? 'day first' : 'month first' }
  // Of a column that either reads, the one that reads more of it.
  const commas = facts.commas ?? 0
  const points = facts.points ?? 0
  if (!nearly(Math.max(commas, points))) return undefined
  return { reads: 'number', written: commas > points ? 'decimal comma' : 'amount' }
}

function listOf(value: unknown): (number | null)[] {
  const items = typeof value === 'object' && value !== null && 'items' in value ? value.items : value
  return Array.isArray(items)
    ? items.map((one) => (typeof one === 'number' ? one : null))
    : [null, null, null, null, null]
}

async function histogram(engine: Engine, table: string, value: string, least: number, greatest: number) {
  const width = (greatest - least) / 10
  if (!(width > 0)) return [{ from: least, to: greatest, rows: await rowsOf(engine, table, value) }]
  const bins = await engine.rows<{ bin: number; rows: number }>(
    `SELECT least(9, floor((v - ${least}) / ${width}))::BIGINT AS bin, count(*) AS rows FROM (SELECT ${value} AS v FROM ${table}) WHERE v IS NOT NULL GROUP BY bin`,
  )
  const rows = new Map(bins.map((one) => [one.bin, one.rows]))
  return Array.from({ length: 10 }, (_, at) => ({
    from: least + at * width,
    to: at === 9 ? greatest : least + (at + 1) * width,
    rows: rows.get(at) ?? 0,
  }))
}

async function rowsOf(engine: Engine, table: string, value: string): Promise<number> {
  const [found] = await engine.rows<{ n: number }>(`SELECT count(${value}) AS n FROM ${table}`)
  return found?.n ?? 0
}

/** `AB-123` has the shape `AA-999`; a run longer than four is written with +. */
function patternsOf(sample: readonly string[]): { pattern: string; rows: number }[] {
  const counts = new Map<string, number>()
  for (const value of sample) {
    const shape = value
      .slice(0, 60)
      .replaceAll(/\p{Lu}/gu, 'A')
      .replaceAll(/\p{L}/gu, 'a')
      .replaceAll(/\d/g, '9')
      .replaceAll(/(.)\1{4,}/g, '$1+')
    counts.set(shape, (counts.get(shape) ?? 0) + 1)
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, 5)
    .map(([pattern, rows]) => ({ pattern, rows }))
}

function personalIn(
  name: string,
  reads: string,
  sample: readonly string[],
  phones: number,
): ColumnProfile['likelyPersonal'] {
  const kinds = new Map<PersonalDataKind, number>()
  for (const value of sample) {
    const first = findPersonalData(value)[0]
    // The digits of a day and its time look like those of a phone.
    if (first?.kind === 'phone' && (reads === 'date' || reads === 'timestamp')) continue
    if (first) kinds.set(first.kind, (kinds.get(first.kind) ?? 0) + 1)
  }
  const [most] = [...kinds].sort((a, b) => b[1] - a[1])
  // One address among a thousand notes is personal data too.
  if (most) return { kind: most[0], share: most[1] / sample.length }
  if (phones > 0) return { kind: 'phone', share: phones }
  // A spreadsheet takes a phone for a number, and its leading zero away.
  if (reads === 'integer' && PHONE.test(name)) return { kind: 'phone', share: 1 }
  if (reads === 'text' && NAME.test(name)) return { kind: 'name', share: 1 }
  const type = reads === 'text' || reads === 'date' || reads === 'timestamp' ? personalType(name, sample) : null
  return type === null ? null : { kind: type === 'person_name' ? 'name' : type, share: 1 }
}
