import { columnsFeeding } from '../../domain/columns-read.ts'
import type { Description, Entity, SourceTable } from '../../domain/index.ts'
import { cellsOrder, cellsText, noCells } from './cells-column.ts'
import type { Draft } from './draft.ts'
import type { RowCells } from './row-cells.ts'

/** Says how many cells gave each value of a record (`CELLS`). An attribute that no cell feeds is nobody's. */
export function cellsWriter(
  { describes }: SourceTable,
  description: Description,
  entity: Entity,
  { given, values }: RowCells,
  first: number,
): (draft: Draft, nth: number) => string | null {
  const fed = new Set(
    describes
      .filter((one) => one.entity === entity.id)
      .flatMap(({ attributes }) =>
        attributes.filter((mapped) => columnsFeeding(mapped).length > 0).map(({ attribute }) => attribute.name),
      ),
  )
  const placeOf = (name: string): number => {
    const at = description.attributes.findIndex(({ attribute }) => attribute.name === name)
    return at < 0 || !fed.has(name) ? -1 : first + at
  }
  const all = cellsOrder(entity).map(({ name, isList }) => ({ name, isList, at: placeOf(name) }))
  const own = all.filter(({ at }) => at >= 0)
  const lists = all.filter(({ isList }) => isList)
  return (draft, nth) => {
    const isPlain = ({ name, at }: (typeof all)[number]) =>
      at < 0 || (given[at] === 1 && values[at] === null) || (draft.values.get(name) ?? null) === null
    const noneGave = ({ name }: (typeof all)[number]) => noCells(draft.values.get(name))
    // A cell that names several is counted once, with the first of them.
    if (nth > 0)
      return cellsText(
        all.map(() => 0),
        lists.map(noneGave),
      )
    if (own.every(isPlain)) return null
    return cellsText(
      all.map((one) => (isPlain(one) ? 1 : (given[one.at] as number))),
      lists.map((one) => (isPlain(one) ? null : given[one.at] === 0 ? noneGave(one) : (values[one.at] ?? null))),
    )
  }
}
