import { Ajv2020 } from 'ajv/dist/2020.js'
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

const OK: RowVerdict = { ok: true }
const ajv = new Ajv2020({ strict: false, strictNumbers: true, validateFormats: false })
const compiled = new WeakMap<Contract, (row: Record<string, unknown>) => RowVerdict>()

/** The check of a contract, compiled once a process: ajv in bulk, zod on the rejects for the reasons. */
export function compileRowCheck(contract: Contract): (row: Record<string, unknown>) => RowVerdict {
  const found = compiled.get(contract)
  if (found !== undefined) return found
  const validate = ajv.compile(jsonSchema(contract))
  const labels = new Map(contract.fields.map((field) => [field.name, field.label]))
  const check = (row: Record<string, unknown>): RowVerdict => {
    if (validate(row)) return OK
    const parsed = contract.schema.safeParse(row)
    const issues = parsed.success ? [] : parsed.error.issues
    const failures = issues.map((issue): RowFailure => {
      const field = issue.path[0] === undefined ? null : String(issue.path[0])
      const value = field === null ? null : (row[field] ?? null)
      const label = labels.get(field ?? '') ?? field ?? 'row'
      return value === null
        ? {
            field,
            rule: 'required',
            value: null,
            message: `"${label}" is empty, and ${contract.title} requires it. Fill it in, or delete the row.`,
          }
        : { field, rule: issue.code, value: String(value), message: `"${label}": ${issue.message}. Correct the cell.` }
    })
    return {
      ok: false,
      failures:
        failures.length > 0
          ? failures
          : [{ field: null, rule: 'schema', value: null, message: ajv.errorsText(validate.errors) }],
    }
  }
  compiled.set(contract, check)
  return check
}
