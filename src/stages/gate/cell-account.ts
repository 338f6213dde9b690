import {
  type AttributeCells,
  type CellBalance,
  type CellDocument,
  type ConsolidatedCells,
  type FedAttribute,
  fedKey,
  fedName,
  type IngestedCells,
  type RefinedCells,
  sumByAttribute,
} from '../../ledger/cell-accounting.ts'
import { RowsNotConservedError } from '../../ledger/errors.ts'
import { proveCells } from '../../ledger/prove-cells.ts'
import type { RecordOf } from '../../ledger/works/stage-record.ts'
import type { DatasetMetrics } from '../../quality/index.ts'

/** What the stages of a run left: all that cells are accounted for by. */
export interface CountedRun {
  readonly ingests: readonly RecordOf<'Ingest'>[]
  readonly refines: readonly Pick<RecordOf<'Refine'>, 'work'>[]
  readonly resolved: RecordOf<'Resolve'>['work']
  readonly consolidated: RecordOf<'Consolidate'>['work']
  /** Index of each file in the item list of Ingest. */
  readonly files: ReadonlyMap<number, string>
}

/**
 * Puts together what became of every filled cell, from what each stage counted of its own data: what the reader found must be what was
 * held back on the way and what Consolidate found in the rows of golden records.
 * @throws CellsNotConservedError, RowsNotConservedError
 */
export function accountForCells(run: CountedRun): CellDocument {
  const ingested = sumByAttribute(run.ingests.flatMap(({ work }) => work.sheets.flatMap(({ cells }) => cells)))
  const refined = sumByAttribute(run.refines.flatMap(({ work }) => work.cells))
  const consolidated = sumByAttribute(run.consolidated.cells)
  const every = new Map<string, FedAttribute>([...ingested, ...refined, ...consolidated])
  const attributes = [...every.values()]
    .map((of) => attributeCells(of, ingested.get(fedKey(of)), refined.get(fedKey(of)), consolidated.get(fedKey(of))))
    .sort((a, b) => (fedKey(a) < fedKey(b) ? -1 : 1))
  proveCells('The run', attributes.map(balanceOf))
  proveWithheld(run)
  const sum = (of: (one: AttributeCells) => number) => attributes.reduce((total, one) => total + of(one), 0)
  return {
    format: 1,
    cells: {
      read: sum(({ read }) => read),
      published: sum(({ published }) => published),
      merged: sum(({ merged }) => merged),
      set_aside: sum(({ set_aside }) => set_aside),
      quarantined: sum(({ quarantined }) => quarantined),
    },
    attributes,
    unfed: run.ingests.flatMap(({ shard = 0, work }) =>
      work.sheets.flatMap(({ contract, sheet, unfed }) =>
        unfed.map((one) => ({ table: contract, file: run.files.get(shard) ?? '', sheet, ...one })),
      ),
    ),
  }
}

function attributeCells(
  { table, entity, attribute }: FedAttribute,
  ingested: IngestedCells | undefined,
  refined: RefinedCells | undefined,
  consolidated: ConsolidatedCells | undefined,
): AttributeCells {
  const { lost_in_row = 0, refused = 0, silent = 0 } = refined ?? {}
  const { published = 0, outdone = 0, repeated = 0, unclaimed = 0, withheld = 0 } = consolidated ?? {}
  const broken = ingested?.broken ?? 0
  return {
    table,
    entity,
    attribute,
    read: ingested?.read ?? 0,
    published,
    merged: lost_in_row + outdone + repeated + unclaimed,
    set_aside: refused + silent + broken,
    quarantined: (ingested?.quarantined ?? 0) + (refined?.quarantined ?? 0) + withheld,
    lost_in_row,
    outdone,
    repeated,
    unclaimed,
    refused,
    silent,
    broken,
  }
}

const balanceOf = (one: AttributeCells): CellBalance => {
  const { read, published, merged, set_aside, quarantined } = one
  return { of: fedName(one), read, accounted: { published, merged, set_aside, quarantined } }
}

/** Rows without a place among the records must be those that wait for a person: a row that is lost between the two is neither. */
function proveWithheld({ resolved, consolidated }: CountedRun): void {
  for (const { entity, withheld } of resolved.entities) {
    const found = consolidated.withheld[entity]
    if (withheld !== undefined && found !== undefined && withheld !== found)
      throw new RowsNotConservedError('Consolidate', withheld, found, `rows of ${entity} that wait for a person`)
  }
}

/**
 * Every golden record that was given a value of an attribute has it in what is to be published.
 * @param metrics of the written datasets, by id
 * @throws CellsNotConservedError
 */
export function provePublished(
  { filled }: Pick<CountedRun['consolidated'], 'filled'>,
  metrics: ReadonlyMap<string, DatasetMetrics | null>,
): void {
  const balances = Object.entries(filled).flatMap(([dataset, attributes]) => {
    const written = metrics.get(dataset)
    if (written === undefined || written === null) return []
    return Object.entries(attributes).flatMap(([attribute, records]): CellBalance[] => {
      const column = written.columns[attribute]
      if (column === undefined) return []
      const values = written.rows - column.nulls
      return [
        { of: `${dataset}.${attribute}, as golden records have it,`, read: records, accounted: { written: values } },
      ]
    })
  })
  proveCells('Consolidate', balances)
}
