import type { CompiledDomain, MappedAttribute, Reading } from './domain.ts'
import type { PublishedColumn } from './published-column.ts'
import { publishedColumns } from './published-columns.ts'

/** One place where a published column's values come from. */
export interface ColumnPlace {
  readonly entity: string
  readonly attribute: string
  readonly source: string
  readonly table: string
  readonly trust: number
  /** In plain words: `columns "First" and "Last", joined`. */
  readonly reads: string
}

export interface ExplainedColumn {
  readonly column: PublishedColumn
  readonly dataset: string
  readonly entity: string
  readonly type: string | null
  readonly keep: string | null
  readonly places: readonly ColumnPlace[]
}

/** Which columns of which sources a published column is made of, by which type, kept how. Undefined when there is no such column. */
export function explainColumn(domain: CompiledDomain, dataset: string, name: string): ExplainedColumn | undefined {
  const entity = domain.entities.find((one) => one.dataset === dataset)
  if (entity === undefined) return undefined
  const column = publishedColumns(entity, domain).find((one) => one.name === name)
  if (column === undefined) return undefined
  const attribute = entity.attributes.find((one) => one.name === name)
  const places = column.from.flatMap((origin) =>
    domain.sources.flatMap((source) =>
      source.tables.flatMap((table) =>
        table.describes
          .filter((description) => description.entity === origin.entity)
          .flatMap(({ attributes }) => attributes.filter((mapped) => mapped.attribute.name === origin.attribute))
          .map((mapped) => ({
            ...origin,
            source: source.id,
            table: table.id,
            trust: source.trust,
            reads: readsOf(mapped, (column) => table.columns.find((one) => one.name === column)?.label ?? column),
          })),
      ),
    ),
  )
  return {
    column,
    dataset,
    entity: entity.id,
    type: attribute?.type.id ?? null,
    keep: attribute?.keep ?? null,
    places: places.sort((a, b) => b.trust - a.trust),
  }
}

/** How a table reads an attribute, in plain words. */
export const readsOf = ({ attribute, readings }: MappedAttribute, label: (column: string) => string): string =>
  readings
    .map(
      ({ reading, quiet, besides }) =>
        `${besides === undefined ? '' : `what is said beside ${besides.attribute.name} in `}${words(reading, label)}${quiet && besides === undefined ? ', tried without a word' : ''}`,
    )
    // A list takes all that its columns say.
    .join(attribute.isList ? '; and ' : '; else ')

function words(reading: Reading, label: (column: string) => string): string {
  switch (reading.way) {
    case 'column':
      return `column "${label(reading.column)}"`
    case 'join':
      return `columns ${reading.columns.map((column) => `"${label(column)}"`).join(' and ')}, joined with "${reading.with}"`
    case 'constant':
      return `always "${reading.value}"`
    case 'match':
      return `the part "${reading.group}" of column "${label(reading.column)}"`
    case 'parts':
      return Object.entries(reading.parts)
        .map(([part, columns]) => `${part} from ${columns.map((column) => `"${label(column)}"`).join(' or ')}`)
        .join(', ')
    case 'infer':
      return `inferred from the rest of the row`
  }
}
