import type { Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/index.ts'
import { sqlName } from '../../engine/sql.ts'
import { slug } from '../../types/normalise/slug.ts'
import { goldenTable } from './columns.ts'

/** Values of an attribute, each once, with what only a function can say of them: whether they can be reached, how they look in an address. */
export const verifiedTable = (entity: string, attribute: string): string => sqlName(`verified_${entity}_${attribute}`)
export const slugTable = (entity: string, attribute: string): string => sqlName(`slug_${entity}_${attribute}`)

/** Makes the look-up tables that published columns need. Each function is asked once for each value. */
export async function makeLookups(engine: Engine, entity: Entity): Promise<void> {
  for (const attribute of entity.attributes) {
    const { verify } = attribute.type
    if (verify === null) continue
    const table = `verified_${entity.id}_${attribute.name}`
    const writer = await engine.createTable(table, [
      { name: 'value', type: 'string' },
      { name: 'status', type: 'string' },
      { name: 'confidence', type: 'double' },
    ])
    for await (const values of distinctValues(engine, entity, attribute.name, attribute.isList)) {
      const said = values.map((value) => verify(value))
      writer.append([values, said.map(({ status }) => status), said.map(({ confidence }) => confidence)])
    }
    await writer.finish()
  }
  for (const { rule } of entity.derived) {
    if (rule.kind !== 'slug') continue
    const writer = await engine.createTable(`slug_${entity.id}_${rule.slug}`, [
      { name: 'value', type: 'string' },
      { name: 'slug', type: 'string' },
    ])
    for await (const values of distinctValues(engine, entity, rule.slug, false))
      writer.append([values, values.map((value) => slug(value))])
    await writer.finish()
  }
}

async function* distinctValues(
  engine: Engine,
  entity: Entity,
  attribute: string,
  isList: boolean,
): AsyncGenerator<string[]> {
  const column = sqlName(attribute)
  const value = isList ? `unnest(${column})` : `${column}::VARCHAR`
  for await (const { columns } of engine.columns(
    `SELECT DISTINCT value FROM (SELECT ${value} AS value FROM ${goldenTable(entity.id)} WHERE ${column} IS NOT NULL)`,
  ))
    yield columns[0] as string[]
}
