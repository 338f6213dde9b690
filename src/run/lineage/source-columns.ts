import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import type { Plan, SourceFilePin } from '../../ledger/plan-document.ts'
import type { RecordOf } from '../../ledger/works/stage-record.ts'
import { type ColumnSource, type ColumnSources, identity, masked, transformed } from './column-source.ts'
import { canonicalName } from './source-datasets.ts'

/** A source file's labels, and what became of them. */
export interface SourceColumns {
  /** Source dataset → its columns, in order. */
  readonly columns: ReadonlyMap<string, readonly string[]>
  /** Contract → field ← source columns. */
  readonly fields: ReadonlyMap<string, ColumnSources>
}

/**
 * The labels that Ingest found in the files and mapped to contract fields. In a workbook a column is `<sheet>.<label>`, the sheet as
 * the domain names it; a file with one table has its labels alone. Labels that were mapped to nothing stay out: without a header
 * they are somebody's values.
 */
export function sourceColumns(
  plan: Plan,
  sources: PinnedDomain,
  shards: readonly { readonly pin: SourceFilePin; readonly record: RecordOf<'Ingest'> }[],
): SourceColumns {
  const columns = new Map<string, Set<string>>()
  const fields = new Map<string, Record<string, ColumnSource[]>>()
  for (const { pin, record } of shards) {
    const dataset = canonicalName(pin.key, plan)
    for (const sheet of record.work.sheets) {
      const table = sources.matchSheet(pin.source, pin.file, sheet.sheet, 'xlsx')
      const place = table === undefined || table.sheet === null ? '' : `${table.sheet}.`
      const known = columns.get(dataset) ?? new Set<string>()
      columns.set(dataset, known)
      const ofContract = fields.get(sheet.contract) ?? {}
      fields.set(sheet.contract, ofContract)
      for (const { header, field, how } of sheet.mapped) {
        const column = `${place}${header}`
        known.add(column)
        ofContract[field] ??= []
        if (!ofContract[field].some((one) => one.dataset === dataset && one.field === column))
          ofContract[field].push({ dataset, field: column, how: identity(`column mapped by ${how}`) })
      }
    }
  }
  return { columns: new Map([...columns].map(([dataset, names]) => [dataset, [...names]])), fields }
}

/** `value` and `field` of rejected rows ← everything that could be wrong; values stand there masked. */
export function quarantineColumns(inputs: readonly ColumnSources[]): ColumnSources {
  const all = new Map<string, ColumnSource>()
  for (const source of inputs.flatMap((one) => Object.values(one).flat()))
    all.set(`${source.dataset}\n${source.field}`, {
      ...source,
      how: masked(transformed('the rejected value, masked')),
    })
  return { value: [...all.values()] }
}
