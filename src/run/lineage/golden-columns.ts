import type { CompiledDomain, Entity } from '../../domain/index.ts'
import { publishedColumns } from '../../domain/published-columns.ts'
import type { DatasetColumns } from './column-source.ts'
import { GoldenSources } from './golden-sources.ts'

/** `work/consolidate/<dataset>` of an entity, as `publishedSql` makes it: each published column by its attribute's keep or its rule. */
export function goldenColumns(domain: CompiledDomain, entity: Entity): DatasetColumns {
  const sources = new GoldenSources(domain, entity)
  const columns = publishedColumns(entity, domain)
  for (const column of columns) sources.addColumn(column)
  return sources.made(columns.map(({ name }) => name))
}
