import { z } from 'zod'
import { expectationKinds } from '../src/quality/expectation-kinds.ts'

const COMMON = ['type', 'id', 'severity', 'owner', 'because', 'mostly', 'row_condition']

/** The reference of every expectation, from the registry that suites are read with. */
export function expectationsReference(notice: string): string {
  const kinds = [...expectationKinds.values()].toSorted((a, b) => a.type.localeCompare(b.type))
  const intro = [
    `${kinds.length} expectations, in Great Expectations' vocabulary where it has a word. Each line of a suite names one as \`type\`, and may have`,
    '`id` (unique in the suite), `severity` (`error`, `warning`, `info`; default `error`), `owner` and `because`. Expectations about rows take',
    '`mostly`, the share of rows that must be right (default 1); those about rows or a column take `row_condition`, such as',
    '`status == "Active" and score >= 0.5`. A condition compares columns with constants (`==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `is null`,',
    'joined by `and`, `or`, `not`): it is no SQL, calls no function, and what it is turned into is one expression over the row',
    '([decision](../adr/0046-sql-from-a-file-is-an-expression.md)). How to write a suite: [write expectations](../how-to/write-expectations.md).',
  ].join('\n')
  const sections = kinds.map(({ type, summary, byRow, schema }) => {
    const own = Object.entries(schema.shape).filter(([name]) => !COMMON.includes(name))
    const takes = [...(byRow ? ['`mostly`'] : []), ...('row_condition' in schema.shape ? ['`row_condition`'] : [])]
    const rows = own.map(([name, one]) => `| \`${name}\` | ${describe(one)} | ${required(one) ? 'yes' : ''} |`)
    return [
      `## ${type}`,
      '',
      summary,
      '',
      ...(rows.length === 0
        ? ['No parameters of its own.']
        : ['| parameter | value | required |', '| --- | --- | --- |', ...rows]),
      ...(takes.length === 0 ? [] : ['', `Takes ${takes.join(' and ')}.`]),
    ].join('\n')
  })
  return `# Expectations\n\n${notice}\n\n${intro}\n\n${sections.join('\n\n')}\n`
}

const jsonOf = (schema: unknown) => z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Json
interface Json {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Json[]
  readonly items?: Json
  readonly default?: unknown
  readonly minimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Json>>
}

const required = (schema: unknown): boolean => !(schema as z.ZodType).safeParse(undefined).success

function describe(schema: unknown): string {
  const json = jsonOf(schema)
  const fallback = json.default === undefined ? '' : `; default \`${JSON.stringify(json.default)}\``
  return `${word(json)}${fallback}`
}

function word(json: Json): string {
  if (json.enum !== undefined) return json.enum.map((one) => `\`${one}\``).join(' or ')
  if (json.anyOf !== undefined) return [...new Set(json.anyOf.map(word))].join(' or ')
  if (typeof json.type === 'object') return json.type.map((type) => word({ type })).join(' or ')
  if (json.type === 'array') return `list of ${json.items === undefined ? 'pairs' : word(json.items)}`
  if (json.type === 'object')
    return `mapping with ${Object.keys(json.properties ?? {})
      .map((name) => `\`${name}\``)
      .join(', ')}`
  if (json.type === 'integer') return 'whole number'
  if (json.type === 'boolean') return '`true` or `false`'
  if (json.type === 'string') return 'text'
  return json.type ?? 'any'
}
