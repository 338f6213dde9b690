import type { Attribute, CompiledDomain, Description, SourceTable } from '../../domain/index.ts'
import { nameKeyOf } from './name-key.ts'
import type { Cells } from './read-text.ts'
import { keyReader } from './record-key.ts'

/** What a row belongs to, by key and by name; null where it does not say. */
interface ParentReader {
  readonly key: (cells: Cells) => string | null
  readonly named: (cells: Cells) => string | null
}

const nothing = () => null

export function parentReader(
  domain: CompiledDomain,
  table: SourceTable,
  description: Description,
  parent: string,
  place: (column: string) => number,
): ParentReader {
  const belonging = description.belongsTo.find(({ entity }) => entity === parent)
  const named = domain.entities.find(({ id }) => id === parent)?.name ?? null
  const column = belonging?.named ?? null
  return {
    key: belonging?.key == null ? nothing : keyReader(belonging.key.map(place)),
    named: named === null || column === null ? nothing : parentName(named, table.country, place(column)),
  }
}

function parentName(name: Attribute, country: string, at: number): ParentReader['named'] {
  const reader = name.type.reader(name.options, { country })
  const keyOf = nameKeyOf(name)
  return (cells) => {
    const cell = cells[at] ?? null
    return cell === null ? null : keyOf(reader.normalise(cell).value)
  }
}
