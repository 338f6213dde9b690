import type { z } from 'zod'
import type { ExpectationKind } from './expectation.ts'
import { importCondition } from './import-condition.ts'
import { translatePythonPattern } from './python-pattern.ts'

/** What Great Expectations says of one expectation besides its parameters. */
export interface ForeignParameters {
  readonly kwargs: Readonly<Record<string, unknown>>
  /** Told what is left out or means something else here, as a sentence. */
  readonly say: (what: string) => void
}

type Line = Record<string, unknown>
type Taken = { readonly line: Line } | { readonly refused: string }

/** What only steers Great Expectations itself, and no row. */
const STEERING = new Set([
  'batch_id',
  'result_format',
  'catch_exceptions',
  'include_config',
  'table',
  'profiler_config',
  'condition_parser',
])
/** What changes what is asked where it is true, and says nothing where it is not. */
const FLAGS: Readonly<Record<string, string>> = {
  parse_strings_as_datetimes:
    'texts are compared as texts here, not as days: only days written as 2026-01-31 keep their order.',
  allow_cross_type_comparisons: 'values of another type are told by suites check here, they are not compared.',
  allow_relative_error: 'quantiles are asked without a relative error here, within half a percent.',
  auto: 'its bounds were to be guessed by Great Expectations; those that stand in the file were taken.',
}
const SAME = { neither: 'never', never: 'neither' } as Readonly<Record<string, string>>
const STRICT = [
  ['strict_min', 'min_value', 1],
  ['strict_max', 'max_value', -1],
] as const
/** Expectations of values that look at no empty cell, so that null in their list says nothing. */
const NULL_SAYS_NOTHING = /_values_to_(?:not_)?be_in_set$/

/** The parameters of an expectation as ours, or why it cannot be asked here as it is meant. */
export function importParameters(kind: ExpectationKind, { kwargs, say }: ForeignParameters): Taken {
  const line: Line = {}
  const has = (key: string) => Object.hasOwn(kind.schema.shape, key)
  for (const [key, value] of Object.entries(kwargs)) {
    if (value === null || STEERING.has(key) || key === 'row_condition' || key === 'ignore_row_if') continue
    if (isParameter(value)) return { refused: `its ${key} is a parameter that is given when it runs` }
    if (key in FLAGS && !has(key)) {
      if (value === true) say(FLAGS[key] ?? '')
      else if (value !== false) return { refused: `its ${key} is not true or false` }
    } else line[key] = value
  }
  const condition = conditionOf(kwargs, has('row_condition'), say)
  if (typeof condition === 'object') return condition
  if (condition !== undefined) line.row_condition = condition
  if (!has('mostly') && line.mostly === 1) delete line.mostly
  const wrong =
    setIgnored(line, kwargs, kind) ?? tighten(line, has) ?? dropNulls(line, kind.type, say) ?? patterns(line, say)
  return wrong === undefined ? { line } : { refused: wrong }
}

const isParameter = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).some((key) => key.startsWith('$PARAMETER'))

function conditionOf(
  { row_condition: given, condition_parser: parser }: Readonly<Record<string, unknown>>,
  known: boolean,
  say: (what: string) => void,
): string | undefined | { readonly refused: string } {
  if (given === undefined || given === null || given === '') return undefined
  const imported = importCondition(given, parser)
  if ('refused' in imported) return { refused: `its row condition cannot be asked here: ${imported.refused}` }
  if (!known) return { refused: 'it takes no row condition here' }
  for (const note of imported.notes) say(`its row condition: ${note}`)
  return imported.text
}

/** Great Expectations leaves rows out that are empty in all of the columns, unless it is told otherwise. */
function setIgnored(
  line: Line,
  kwargs: Readonly<Record<string, unknown>>,
  { schema, type }: ExpectationKind,
): string | undefined {
  const given = kwargs.ignore_row_if ?? undefined
  const shape = schema.shape.ignore_row_if as z.ZodType | undefined
  if (shape === undefined)
    return given === undefined || given === 'never' || given === 'neither'
      ? undefined
      : 'its ignore_row_if is not known here'
  const wanted = given ?? (type.includes('_pair_') ? 'both_values_are_missing' : 'all_values_are_missing')
  const taken = [wanted, SAME[String(wanted)]].find((one) => shape.safeParse(one).success && one !== undefined)
  if (taken === undefined) return `its ignore_row_if ${JSON.stringify(wanted)} is not known here`
  line.ignore_row_if = taken
  return undefined
}

/** A count that lies strictly above 1 is at least 2, where bounds of counts are always part of the range. */
function tighten(line: Line, has: (key: string) => boolean): string | undefined {
  for (const [strict, bound, step] of STRICT) {
    if (has(strict) || line[strict] === undefined) continue
    const limit = line[bound]
    if (line[strict] === true && limit !== undefined) {
      if (typeof limit !== 'number' || !Number.isInteger(limit)) return `its ${strict} needs a whole ${bound} here`
      line[bound] = limit + step
    }
    delete line[strict]
  }
  return undefined
}

function dropNulls(line: Line, type: string, say: (what: string) => void): undefined {
  if (!NULL_SAYS_NOTHING.test(type) || !Array.isArray(line.value_set) || !line.value_set.includes(null)) return
  line.value_set = line.value_set.filter((member) => member !== null)
  say('null was taken out of its value_set: an empty cell is never looked at, here and there.')
}

function patterns(line: Line, say: (what: string) => void): string | undefined {
  const told = new Set<string>()
  for (const key of ['regex', 'regex_list'] as const) {
    const given = line[key]
    if (given === undefined) continue
    const list: unknown[] = Array.isArray(given) ? given : [given]
    const taken: unknown[] = []
    for (const one of list) {
      if (typeof one !== 'string') return `its ${key} is no pattern`
      const translated = translatePythonPattern(one)
      if ('refused' in translated) return `its pattern ${one} cannot be asked here: ${translated.refused}`
      for (const note of translated.notes) told.add(note)
      taken.push(translated.pattern)
    }
    line[key] = Array.isArray(given) ? taken : taken[0]
  }
  for (const note of told) say(`${note}.`)
  return undefined
}
