import { basename } from 'node:path'
import type { CompiledDomain, Entity } from '../../domain/index.ts'
import type { TableOfThing } from '../../drafting/index.ts'
import type { ColumnDefinition, Engine } from '../../engine/engine.ts'
import { mappedSheet, rowOutcomes } from '../../ledger/source-row.ts'
import { RecordWriters } from '../../refine/record/record-writers.ts'
import { tableRefiner } from '../../refine/record/table-refiner.ts'
import { openSource } from '../../sources/open-source.ts'
import { defaultSourceLimits } from '../../sources/sheet-source.ts'
import { count } from '../describe-state.ts'
import { INPUT_ROWS } from './linkage-input.ts'

/** A file whose rows are read as its table says. */
export interface FileOfThing extends TableOfThing {
  readonly path: string
  /** What its rows are told by beside those of other files. */
  readonly source: string
  /** The column that says which entity some rows are. */
  readonly labelColumn: string | undefined
}

/** Whether a column of a file is the one of `--label-column`. */
export const isLabelColumn = (label: string, asked: string | undefined): boolean =>
  label.toLowerCase() === asked?.toLowerCase()

const ROW: readonly ColumnDefinition[] = [
  { name: 'ordinal', type: 'long' },
  { name: 'row_id', type: 'string' },
  { name: 'source_dataset', type: 'string' },
  { name: 'file', type: 'string' },
  { name: 'row_number', type: 'long' },
  { name: 'row_hash', type: 'string' },
  { name: 'has_id', type: 'boolean' },
  { name: 'is_linked', type: 'boolean' },
  { name: 'label', type: 'string' },
]

export interface RefinedRows {
  /** The table of refined rows of the entity. */
  readonly table: string
  readonly rows: number
  readonly notes: readonly string[]
}

/**
 * Reads the rows of files by their types into a table of refined rows, and `input_row`: every row, whatever could be read of it.
 * @throws SourceError
 */
export async function refineFiles(
  engine: Engine,
  domain: CompiledDomain,
  entity: Entity,
  files: readonly FileOfThing[],
): Promise<RefinedRows> {
  const writers = await RecordWriters.open(engine, [entity])
  const registry = await engine.createTable(INPUT_ROWS, ROW)
  const notes: string[] = []
  let rows = 0
  for (const { path, source, drafted, table, idColumn, labelColumn } of files) {
    const { file: name, sheet } = drafted.sample
    const file = await openSource(path, { ...defaultSourceLimits, maxColumns: 2000 })
    const mapped = await mappedSheet(file, sheet ?? file.sheets[0] ?? '', table)
    const idAt = idColumn === null ? -1 : mapped.source.header.indexOf(idColumn)
    const labelAt = mapped.source.header.findIndex((label) => isLabelColumn(label, labelColumn))
    const refiner = tableRefiner(domain, table)
    const seen = new Map<string, number>()
    const unread = new Map<string, number>()
    let [blank, broken, empty] = [0, 0, 0]
    const tooLong: string[] = []
    for await (const batch of mapped.source.batches()) {
      for (const cell of batch.oversized) tooLong.push(`row ${cell.rowNumber}, "${cell.column}"`)
      let buffer: unknown[][] = ROW.map(() => [])
      for (const one of rowOutcomes(mapped, batch)) {
        if (one.outcome === 'blank') blank++
        if (one.outcome === 'unreadable') broken++
        if (one.outcome === 'blank' || one.outcome === 'unreadable') continue
        const { row, cells } = one
        const again = (seen.get(row.hash) ?? 0) + 1
        seen.set(row.hash, again)
        // Rows of one content are two all the same: whether they are one is for linkage to say.
        const rowHash = again === 1 ? row.hash : `${row.hash}-${again}`
        const place = { file: name, sheet: mapped.sheet, rowNumber: row.rowNumber, rowHash }
        const outcome = refiner.refine(
          refiner.columns.map((column) => row.fields[column] ?? null),
          place,
        )
        for (const { of } of outcome.setAside) {
          const attribute = refiner.fields[of]?.attribute ?? ''
          unread.set(attribute, (unread.get(attribute) ?? 0) + 1)
        }
        const record = outcome.records.find(({ nth }) => nth === 0)
        if (record === undefined) empty++
        else writers.add(entity.id, record.values)
        const id = idAt === -1 ? null : (cells[idAt] ?? null)
        const called = id ?? `${name}:${row.rowNumber}`
        for (const [at, value] of [
          rows,
          called,
          source,
          name,
          row.rowNumber,
          rowHash,
          id !== null,
          record !== undefined,
          labelAt === -1 ? null : (cells[labelAt] ?? null),
        ].entries())
          buffer[at]?.push(value)
        rows++
      }
      registry.append(buffer)
      buffer = []
      writers.flush()
    }
    notes.push(...notesOf(basename(name), { blank, broken, empty, unread, tooLong }))
  }
  await registry.finish()
  const [refined] = await writers.finish()
  return { table: refined?.table ?? '', rows, notes }
}

function notesOf(
  file: string,
  found: {
    blank: number
    broken: number
    empty: number
    unread: ReadonlyMap<string, number>
    tooLong: readonly string[]
  },
): string[] {
  const unread = [...found.unread].map(([attribute, values]) => `${values} of ${attribute}`)
  return [
    ...(found.blank > 0 ? [`${count(found.blank, 'blank row')} left out`] : []),
    ...(found.broken > 0 ? [`${count(found.broken, 'row')} could not be read at all: in no result`] : []),
    ...(found.empty > 0
      ? [`nothing that can be compared in ${count(found.empty, 'row')}: each is an entity of its own`]
      : []),
    ...(found.tooLong.length > 0
      ? [
          `${count(found.tooLong.length, 'cell')} of more characters than a cell may have, left blank: ${found.tooLong.slice(0, 3).join('; ')}`,
        ]
      : []),
    ...(unread.length > 0
      ? [`values that could not be read by their type are not compared: ${unread.join(', ')}`]
      : []),
  ].map((note) => `${file}: ${note}.`)
}
