import { UsageError } from './errors.ts'

/** A version as typed (`3` or `v3`) as a number; undefined when none was. Throws `UsageError`. */
export function versionNumber(typed: string | undefined): number | undefined {
  if (typed === undefined) return undefined
  const digits = /^v?([1-9]\d{0,14})$/.exec(typed)?.[1]
  if (digits === undefined)
    throw new UsageError(
      `"${typed}" is no version. Versions are whole numbers from 1; list them with: hotpass versions <dataset>`,
    )
  return Number(digits)
}
