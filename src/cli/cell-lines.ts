import type { CellCount } from '../ledger/index.ts'
import { count } from './describe-state.ts'

const MOST_COLUMNS = 10

/** What became of every filled cell, and a line each column of which nothing is published. */
export function cellLines({ read, published, merged, set_aside, quarantined, not_published }: CellCount): string[] {
  const sum = published + merged + set_aside + quarantined
  const { columns, cells, each } = not_published
  const shown = each.slice(0, MOST_COLUMNS)
  return [
    `Cells: ${count(read, 'cell')} read = ${published} published + ${merged} merged away + ${set_aside} set aside + ${quarantined} in quarantined rows${sum === read ? '' : ` (the sum is ${sum}: please report this)`}`,
    ...(columns === 0 ? [] : [`Not published: ${count(columns, 'column')}, ${count(cells, 'filled cell')}`]),
    ...shown.map((one) => `  ${one.file}, ${one.sheet}, ${one.column}: ${count(one.cells, 'filled cell')}`),
    ...(columns > shown.length ? [`  and ${count(columns - shown.length, 'more column')}`] : []),
  ]
}
