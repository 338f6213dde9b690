import { z } from 'zod'
import { linkageSettingsSchema } from './linkage-settings.ts'

interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly additionalProperties?: unknown
}

/** The JSON Schema of a settings file, draft 2020-12: what an editor checks it with. */
export const linkageSettingsJsonSchema = (): Record<string, unknown> => ({
  ...z.toJSONSchema(linkageSettingsSchema, { io: 'input' }),
  $id: 'https://hotpass.example/schemas/linkage-settings.schema.json',
  title: 'Linkage settings',
})

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

function typeOf(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(', ')
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ')
  if (schema.type === 'array') return `list of ${schema.items ? typeOf(schema.items) : 'anything'}`
  return [schema.type ?? 'anything'].flat().join(' or ')
}

function table(schema: Schema, skip: readonly string[] = []): string {
  const rows = Object.entries(schema.properties ?? {})
    .filter(([name]) => !skip.includes(name))
    .map(
      ([name, property]) =>
        `| \`${name}\` | ${cell(typeOf(property))} | ${property.default === undefined ? (schema.required?.includes(name) ? 'needed' : '') : `\`${JSON.stringify(property.default)}\``} | ${cell(property.description ?? '')} |`,
    )
  return ['| Key | Type | Default | Meaning |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** The reference page of the settings, from the schema that files are checked with. */
export function linkageSettingsReference(): string {
  const schema = linkageSettingsJsonSchema() as Schema
  const comparison = schema.properties?.comparisons?.items ?? {}
  const level = comparison.properties?.comparison_levels?.items ?? {}
  const rule = schema.properties?.blocking_rules_to_generate_predictions?.items?.anyOf?.[1] ?? {}
  const extension = schema.properties?.hotpass ?? {}
  return [
    table(schema),
    `## A comparison\n\n${table(comparison)}`,
    `## A level\n\n${table(level)}`,
    `## A blocking rule\n\nThe SQL alone, or:\n\n${table(rule)}`,
    `## hotpass\n\n${extension.description ?? ''}\n\n${table(extension)}`,
  ].join('\n\n')
}
