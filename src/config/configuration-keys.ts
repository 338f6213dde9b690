import { z } from 'zod'
import { configurationSchema, keyMeta } from './configuration.ts'

/** One dotted key: what it takes, what it is without anybody's word, and what it is for. */
export interface ConfigurationKey {
  readonly key: string
  readonly schema: z.ZodType
  readonly default: unknown
  readonly description: string
  readonly affectsOutput: boolean
}

/** Every key by its dotted name, in the table's order. */
export const configurationKeys: ReadonlyMap<string, ConfigurationKey> = new Map(
  keysOf(configurationSchema, '').map((each) => [each.key, each]),
)

function keysOf(group: z.ZodObject, prefix: string): ConfigurationKey[] {
  return Object.entries(group.shape).flatMap(([name, part]) => {
    const schema = part as z.ZodType
    const key = `${prefix}${name}`
    if (schema instanceof z.ZodObject) return keysOf(schema, `${key}.`)
    const meta = keyMeta(schema)
    if (!meta) throw new TypeError(`Configuration key ${key} has no description; give it one in configuration.ts.`)
    return [{ key, schema, default: schema.parse(undefined), ...meta }]
  })
}

/** Every key for people: name, default as JSON, and description. */
export function configurationReference(): readonly {
  readonly key: string
  readonly default: string
  readonly description: string
}[] {
  return [...configurationKeys.values()].map((each) => ({
    key: each.key,
    default: JSON.stringify(each.default),
    description: each.description,
  }))
}
