import { z } from 'zod'
import { EXPRESSION_FUNCTIONS, LIST_AGGREGATES } from '../../engine/expression-functions.ts'
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

/** What SQL of a settings file may say. */
const sqlReference = (): string =>
  [
    `## SQL in a settings file

Every SQL text of the file (\`derived_columns\`, \`sql_condition\`, blocking, training and deterministic rules) is one scalar expression over
the records' columns, of at most 10,000 characters. It may use columns, constants, comparisons, arithmetic, AND, OR, NOT, IN with a list,
BETWEEN, LIKE, SIMILAR TO, IS NULL, CASE, COALESCE, IF, TRY, CAST and TRY_CAST to the usual types, lists, structs, maps and access to
their parts, lambdas, and the functions below. It may not use a second expression or statement, FROM or another clause, subqueries,
aggregates over rows, window functions, \`*\`, parameters, COLLATE, or any other function: nothing that reads a file, another table, a
setting, the clock or chance, or makes more than one value a record. The engine's own parser reads each text before anything runs; a text
that says more ends the command with the file, the key, what was refused and the nearest function that is allowed
([decision](../adr/0046-sql-from-a-file-is-an-expression.md)). An expression can still be slow or need much memory, within the memory
that the engine is given.`,
    ['| Works on | Functions |', '| --- | --- |', ...Object.entries(EXPRESSION_FUNCTIONS).map(functionRow)].join('\n'),
    `\`list_aggregate\` takes the name of an aggregate, in quotes: ${LIST_AGGREGATES.map(code).join(', ')}.`,
  ].join('\n\n')

const code = (text: string): string => `\`${text}\``
const functionRow = ([what, names]: [string, readonly string[]]): string =>
  `| ${what} | ${names.map(code).join(', ')} |`

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
    sqlReference(),
  ].join('\n\n')
}
