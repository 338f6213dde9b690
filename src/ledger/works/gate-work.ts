import { z } from 'zod'
import { gateRelease } from '../../quality/verdict-document.ts'
import { rowAccounting } from '../row-accounting.ts'
import { setAsideCount } from '../set-aside.ts'

/** What the gate said. */
export const gateWork = z.object({
  verdict: z.enum(['passed', 'warned', 'blocked']),
  reasons: z.array(z.string()),
  released: gateRelease.nullable(),
  rows: rowAccounting,
  /** What was noticed of the sources, in sentences. */
  notes: z.array(z.string()),
  /** Null where every value is used. */
  setAside: setAsideCount.nullable(),
  quarantine: z.array(z.object({ key: z.string(), rows: z.number().int() })),
})
export type GateWork = z.infer<typeof gateWork>
