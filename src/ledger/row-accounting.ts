import { z } from 'zod'

const rows = z.number().int().nonnegative()

/** The run's row accounting: `read` is the sum of the rest. */
export const rowAccounting = z.object({
  read: rows,
  blank: rows,
  quarantined: rows,
  attached: rows,
  merged: rows,
  published: rows,
})
export type RowAccounting = z.infer<typeof rowAccounting>
