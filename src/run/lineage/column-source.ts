import type { Transformation } from '../../lineage/index.ts'

/** One input column of an output column: a dataset by its name in the store, a column, and how the one is made of the other. */
export interface ColumnSource {
  readonly dataset: string
  readonly field: string
  readonly how: Transformation
}

/** Output column → the input columns it is made of. */
export type ColumnSources = Readonly<Record<string, readonly ColumnSource[]>>

/** What a dataset is made of: its columns, and what decides which rows there are, for all columns at once. */
export interface DatasetColumns {
  readonly columns: ColumnSources
  readonly rows: readonly ColumnSource[]
}

/** Names columns of one dataset as sources, all made use of in one way. */
export const columnsOf =
  <Field extends string>(dataset: string) =>
  (how: Transformation, ...fields: Field[]): ColumnSource[] =>
    fields.map((field) => ({ dataset, field, how }))

/** The value as it stands. */
export const identity = (description?: string): Transformation => ({
  type: 'DIRECT',
  subtype: 'IDENTITY',
  ...(description === undefined ? {} : { description }),
})

/** The value in another form. */
export const transformed = (description: string): Transformation => ({
  type: 'DIRECT',
  subtype: 'TRANSFORMATION',
  description,
})

/** One value of several. */
export const aggregated = (description: string): Transformation => ({
  type: 'DIRECT',
  subtype: 'AGGREGATION',
  description,
})

/** The input cannot be read off the output. */
export const masked = (how: Transformation): Transformation => ({ ...how, masking: true })

/** The column decides which value or row there is, and is not in it. */
export const influences = (
  subtype: 'JOIN' | 'GROUP_BY' | 'FILTER' | 'SORT' | 'CONDITIONAL',
  description: string,
): Transformation => ({ type: 'INDIRECT', subtype, description })

/** Gathers what columns are made of, each source of a column once. */
export class SourceList {
  readonly #columns = new Map<string, ColumnSource[]>()
  readonly #rows: ColumnSource[] = []

  add(column: string, sources: readonly ColumnSource[]): void {
    const known = this.#columns.get(column) ?? []
    this.#columns.set(column, known)
    for (const source of sources) addOnce(known, source)
  }

  addRows(sources: readonly ColumnSource[]): void {
    for (const source of sources) addOnce(this.#rows, source)
  }

  made(): DatasetColumns {
    return { columns: Object.fromEntries(this.#columns), rows: this.#rows }
  }
}

function addOnce(list: ColumnSource[], source: ColumnSource): void {
  if (!list.some(({ dataset, field }) => dataset === source.dataset && field === source.field)) list.push(source)
}
