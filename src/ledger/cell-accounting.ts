import { z } from 'zod'

const cells = z.number().int().nonnegative()

/** A source's attribute, as cells are counted: `table` is the dataset that the source is judged as. */
const fedAttribute = z.object({ table: z.string(), entity: z.string(), attribute: z.string() })
export type FedAttribute = z.infer<typeof fedAttribute>

/** What Ingest makes of the cells of one attribute: `read` is the sum of the rest and of what it passes on. */
export const ingestedCells = fedAttribute.extend({ read: cells, quarantined: cells, broken: cells, passed: cells })
export type IngestedCells = z.infer<typeof ingestedCells>

/** What Refine makes of them: `given` are those that gave a value of a record. */
export const refinedCells = fedAttribute.extend({
  read: cells,
  quarantined: cells,
  refused: cells,
  silent: cells,
  lost_in_row: cells,
  given: cells,
})
export type RefinedCells = z.infer<typeof refinedCells>

/** What becomes of those, counted in the refined rows by Consolidate. */
export const consolidatedCells = fedAttribute.extend({
  published: cells,
  outdone: cells,
  repeated: cells,
  unclaimed: cells,
  withheld: cells,
})
export type ConsolidatedCells = z.infer<typeof consolidatedCells>

/** The run's cell accounting: `read` is the sum of the rest. A cell counts once for each attribute that it feeds. */
const cellAccounting = z.object({
  read: cells,
  /** Its value, or a part of it, stands in a golden record. */
  published: cells,
  /** Equal to what is published, or lost to it. */
  merged: cells,
  /** Nothing of it is of use. */
  set_aside: cells,
  /** In a row that is held back. */
  quarantined: cells,
})
export type CellAccounting = z.infer<typeof cellAccounting>

/** The same of one attribute of one source, and why: what the classes are made of. */
const attributeCells = fedAttribute.extend({
  ...cellAccounting.shape,
  /** Of those merged away: lost to another cell of their row; to another row; in a row that repeats another; in one that is about nothing here. */
  lost_in_row: cells,
  outdone: cells,
  repeated: cells,
  unclaimed: cells,
  /** Of those set aside: a value that is not used; a text that stands for nothing, or says nothing of it; an error of the spreadsheet. */
  refused: cells,
  silent: cells,
  broken: cells,
})
export type AttributeCells = z.infer<typeof attributeCells>

/** A column that no attribute is read from: outside of the sum. */
export const unfedColumn = z.object({
  table: z.string(),
  file: z.string(),
  sheet: z.string(),
  column: z.string(),
  /** Null where the domain does not know the column. */
  field: z.string().nullable(),
  /** Whether it says which row it is, whose, of what, or what it is worth: a key, a condition, a mark. */
  is_used: z.boolean(),
  /** Filled cells in rows that are not blank. */
  cells,
})
export type UnfedColumn = z.infer<typeof unfedColumn>

/** `runs/<run>/cells.json`. */
export const cellDocument = z.object({
  format: z.literal(1),
  cells: cellAccounting,
  attributes: z.array(attributeCells),
  /** Columns that are not in the sum. */
  unfed: z.array(unfedColumn),
})
export type CellDocument = z.infer<typeof cellDocument>

/** What a run's result says of it. */
export const cellCount = cellAccounting.extend({
  /** Columns of which nothing is published or used, and their filled cells; the first of them one by one. */
  not_published: z.object({
    columns: cells,
    cells,
    each: z.array(unfedColumn.pick({ file: true, sheet: true, column: true, cells: true })),
  }),
})
export type CellCount = z.infer<typeof cellCount>

/** What a stage did with the cells of one attribute of a source, or of all: `read` must be the sum of what is accounted for. */
export const cellBalance = z.object({
  of: z.string(),
  read: cells,
  accounted: z.record(z.string(), cells).readonly(),
})
export type CellBalance = Readonly<z.infer<typeof cellBalance>>

export const fedKey = ({ table, entity, attribute }: FedAttribute): string => `${table}\n${entity}\n${attribute}`

/** How a sentence names it. */
export const fedName = ({ table, entity, attribute }: FedAttribute): string => `${table} → ${entity}.${attribute}`

/** Adds up counts of the same attribute, in the order of names. */
export function sumByAttribute<Counts extends FedAttribute>(counts: Iterable<Counts>): Map<string, Counts> {
  const sums = new Map<string, Counts>()
  for (const one of counts) {
    const known = sums.get(fedKey(one))
    sums.set(fedKey(one), known === undefined ? one : added(known, one))
  }
  return new Map([...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
}

function added<Counts extends FedAttribute>(known: Counts, one: Counts): Counts {
  const sum: Record<string, unknown> = { ...known }
  for (const [name, count] of Object.entries(one))
    if (typeof count === 'number') sum[name] = count + ((sum[name] as number | undefined) ?? 0)
  return sum as Counts
}
