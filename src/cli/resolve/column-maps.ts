import { basename } from 'node:path'
import type { DraftTable, MappedTo, SampledTable } from '../../drafting/index.ts'
import { UsageError } from '../errors.ts'
import { didYouMean } from '../nearest.ts'

/** What one `--map` says: a column of a file that is not the first gives what a column of the first one does. */
export interface ColumnMap {
  readonly file: string
  readonly theirs: string
  readonly ours: string
}

/**
 * Reads `--map FILE:Their Column=Our Column`. Columns may have `:` and `=` in their labels, so what is there decides where the text is cut.
 * @param tables the first is that of our columns
 * @throws UsageError naming the nearest file or column
 */
export const columnMaps = (given: readonly string[], tables: readonly SampledTable[]): ColumnMap[] =>
  given.map((text) => columnMap(text, tables))

function columnMap(text: string, [first, ...others]: readonly SampledTable[]): ColumnMap {
  const files = others.map(({ file }) => file)
  const table = others.find(({ file }) => text.startsWith(`${file}:`) || text.includes(`/${file}:`))
  if (table === undefined) {
    const named = basename(/^([^:=]*):/.exec(text)?.[1] ?? '')
    throw new UsageError(
      files.length === 0
        ? `--map "${text}" says how another file's columns are called here, and there is one file alone.`
        : named === first?.file
          ? `--map "${text}" names the first file, whose columns the others are mapped to. Name one of ${files.join(', ')}.`
          : `--map "${text}" names no file that is given.${didYouMean(named, files)} Say it as --map "${files[0]}:Their Column=Our Column".`,
    )
  }
  const pair = text.slice(text.indexOf(`${table.file}:`) + table.file.length + 1)
  const theirs = labelsOf(table)
  const ours = first === undefined ? [] : labelsOf(first)
  const cuts = [...pair].flatMap((sign, at) => (sign === '=' ? [[pair.slice(0, at), pair.slice(at + 1)] as const] : []))
  const [cut] = cuts
  if (cut === undefined)
    throw new UsageError(`--map "${text}" has no =. Say it as --map "${table.file}:Their Column=Our Column".`)
  const whole = cuts.find(([left, right]) => theirs.includes(left) && ours.includes(right))
  if (whole !== undefined) return { file: table.file, theirs: whole[0], ours: whole[1] }
  const [left, right] = cut
  const isTheirs = theirs.includes(left)
  const [wrong, file, known] = isTheirs ? [right, first?.file ?? '', ours] : [left, table.file, theirs]
  throw new UsageError(`${file} has no column "${wrong}".${didYouMean(wrong, known)} It has: ${known.join(', ')}.`)
}

const labelsOf = ({ columns }: SampledTable): string[] => columns.map(({ label }) => label)

/** By label of a file, what its columns give of the first table's attributes. @throws UsageError for a column that gives nothing there */
export function mappedAttributes(
  maps: readonly ColumnMap[],
  file: string,
  first: DraftTable,
): ReadonlyMap<string, MappedTo> {
  return new Map(
    maps.filter((map) => map.file === file).map(({ theirs, ours }) => [theirs, attributeOf(ours, first)] as const),
  )
}

function attributeOf(label: string, { sample, describes, leftOut }: DraftTable): MappedTo {
  for (const { name, mapping } of describes.flatMap(({ attributes }) => attributes)) {
    if (Array.isArray(mapping.from)) {
      if (mapping.from.includes(label)) return { attribute: name, part: null }
      continue
    }
    const part = Object.entries(mapping.from).find(([, labels]) => labels.includes(label))
    if (part !== undefined) return { attribute: name, part: part[0] }
  }
  const why = leftOut.find((one) => one.label === label)?.why ?? 'nothing is read from it'
  throw new UsageError(`Nothing can be mapped to "${label}" of ${sample.file}: ${why}.`)
}
