import type { CompiledDomain, Description, SourceTable } from '../../domain/index.ts'
import type { RowPlace } from './row-place.ts'
import type { RowSource } from './row-source.ts'

/** How a record is called in public: `crm:12`; a key that is missing or made of personal values as a hash. */
export function publicId(
  domain: CompiledDomain,
  table: SourceTable,
  description: Description,
  at: number,
): (source: RowSource, key: string | null, row: RowPlace) => string {
  const personal = new Set(table.columns.filter(({ pii }) => pii !== 'none').map(({ name }) => name))
  const source = domain.sources.find(({ id }) => id === table.source)
  const first = source?.tables.find(({ describes }) => describes.some(({ role }) => role === 'record'))
  const isFirst = at === 0 && (first === undefined || first.id === table.id)
  const hashes = description.key.length === 0 || description.key.some((name) => personal.has(name))
  const { called } = description
  return (of, key, row) => {
    if (key === null || hashes) return `${of.id}:${called}-${row.rowHash.slice(0, 12)}`
    return isFirst ? `${of.id}:${key}` : `${of.id}:${called}:${key}`
  }
}
