import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import type { z } from 'zod'
import type { Contract, ContractField } from './contract.ts'
import { jsonSchemaOf, ownKeywords } from './json-schema.ts'

/** One reason a row was rejected. `value` is the raw one: pass it through `mask` before anybody sees it. */
export interface RowFailure {
  readonly field: string
  /** `required`, `type`, `pattern`, `set`, `minimum`, `maximum`, or the id of a rule over several fields. */
  readonly rule: string
  readonly value: unknown
  /** Says what is expected; never holds the value. */
  readonly message: string
}

export type RowVerdict = { readonly ok: true } | { readonly ok: false; readonly failures: readonly RowFailure[] }

export type RowCheck = (row: Record<string, unknown>) => RowVerdict

const passed: RowVerdict = { ok: true }
const compiled = new WeakMap<Contract, RowCheck>()

/**
 * A check of one row against a contract, compiled once per contract: ajv on the exported JSON Schema decides,
 * zod speaks only for rows that fail. A row that breaks the contract is a value, never an exception.
 */
export function compileRowCheck(contract: Contract): RowCheck {
  const known = compiled.get(contract)
  if (known) return known
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, validateFormats: false })
  ajv.addVocabulary([...ownKeywords])
  const fits = ajv.compile(jsonSchemaOf(contract))
  const { rules } = contract
  const check: RowCheck = (row) => {
    if (!fits(row)) return { ok: false, failures: fieldFailures(contract, row, fits.errors ?? []) }
    if (rules.length === 0) return passed
    const broken = rules.filter((rule) => !rule.holds(row))
    if (broken.length === 0) return passed
    return {
      ok: false,
      failures: broken.map((rule) => ({
        field: rule.field,
        rule: rule.id,
        value: row[rule.field],
        message: rule.description,
      })),
    }
  }
  compiled.set(contract, check)
  return check
}

function fieldFailures(contract: Contract, row: Record<string, unknown>, errors: readonly ErrorObject[]): RowFailure[] {
  const { error } = contract.schema.safeParse(row)
  const failures = (error?.issues ?? []).map((issue) => failure(contract, row, issue))
  if (failures.length > 0) return failures
  return errors.map((each) => ({
    field: each.instancePath.slice(1),
    rule: each.keyword,
    value: row[each.instancePath.slice(1)],
    message: each.message ?? each.keyword,
  }))
}

function failure(contract: Contract, row: Record<string, unknown>, issue: z.core.$ZodIssue): RowFailure {
  const name = String(issue.path[0] ?? '')
  const field = contract.fields.find((each) => each.name === name)
  const value = row[name]
  const rule = field?.required && isBlank(value) ? 'required' : ruleOf(issue)
  return {
    field: name,
    rule,
    value,
    message: `${labelled(field, name)} ${rule === 'required' ? 'is required and is empty' : expectation(issue)}.`,
  }
}

const isBlank = (value: unknown): boolean =>
  value === null || value === undefined || (typeof value === 'string' && value.trim() === '')

function labelled(field: ContractField | undefined, name: string): string {
  return field && field.label !== name ? `${name} (column "${field.label}")` : name
}

function ruleOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_format':
      return 'pattern'
    case 'invalid_value':
      return 'set'
    case 'too_small':
      return 'minimum'
    case 'too_big':
      return 'maximum'
    default:
      return 'type'
  }
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_format':
      return `must match ${issue.pattern ?? issue.format}`
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`
    case 'too_small':
      return `must be at least ${issue.minimum}`
    case 'too_big':
      return `must be at most ${issue.maximum}`
    case 'invalid_type':
      return `must be of type ${issue.expected}`
    default:
      return issue.message
  }
}
