import type { Entity } from '../../domain/index.ts'
import { NO_COUNTRY } from '../../drafting/guess-country.ts'
import type { DraftAttribute, OneThing } from '../../drafting/index.ts'
import { comparedAttributes, namesOnly } from '../../resolve/entities/evidence-columns.ts'
import { plainText } from '../plain-text.ts'
import { table } from '../table.ts'

/** What a column, or several together, were taken for. */
export interface TakenColumn {
  readonly columns: readonly string[]
  /** The attribute that they give: those of one name in several files are compared with each other. */
  readonly attribute: string
  readonly type: string
  /** 0 to 1. */
  readonly confidence: number
  readonly is_compared: boolean
}

/** What was found out about one file. */
export interface TakenTable {
  readonly file: string
  readonly entity: string
  readonly rows: number
  /** Null: rows are called after their place in the file. */
  readonly id_column: string | null
  readonly country: string
  readonly taken: readonly TakenColumn[]
  readonly left_out: readonly { readonly column: string; readonly why: string }[]
}

/** How a guess is told in words. */
const sureness = (confidence: number): string =>
  confidence >= 0.85 ? 'sure' : confidence >= 0.7 ? 'likely' : 'a guess'

const columnsOf = ({ mapping: { from } }: DraftAttribute): readonly string[] =>
  Array.isArray(from) ? from : Object.values(from).flat()

/** What each file's columns were taken for, and whether anything is compared by them. */
export function takenTables({ domain, entity: id, tables, first }: OneThing, entity: Entity): TakenTable[] {
  const compared = new Set(comparedAttributes(domain, entity).map(({ attribute }) => attribute.name))
  if (namesOnly(entity) && entity.name !== null) compared.add(entity.name.name)
  return tables.map(({ drafted, idColumn }) => ({
    file: drafted.sample.file,
    entity: id,
    rows: drafted.sample.rows,
    id_column: idColumn,
    country: first.country,
    taken: (drafted.describes[0]?.attributes ?? []).map((attribute) => ({
      columns: columnsOf(attribute),
      attribute: attribute.name,
      type: attribute.type.id,
      confidence: Math.round(attribute.confidence * 100) / 100,
      is_compared: compared.has(attribute.name),
    })),
    left_out: drafted.leftOut.map(({ label, why }) => ({ column: label, why })),
  }))
}

const HEAD = ['  column', 'gives', 'taken for', 'how sure', 'use']

/** What columns were taken for, in plain words. */
export function takenLines(tables: readonly TakenTable[], width: number | undefined): string[] {
  const lines = tables.flatMap(({ file, entity, id_column, taken, left_out }) => [
    `${plainText(file)}: a row is one ${entity}. Rows are called ${id_column === null ? 'after their place in the file' : `by "${plainText(id_column)}"`}.`,
    ...table(
      [
        HEAD,
        ...taken.map(({ columns, attribute, type, confidence, is_compared }) => [
          `  ${columns.join(' + ')}`,
          attribute,
          type,
          sureness(confidence),
          is_compared ? 'compared' : columns[0] === id_column && columns.length === 1 ? 'the id' : 'kept, not compared',
        ]),
      ],
      width,
    ),
    ...left_out.map(({ column, why }) => `  Left out: "${plainText(column)}", ${plainText(why)}.`),
  ])
  const [first] = tables
  const country = first?.country ?? NO_COUNTRY
  return [
    ...lines,
    country === NO_COUNTRY
      ? 'Country: nothing says one; --country XX says it, for phones, regions and days.'
      : `Country: ${country}; --country says another.`,
  ]
}
