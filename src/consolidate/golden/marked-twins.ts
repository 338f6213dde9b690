import type { Attribute, CompiledDomain, Entity } from '../../domain/index.ts'
import { sqlName, sqlText } from '../../engine/sql.ts'
import { goldenTable, rowsTable } from './columns.ts'

/** What few share, apart from the name: a mailbox, a number. Empty where no source can mark a record of the entity as wrong. */
export function markedValuesOf(domain: CompiledDomain, entity: Entity): readonly Attribute[] {
  const canMark = domain.sources.some(({ tables }) =>
    tables.some(({ describes }) => describes.some((one) => one.entity === entity.id && one.invalid !== null)),
  )
  if (!canMark || entity.name === null) return []
  return entity.attributes.filter(
    (attribute) =>
      attribute !== entity.name &&
      attribute.besides === null &&
      attribute.type.evidence(attribute.options).frequency !== 'many',
  )
}

/**
 * A mark holds for the values that it marks, wherever they stand: a record without a name, of which no row can be marked, is known to be
 * wrong where each of its mailboxes and numbers is marked in another row and in no row left unmarked by a source that could mark it. Who
 * has a name is somebody else, and may share a mailbox with who is wrong.
 */
export function markedTwinsSql(domain: CompiledDomain, entity: Entity): string[] {
  const told = markedValuesOf(domain, entity)
  if (entity.name === null || told.length === 0) return []
  const valuesOf = (where: string) =>
    told
      .map(({ name, isList }) => {
        const column = sqlName(name)
        const value = isList ? `unnest(${column})` : column
        return `SELECT _id, ${sqlText(name)} AS field, ${value}::VARCHAR AS value FROM ${rowsTable(entity.id)}
          WHERE ${column} IS NOT NULL AND ${where}`
      })
      .join(' UNION ALL ')
  const golden = goldenTable(entity.id)
  return [
    `UPDATE ${golden} SET _invalid_record = true WHERE ${sqlName(entity.name.name)} IS NULL AND _id IN (
       SELECT _id FROM (${valuesOf(`_id NOT IN (SELECT _id FROM ${rowsTable(entity.id)} WHERE _can_mark)`)}) said
       LEFT JOIN (
         SELECT field, value FROM (${valuesOf('_is_invalid')})
         EXCEPT
         SELECT field, value FROM (${valuesOf('_can_mark AND NOT _is_invalid')})
       ) marked USING (field, value)
       GROUP BY _id HAVING count(*) = count(marked.value))`,
  ]
}
