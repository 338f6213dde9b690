import { z } from 'zod'
import { nearest } from '../contracts/nearest.ts'
import type { Engine } from './engine.ts'
import { EXPRESSION_FUNCTIONS, EXPRESSION_OPERATORS, LIST_AGGREGATES } from './expression-functions.ts'
import { sqlText } from './sql.ts'

/** A text that is to stand as an expression in SQL. */
export interface ExpressionText {
  /** Where it was written, for messages: `hotpass.derived_columns.name`. */
  readonly key: string
  readonly sql: string
}

/** Why a text is not the one scalar expression that it must be; `why` is a sentence. */
export interface ExpressionRefusal {
  readonly key: string
  readonly why: string
}

const MOST_CHARACTERS = 10_000
const NAMES: readonly string[] = Object.values(EXPRESSION_FUNCTIONS).flat()
const CALLABLE = new Set([...NAMES, ...EXPRESSION_OPERATORS])
const BY_NAME = new Set(['list_aggregate', 'list_aggr', 'array_aggregate', 'array_aggr', 'aggregate'])
const PLAIN = new Set(['COMPARISON', 'CONJUNCTION', 'CASE', 'BETWEEN', 'LAMBDA'])
const OPERATORS = new Set([
  ...[
    'OPERATOR_IS_NULL',
    'OPERATOR_IS_NOT_NULL',
    'OPERATOR_NOT',
    'OPERATOR_COALESCE',
    'OPERATOR_NULLIF',
    'OPERATOR_TRY',
  ],
  ...['COMPARE_IN', 'COMPARE_NOT_IN', 'ARRAY_EXTRACT', 'ARRAY_SLICE', 'ARRAY_CONSTRUCTOR', 'STRUCT_EXTRACT'],
])
const TYPES = new Set([
  ...[
    'BOOLEAN',
    'TINYINT',
    'SMALLINT',
    'INTEGER',
    'BIGINT',
    'HUGEINT',
    'UTINYINT',
    'USMALLINT',
    'UINTEGER',
    'UBIGINT',
    'UHUGEINT',
  ],
  ...[
    'FLOAT',
    'DOUBLE',
    'DECIMAL',
    'VARCHAR',
    'DATE',
    'TIME',
    'TIMESTAMP',
    'TIMESTAMP_S',
    'TIMESTAMP_MS',
    'TIMESTAMP_NS',
  ],
  ...['TIMESTAMP WITH TIME ZONE', 'TIME WITH TIME ZONE', 'INTERVAL', 'UUID', 'LIST', 'ARRAY', 'STRUCT', 'MAP', 'NULL'],
])
/** Names that are a function's value where no column has them: they read the clock or the session. */
const SESSION_VALUES = new Set([
  ...['current_date', 'current_time', 'current_timestamp', 'localtime', 'localtimestamp'],
  ...['current_catalog', 'current_database', 'current_role', 'current_schema', 'current_user', 'session_user'],
])
const CALLED: Readonly<Record<string, string>> = {
  SUBQUERY: 'a subquery',
  STAR: '* or COLUMNS(…)',
  PARAMETER: 'a parameter',
  POSITIONAL_REFERENCE: 'a column by its position',
  DEFAULT: 'DEFAULT',
  COLLATE: 'COLLATE',
}

/** One SELECT of one unnamed expression and of nothing else. */
const oneSelect = z.object({
  error: z.literal(false),
  statements: z.tuple([
    z.object({
      node: z.strictObject({
        type: z.literal('SELECT_NODE'),
        modifiers: z.tuple([]),
        cte_map: z.strictObject({ map: z.tuple([]) }),
        select_list: z.tuple([z.looseObject({ class: z.string(), alias: z.literal('') })]),
        from_table: z.looseObject({ type: z.literal('EMPTY'), sample: z.null() }),
        where_clause: z.null(),
        group_expressions: z.tuple([]),
        group_sets: z.tuple([]),
        aggregate_handling: z.literal('STANDARD_HANDLING'),
        having: z.null(),
        sample: z.null(),
        qualify: z.null(),
      }),
      named_param_map: z.array(z.unknown()),
    }),
  ]),
})
const failedParse = z.object({ error: z.literal(true), error_type: z.string(), error_message: z.string() })
const callNode = z.object({
  function_name: z.string(),
  schema: z.string(),
  catalog: z.literal(''),
  children: z.array(z.looseObject({ class: z.string() })),
  filter: z.null(),
  order_bys: z.object({ orders: z.tuple([]) }),
  distinct: z.literal(false),
  export_state: z.literal(false),
})
const columnNode = z.object({ column_names: z.tuple([z.string()], z.string()) })
const typeNode = z.looseObject({ id: z.string() })
const nameConstant = z.object({ class: z.literal('CONSTANT'), value: z.object({ value: z.string() }) })

/**
 * Says which texts are not one scalar expression: columns, constants, operators, CASE, CAST, lambdas, and calls of `EXPRESSION_FUNCTIONS`.
 * Nothing of a text is run or planned; the engine's own parser reads it, so that nothing can look otherwise to it later. Each text is read
 * bare and in parentheses, since it will stand in both.
 * @returns one refusal a text, in the order of the texts; none when all may be used.
 */
export async function refusedExpressions(
  engine: Engine,
  texts: readonly ExpressionText[],
): Promise<readonly ExpressionRefusal[]> {
  const refused = new Map<number, string>()
  const values: string[] = []
  for (const [at, { sql }] of texts.entries()) {
    const why = unreadable(sql)
    if (why === undefined) values.push(`(${at}, ${sqlText(sql)})`)
    else refused.set(at, why)
  }
  const read =
    values.length === 0
      ? []
      : await engine.rows<{ place: number; bare: string; enclosed: string }>(
          `SELECT place, json_serialize_sql('SELECT ' || sql)::VARCHAR AS bare, json_serialize_sql('SELECT (' || sql || ')')::VARCHAR AS enclosed
           FROM (VALUES ${values.join(', ')}) texts(place, sql)`,
        )
  for (const { place, bare, enclosed } of read) {
    const why = whyNot(bare) ?? whyNot(enclosed)
    if (why !== undefined) refused.set(place, why)
  }
  return texts.flatMap(({ key }, at) => {
    const why = refused.get(at)
    return why === undefined ? [] : [{ key, why }]
  })
}

function unreadable(sql: string): string | undefined {
  if (sql.length > MOST_CHARACTERS) return `it has more than ${MOST_CHARACTERS.toLocaleString('en')} characters.`
  // A NUL would end the text for the parser, and what comes after it would be seen by nobody.
  return sql.includes('\0') ? 'it holds a NUL character.' : undefined
}

function whyNot(serialised: string): string | undefined {
  const json: unknown = JSON.parse(serialised)
  const failed = failedParse.safeParse(json)
  if (failed.success) {
    const { error_type: type, error_message: message } = failed.data
    return type === 'parser'
      ? `it cannot be read (${message.split('\n')[0]}).`
      : 'it is more than one expression: only one is allowed, and no statement.'
  }
  const parsed = oneSelect.safeParse(json)
  if (!parsed.success)
    return 'it is not one expression: no second one, no name (AS), no FROM, WHERE, ORDER BY or other clause is allowed.'
  return refusedNode(parsed.data.statements[0].node.select_list[0])
}

/** The first thing in a tree that is not allowed. What is not known is refused. */
function refusedNode(node: unknown): string | undefined {
  if (Array.isArray(node)) return first(node, refusedNode)
  if (typeof node !== 'object' || node === null) return undefined
  const { class: kind, type } = node as { class?: unknown; type?: unknown }
  if (kind === 'CONSTANT') return undefined
  if (kind === 'COLUMN_REF') return refusedColumn(node)
  if (kind === 'FUNCTION') {
    const why = refusedCall(node)
    if (why !== undefined) return why
  } else if (kind === 'CAST') {
    const why = refusedType((node as { cast_type?: unknown }).cast_type)
    if (why !== undefined) return why
  } else if (kind === 'WINDOW') return 'a window function is not allowed: an expression sees one record.'
  else if (kind === 'OPERATOR' ? !OPERATORS.has(String(type)) : kind !== undefined && !PLAIN.has(String(kind)))
    return `${CALLED[String(kind)] ?? String(type).toLowerCase()} is not allowed: an expression sees one record.`
  return first(Object.values(node), refusedNode)
}

function refusedColumn(node: object): string | undefined {
  const [name, ...rest] = columnNode.parse(node).column_names
  if (rest.length > 0 || !SESSION_VALUES.has(name.toLowerCase())) return undefined
  return `${name} is not allowed: it is the engine's own value. Rename the column if one is meant.`
}

const lengthCall = z.object({ class: z.literal('FUNCTION'), function_name: z.enum(['len', 'length', 'cardinality']) })
const shortConstant = z.object({
  class: z.literal('CONSTANT'),
  value: z.object({ value: z.number().min(-10_000).max(10_000) }),
})
const isShort = (node: unknown): boolean => lengthCall.safeParse(node).success || shortConstant.safeParse(node).success

function refusedCall(node: unknown): string | undefined {
  const asked = String((node as { function_name?: unknown }).function_name)
  const name = asked.toLowerCase()
  if (!CALLABLE.has(name))
    return `the function ${asked.slice(0, 60)} is not allowed; the nearest allowed one is ${nearest(name, NAMES)}.`
  // A list of thousands of millions is made outside of the engine's memory limit, and no interrupt ends it.
  if (name === 'range' && !(node as { children?: unknown[] }).children?.every(isShort))
    return 'range goes to the length of a value, as len(words), or to 10,000 at most.'
  const call = callNode.safeParse(node)
  if (!call.success || !['', 'main'].includes(call.data.schema))
    return `the function ${name} is called with a schema, DISTINCT, FILTER or ORDER BY, which is not allowed.`
  if (!BY_NAME.has(name)) return undefined
  const aggregate = nameConstant.safeParse(call.data.children[1])
  if (!aggregate.success) return `the second argument of ${name} must be the name of an aggregate, in quotes.`
  const wanted = aggregate.data.value.value.toLowerCase()
  if (LIST_AGGREGATES.includes(wanted)) return undefined
  return `the aggregate ${wanted.slice(0, 60)} is not allowed in ${name}; the nearest allowed one is ${nearest(wanted, LIST_AGGREGATES)}.`
}

function refusedType(type: unknown): string | undefined {
  if (Array.isArray(type)) return first(type, refusedType)
  if (typeof type !== 'object' || type === null) return undefined
  const named = typeNode.safeParse(type)
  if (named.success && !TYPES.has(named.data.id)) {
    const { type_info: info } = named.data
    const own = z.object({ name: z.string() }).safeParse(info)
    const shown = own.success ? own.data.name : named.data.id
    return `the type ${shown.slice(0, 60)} is not allowed; the nearest allowed one is ${nearest(shown, TYPES)}.`
  }
  return first(Object.values(type), refusedType)
}

function first(values: readonly unknown[], of: (value: unknown) => string | undefined): string | undefined {
  for (const value of values) {
    const found = of(value)
    if (found !== undefined) return found
  }
  return undefined
}
