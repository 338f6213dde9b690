import { Ajv2020 } from 'ajv/dist/2020.js'
import type { z } from 'zod'
import type { Contract } from './contract.ts'
import { jsonSchema } from './json-schema.ts'

export interface RowFailure {
  readonly field: string | null
  readonly rule: string
  readonly value: string | null
  /** A sentence for people; holds no value. */
  readonly message: string
}

export type RowVerdict = { readonly ok: true } | { readonly ok: false; readonly failures: readonly RowFailure[] }

type Row = Record<string, unknown>

const OK: RowVerdict = { ok: true }
// Lengths count UTF-16 units and NaN is no number, as in zod, so that the two agree on every row.
const ajv = new Ajv2020({ strict: false, strictNumbers: true, validateFormats: false, unicode: false, logger: false })
const compiled = new WeakMap<Contract, (row: Row) => RowVerdict>()

/** The check of a contract, compiled once a process: ajv in bulk, zod on the rejects for the reasons, then the cross-field rules. */
export function compileRowCheck(contract: Contract): (row: Row) => RowVerdict {
  const found = compiled.get(contract)
  if (found !== undefined) return found
  const validate = ajv.compile(jsonSchema(contract))
  const valuesOf = writtenValues(contract)
  const check = (written: Row): RowVerdict => {
    const row = valuesOf(written)
    const fits = validate(row)
    // Types of published columns know more than JSON Schema can say; source tables hold nothing but what their file says.
    if (fits && contract.kind === 'source') return brokenRules(contract, row)
    const parsed = contract.schema.safeParse(row)
    if (fits && parsed.success) return brokenRules(contract, row)
    if (!parsed.success)
      return { ok: false, failures: parsed.error.issues.map((issue) => failureOf(contract, row, issue)) }
    return {
      ok: false,
      failures: [{ field: null, rule: 'schema', value: null, message: ajv.errorsText(validate.errors) }],
    }
  }
  compiled.set(contract, check)
  return check
}

const NUMBER = /^[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d+)?$/
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
])

/** A CSV has nothing but texts: where the contract of a source says number or flag, a text that is one is taken for it. */
function writtenValues({ kind, fields }: Contract): (row: Row) => Row {
  const typed = fields.filter(({ type }) => type === 'long' || type === 'double' || type === 'boolean')
  if (kind !== 'source' || typed.length === 0) return (row) => row
  return (row) => {
    const read = { ...row }
    for (const { name, type } of typed) {
      const cell = row[name]
      if (typeof cell !== 'string') continue
      const text = cell.trim()
      if (type === 'boolean') read[name] = FLAGS.get(text.toLowerCase()) ?? cell
      else if (NUMBER.test(text)) read[name] = Number(text)
    }
    return read
  }
}

function brokenRules(contract: Contract, row: Row): RowVerdict {
  if (contract.rules.length === 0) return OK
  const broken = contract.rules.filter(({ holds }) => !holds(row))
  if (broken.length === 0) return OK
  return {
    ok: false,
    failures: broken.map(({ id, fields, description }) => {
      const [field = null] = fields
      const value = field === null ? null : (row[field] ?? null)
      return {
        field,
        rule: id,
        value: value === null ? null : String(value),
        message: `${withLabels(contract, description)} Correct one of the cells.`,
      }
    }),
  }
}

function failureOf(contract: Contract, row: Row, issue: z.core.$ZodIssue): RowFailure {
  const field = issue.path[0] === undefined ? null : String(issue.path[0])
  const value = field === null ? null : (row[field] ?? null)
  const label = contract.fields.find(({ name }) => name === field)?.label ?? field ?? 'row'
  if (value === null)
    return {
      field,
      rule: 'required',
      value: null,
      message: `"${label}" is empty, and ${contract.title} requires it. Fill it in, or delete the row.`,
    }
  return { field, rule: ruleOf(issue), value: String(value), message: `"${label}" ${saying(issue)} Correct the cell.` }
}

/** The rule's name in the contract's vocabulary. */
function ruleOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') return 'type'
  if (issue.code === 'invalid_format') return issue.format === 'regex' ? 'pattern' : issue.format
  if (issue.code === 'invalid_value') return 'enum'
  if (issue.code === 'too_small') return issue.origin === 'string' ? 'min_length' : 'minimum'
  if (issue.code === 'too_big') return issue.origin === 'string' ? 'max_length' : 'maximum'
  return issue.code
}

function saying(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be a ${issue.expected === 'int' ? 'whole number' : issue.expected}.`
    case 'invalid_format':
      return issue.format === 'regex' ? `does not match ${issue.pattern}.` : `is no ${issue.format}.`
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}.`
    case 'too_small':
      return issue.origin === 'string'
        ? `must have at least ${issue.minimum} characters.`
        : `must be at least ${issue.minimum}.`
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${issue.maximum} characters.`
        : `must be at most ${issue.maximum}.`
    default:
      return `does not fit: ${issue.message}.`
  }
}

/** A rule's sentence with the labels people see in their spreadsheet. */
const withLabels = (contract: Contract, sentence: string): string =>
  contract.fields.reduce(
    (text, { name, label }) =>
      label === name ? text : text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `"${label}"`),
    sentence,
  )
