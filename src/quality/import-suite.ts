import { stringify } from 'yaml'
import { z } from 'zod'
import { SuiteError } from './errors.ts'
import { expectationKinds } from './expectation-kinds.ts'
import { importParameters } from './import-expectation.ts'

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
  notes: z.unknown().optional(),
  suite_parameters: z.record(z.string(), z.unknown()).nullish(),
  evaluation_parameters: z.record(z.string(), z.unknown()).nullish(),
})

export interface ImportedSuite {
  /** YAML, ready to be a suite file. */
  readonly text: string
  readonly imported: number
  /** What could not be taken over, or means something a little else here, as sentences. */
  readonly notes: readonly string[]
}

type Line = Record<string, unknown>
interface Noted {
  readonly notes?: unknown
  readonly meta?: Readonly<Record<string, unknown>> | null | undefined
}

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
  const { suite_parameters, evaluation_parameters, notes: said } = parsed.data
  const given = Object.keys({ ...evaluation_parameters, ...suite_parameters })
  if (given.length > 0) notes.push(`The suite's parameters ${given.join(', ')} have no place here and were left out.`)
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
    description: [`Imported from ${shown}.`, noteOf({ notes: said })].filter((text) => text !== undefined).join(' '),
    expectations: lines.map(({ type, id, ...rest }) => ({ type, id, ...rest })),
  }
  return { text: stringify(suite, { lineWidth: 0 }), imported: lines.length, notes }
}

/** Names that changed between Great Expectations' versions. */
const RENAMED: Readonly<Record<string, string>> = {
  expect_column_pair_values_A_to_be_greater_than_B: 'expect_column_pair_values_a_to_be_greater_than_b',
  expect_multicolumn_values_to_be_unique: 'expect_select_column_values_to_be_unique_within_record',
}

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
  const severity = SEVERITY[String(foreign.severity ?? 'critical')]
  if (severity === undefined) say(`its severity ${foreign.severity} is not known here; it blocks.`)
  const because = noteOf(foreign)
  const taken = importParameters(kind, { kwargs: foreign.kwargs, say })
  if ('refused' in taken) {
    say(`${taken.refused}, so it was left out.`)
    return undefined
  }
  const line: Line = {
    ...taken.line,
    type: known,
    ...(severity === undefined || severity === 'error' ? {} : { severity }),
    ...(because === undefined ? {} : { because }),
  }
  const checked = kind.schema.safeParse(line)
  if (checked.success) return line
  say(`${misfit(checked.error)}, so it was left out.`)
  return undefined
}

function misfit({ issues: [issue] }: z.ZodError): string {
  if (issue?.code === 'unrecognized_keys') return `its ${issue.keys.join(', ')} cannot be said here`
  return `its ${issue?.path.join('.') || 'parameters'}: ${issue?.message ?? 'does not fit'}`
}

const columnsOf = ({ column, column_A, column_B, column_list }: Line): string[] =>
  [column, column_A, column_B, ...(Array.isArray(column_list) ? column_list : [])].filter(
    (one) => typeof one === 'string',
  )

function noteOf({ notes, meta }: Noted): string | undefined {
  const note = notes ?? meta?.notes
  const text =
    typeof note === 'string'
      ? note
      : Array.isArray(note)
        ? note.join(' ')
        : (note as { content?: unknown } | null)?.content
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : Array.isArray(text) ? text.join(' ') : undefined
}
