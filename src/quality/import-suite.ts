import { stringify } from 'yaml'
import { z } from 'zod'
import { SuiteError } from './errors.ts'
import { expectationKinds } from './expectation-kinds.ts'

const foreignExpectation = z.looseObject({
  type: z.string().optional(),
  expectation_type: z.string().optional(),
  kwargs: z.record(z.string(), z.unknown()).default({}),
  meta: z.record(z.string(), z.unknown()).nullish(),
  severity: z.string().nullish(),
  notes: z.unknown().optional(),
})

const foreignSuite = z.looseObject({
  name: z.string().nullish(),
  expectation_suite_name: z.string().nullish(),
  expectations: z.array(foreignExpectation),
})

export interface ImportedSuite {
  /** YAML, ready to be a suite file. */
  readonly text: string
  readonly imported: number
  /** What could not be taken over, or means something a little else here, as sentences. */
  readonly notes: readonly string[]
}

type Line = Record<string, unknown>

/**
 * A Great Expectations suite (JSON of version 0.15 to 1.x) as a suite of ours. What we do not know, or cannot say, is told and left out;
 * nothing is guessed.
 * @throws SuiteError when the text is no such suite.
 */
export function importSuite(text: string, shown: string, dataset?: string): ImportedSuite {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    throw new SuiteError(
      { file: shown },
      'it is not JSON',
      'Give the JSON file that Great Expectations keeps of a suite.',
      error,
    )
  }
  const parsed = foreignSuite.safeParse(json)
  if (!parsed.success)
    throw new SuiteError(
      { file: shown },
      'it is no suite of Great Expectations: it has no list of expectations',
      'Give the JSON file that Great Expectations keeps of a suite.',
      parsed.error,
    )
  const name = parsed.data.name ?? parsed.data.expectation_suite_name ?? shown.replace(/\.[^.]*$/, '')
  const notes: string[] = []
  const lines: Line[] = []
  const used = new Set<string>()
  for (const [at, foreign] of parsed.data.expectations.entries()) {
    const type = foreign.type ?? foreign.expectation_type ?? ''
    const say = (what: string) => notes.push(`${at + 1}. ${type || 'expectation without a type'}: ${what}`)
    const line = importLine(type, foreign, say)
    if (line === undefined) continue
    const base = String(line.id ?? [type, ...columnsOf(line)].join('.'))
      .replaceAll(/[^A-Za-z0-9_.-]/g, '_')
      .slice(0, 110)
    let id = base
    for (let twin = 2; used.has(id); twin++) id = `${base}.${twin}`
    used.add(id)
    lines.push({ ...line, id })
  }
  const suite = {
    suite: name,
    dataset: dataset ?? name,
    description: `Imported from ${shown}.`,
    expectations: lines.map(({ type, id, ...rest }) => ({ type, id, ...rest })),
  }
  return { text: stringify(suite, { lineWidth: 0 }), imported: lines.length, notes }
}

/** Names that changed between Great Expectations' versions. */
const RENAMED: Readonly<Record<string, string>> = {
  expect_column_pair_values_A_to_be_greater_than_B: 'expect_column_pair_values_a_to_be_greater_than_b',
  expect_multicolumn_values_to_be_unique: 'expect_select_column_values_to_be_unique_within_record',
}

/** What only steers Great Expectations itself. */
const IGNORED = new Set([
  'condition_parser',
  'batch_id',
  'result_format',
  'catch_exceptions',
  'include_config',
  'table',
  'auto',
  'profiler_config',
  'strict',
  'ignore_row_if',
  'parse_strings_as_datetimes',
  'allow_cross_type_comparisons',
])
const SEVERITY: Readonly<Record<string, string>> = {
  critical: 'error',
  error: 'error',
  warning: 'warning',
  info: 'info',
}

function importLine(
  type: string,
  foreign: z.output<typeof foreignExpectation>,
  say: (what: string) => void,
): Line | undefined {
  const known = RENAMED[type] ?? type
  const kind = expectationKinds.get(known)
  if (kind === undefined) {
    say('there is no such expectation here, so it was left out.')
    return undefined
  }
  const line: Line = { type: known }
  const severity = SEVERITY[String(foreign.severity ?? 'critical')]
  if (severity !== undefined && severity !== 'error') line.severity = severity
  const because = noteOf(foreign)
  if (because !== undefined) line.because = because
  for (const [key, value] of Object.entries(foreign.kwargs)) {
    if (value === null || IGNORED.has(key)) continue
    if (key === 'row_condition') {
      const condition = conditionText(value)
      if (condition === undefined) {
        say('its row condition cannot be read here, so it was left out.')
        return undefined
      }
      line.row_condition = condition
    } else line[key] = value
  }
  for (const key of ['regex', 'regex_list'] as const)
    if (line[key] !== undefined) {
      line[key] = Array.isArray(line[key]) ? line[key].map((one) => anchored(String(one))) : anchored(String(line[key]))
    }
  if (known.includes('match_regex') && JSON.stringify(line).includes('^(?:'))
    say('its pattern is anchored at the start, as Great Expectations matches it.')
  const checked = kind.schema.safeParse(line)
  if (checked.success) return line
  const issue = checked.error.issues[0]
  say(`${issue?.path.join('.') || 'a parameter'}: ${issue?.message ?? 'does not fit'}, so it was left out.`)
  return undefined
}

const columnsOf = ({ column, column_A, column_B, column_list }: Line): string[] =>
  [column, column_A, column_B, ...(Array.isArray(column_list) ? column_list : [])].filter(
    (one) => typeof one === 'string',
  )

/** Python's `match` begins at the start of the value; our patterns match anywhere. */
const anchored = (pattern: string): string => (/^(\^|\\A|\.\*)/.test(pattern) ? pattern : `^(?:${pattern})`)

function noteOf({ notes, meta }: z.output<typeof foreignExpectation>): string | undefined {
  const note = notes ?? meta?.notes
  const text =
    typeof note === 'string'
      ? note
      : Array.isArray(note)
        ? note.join(' ')
        : (note as { content?: unknown } | null)?.content
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : Array.isArray(text) ? text.join(' ') : undefined
}

const passThrough = z.looseObject({ type: z.literal('pass_through'), pass_through_filter: z.string() })
const comparison = z.looseObject({
  type: z.literal('comparison'),
  column: z.looseObject({ name: z.string() }),
  operator: z.string(),
  parameter: z.unknown(),
})
const nullity = z.looseObject({
  type: z.literal('nullity'),
  column: z.looseObject({ name: z.string() }),
  is_null: z.boolean(),
})
const combined = z.looseObject({ type: z.enum(['and', 'or']), conditions: z.array(z.unknown()).min(1) })

/** A row condition of any of Great Expectations' shapes in our language; undefined when it says something we cannot. */
function conditionText(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  const raw = passThrough.safeParse(value)
  if (raw.success) return raw.data.pass_through_filter
  const one = comparison.safeParse(value)
  if (one.success) {
    const { column, operator, parameter } = one.data
    const name = `\`${column.name}\``
    const operators: Readonly<Record<string, string>> = {
      '==': '==',
      '!=': '!=',
      '<': '<',
      '<=': '<=',
      '>': '>',
      '>=': '>=',
    }
    if (Array.isArray(parameter) && /^(in|not[ _]in)$/i.test(operator))
      return `${name} ${/^in$/i.test(operator) ? 'in' : 'not in'} (${parameter.map((member) => JSON.stringify(member)).join(', ')})`
    return operators[operator] === undefined ? undefined : `${name} ${operators[operator]} ${JSON.stringify(parameter)}`
  }
  const empty = nullity.safeParse(value)
  if (empty.success) return `\`${empty.data.column.name}\` is ${empty.data.is_null ? '' : 'not '}null`
  const many = combined.safeParse(value)
  if (!many.success) return undefined
  const parts = many.data.conditions.map(conditionText)
  return parts.includes(undefined) ? undefined : parts.map((part) => `(${part})`).join(` ${many.data.type} `)
}
