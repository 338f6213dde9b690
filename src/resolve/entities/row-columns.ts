import type { CompiledDomain, Entity } from '../../domain/index.ts'
import { CARRIED } from './classified-columns.ts'
import { evidenceColumns } from './evidence-columns.ts'
import { aliasColumn, isRegistered } from './ties-sql.ts'

/** What rows and records of an entity are made of, whoever asks for them. */
const ROW = [...CARRIED.map(({ name }) => name), '_key', '_name_key', '_belongs', '_is_invalid']

const tieColumns = ({ ties }: Entity): string[] => ties.flatMap((tie) => [`_${tie}_key`, `_${tie}_name`])

/** The columns of an entity's refined rows that records to compare are made of, its own or those of what it belongs to. */
export function comparedRowColumns(domain: CompiledDomain, entity: Entity): string[] {
  const evidence = domain.entities
    .flatMap((one) => evidenceColumns(domain, one))
    .filter((column) => column.entity === entity.id)
  return [...new Set([...ROW, ...tieColumns(entity), ...evidence.map(({ column }) => column)])]
}

/** The columns of an entity's refined rows that say where a row belongs. */
export const placedRowColumns = (entity: Entity): string[] => {
  const aliases = aliasColumn(entity)
  const registered = entity.attributes.filter(isRegistered).map(({ name }) => name)
  return [...new Set([...ROW, ...tieColumns(entity), ...registered, ...(aliases === null ? [] : [aliases])])]
}
