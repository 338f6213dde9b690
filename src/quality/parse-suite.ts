import { parseDocument } from 'yaml'
import { z } from 'zod'
import { nearest } from '../contracts/nearest.ts'
import { SuiteError } from './errors.ts'
import type { Expectation, ExpectationKind } from './expectation.ts'
import { expectationKinds } from './expectation-kinds.ts'
import { type GatePolicy, gatePolicySchema } from './gate-policy.ts'

/** The expectations of one dataset. */
export interface Suite {
  /** File the suite was read from, for messages. */
  readonly file: string
  readonly suite: string
  /** Contract id of the dataset it is about. */
  readonly dataset: string
  readonly owner: string | null
  /** Whether a contract implies it or a steward wrote it. */
  readonly origin: 'contract' | 'suite'
  readonly policy: GatePolicy
  readonly expectations: readonly Expectation[]
}

const suiteSchema = z.strictObject({
  suite: z.string().min(1),
  dataset: z.string().min(1),
  description: z.string().optional(),
  owner: z.string().min(1).max(120).optional(),
  policy: gatePolicySchema.prefault({}),
  expectations: z
    .array(z.looseObject({ type: z.string(), id: z.string().optional() }))
    .max(10_000)
    .default([]),
})

/**
 * Reads a suite's YAML. `file` is only named in messages.
 * @throws SuiteError for text that is no YAML, an unknown key or expectation (with the nearest valid name), parameters that do not fit, or an id used twice.
 */
export function parseSuite(text: string, file: string): Suite {
  const document = parseDocument(text, { uniqueKeys: true })
  const broken = document.errors[0]
  if (broken)
    throw new SuiteError({ file }, `not valid YAML: ${firstLine(broken.message)}`, 'Correct the file.', broken)
  const parsed = suiteSchema.safeParse(expanded(document, file))
  if (!parsed.success) throw misfit({ file }, parsed.error, Object.keys(suiteSchema.shape))
  const { suite, dataset, owner, policy, expectations } = parsed.data
  const seen = new Set<string>()
  return {
    file,
    suite,
    dataset,
    owner: owner ?? null,
    origin: 'suite',
    policy,
    expectations: expectations.map((parameters) => {
      const expectation = readExpectation(parameters, file)
      if (seen.has(expectation.id)) {
        throw new SuiteError(
          { file, expectation: expectation.id },
          'stands in the suite twice',
          'Give one of the two an `id` of its own, or delete it.',
        )
      }
      seen.add(expectation.id)
      return expectation
    }),
  }
}

function expanded(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new SuiteError(
      { file },
      `cannot be read: ${firstLine(String(error))}`,
      'Write it without so many aliases.',
      error,
    )
  }
}

function readExpectation(parameters: { type: string; id?: string | undefined }, file: string): Expectation {
  const kind = expectationKinds.get(parameters.type)
  if (kind === undefined) {
    const meant = nearest(parameters.type, expectationKinds.keys())
    throw new SuiteError(
      { file, expectation: parameters.type },
      'no expectation has this name',
      `Did you mean ${meant}? Known: ${[...expectationKinds.keys()].join(', ')}.`,
    )
  }
  return readAs(kind, parameters, file)
}

function readAs(
  kind: ExpectationKind,
  parameters: { type: string; id?: string | undefined },
  file: string,
): Expectation {
  try {
    return kind.read(parameters)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    throw misfit({ file, expectation: parameters.id ?? parameters.type }, error, Object.keys(kind.schema.shape))
  }
}

function misfit(place: SuiteError['place'], error: z.ZodError, known: readonly string[]): SuiteError {
  const issue = error.issues[0]
  if (issue?.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    return new SuiteError(
      place,
      `unknown key "${key}"`,
      `Did you mean "${nearest(key, known)}"? Known: ${known.join(', ')}.`,
      error,
    )
  }
  const path = issue?.path.join('.') ?? ''
  return new SuiteError(
    place,
    `${path === '' ? 'the file' : `"${path}"`} does not fit: ${issue?.message ?? error.message}`,
    `Keys: ${known.join(', ')}.`,
    error,
  )
}

const firstLine = (text: string): string => text.split('\n')[0] ?? ''
