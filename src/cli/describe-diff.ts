import { LIST_SEPARATOR } from '../engine/column-types.ts'
import type { DatasetChange } from '../ledger/dataset-change.ts'
import type { ToldVersion } from './compare-versions.ts'
import { count } from './describe-state.ts'
import { table } from './table.ts'

interface ToldDiff {
  /** What the dataset is called in a command. */
  readonly called: string
  readonly before: ToldVersion
  readonly after: ToldVersion
  readonly change: DatasetChange
  readonly terminal: number | undefined
  /** Whether all of it is in a file already. */
  readonly file: boolean
}

/** What a person reads of a difference: what it amounts to, columns, entities, fields, the first rows, and how to have all. */
export function describeDiff(diff: ToldDiff): string[] {
  const { called, before, after, change, terminal } = diff
  const head = `${called}: ${versionOf(before)} → ${versionOf(after)}`
  if (before.version === after.version) return [head, '', 'They are one version: nothing differs.']
  const sameRows = change.added + change.removed + change.changed === 0
  const columns = columnSentences(change)
  if (sameRows && columns.length === 0) return [head, '', 'The rows are the same: nothing differs.', 'Impact: none']
  return [
    head,
    '',
    rowsSentence(change),
    ...columns,
    ...entitySentences(change),
    `Impact: ${change.impact}`,
    ...fieldsTable(change, terminal),
    ...firstRows(change, terminal),
    ...(diff.file
      ? []
      : ['', `Next: hotpass diff ${called} ${before.version} ${after.version} --out ${fileName(diff)}`]),
  ]
}

const versionOf = ({ version, semanticVersion, release }: ToldVersion): string =>
  `version ${version} (${semanticVersion}${release === null ? '' : `, release ${release}`})`

const fileName = ({ called, before, after }: ToldDiff): string =>
  `${called.split('/').at(-1)}-${before.version}-${after.version}.xlsx`

function rowsSentence({ before, rows, added, removed, changed, key }: DatasetChange): string {
  const sum = `Rows: ${count(before, 'row')} then, ${count(rows, 'row')} now`
  if (key.length === 0) return `${sum}. No row can be found again: the versions share no key.`
  return `${sum}: ${added} added, ${removed} removed, ${changed} changed, ${rows - added - changed} the same`
}

/** What became of the columns, in words. */
const columnSentences = ({ addedColumns, removedColumns, retypedColumns }: DatasetChange): string[] => [
  ...addedColumns.map((name) => `Column ${name} is new.`),
  ...removedColumns.map((name) => `Column ${name} is gone.`),
  ...retypedColumns.map(({ name, from, to }) => `Column ${name} was ${from} and is ${to}.`),
]

function entitySentences({ merged, split, moves }: DatasetChange): string[] {
  if (merged + split === 0) return []
  const lines = moves.map(({ change, entity, entities }) =>
    change === 'merged'
      ? `  ${entities.join(LIST_SEPARATOR)} became ${entity}`
      : `  ${entity} became ${entities.join(LIST_SEPARATOR)}`,
  )
  const more = merged + split - moves.length
  return [
    `Entities: several became one ${count(merged, 'time')}, one became several ${count(split, 'time')}`,
    ...lines,
    ...(more > 0 ? [`  and ${more} more`] : []),
  ]
}

function fieldsTable({ columns, filled, emptied }: DatasetChange, terminal: number | undefined): string[] {
  const fields = Object.entries(columns)
  if (fields.length === 0) return []
  const rows = fields.map(([name, rows]) => [name, rows, filled[name] ?? 0, emptied[name] ?? 0])
  return ['', ...table([['field', 'rows changed', 'had none', 'has none'], ...rows], terminal)]
}

function firstRows({ examples, key }: DatasetChange, terminal: number | undefined): string[] {
  if (examples.length === 0) return []
  const rows = examples.map((one) => [
    one.change,
    ...one.key.map(short),
    one.field,
    short(one.before),
    short(one.after),
  ])
  return ['', 'First rows (masked):', ...table([['change', ...key, 'field', 'before', 'after'], ...rows], terminal)]
}

const WIDEST = 60

const short = (value: string | null): string =>
  value === null ? '' : value.length > WIDEST ? `${value.slice(0, WIDEST - 1)}…` : value
