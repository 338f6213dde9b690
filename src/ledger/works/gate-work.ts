import { z } from 'zod'
import { gateRelease } from '../../quality/verdict-document.ts'
import { cellCount } from '../cell-accounting.ts'
import { rowAccounting } from '../row-accounting.ts'
import { setAsideCount } from '../set-aside.ts'
import { sourceNote } from '../source-notes.ts'

/** What the gate said. */
export const gateWork = z.object({
  verdict: z.enum(['passed', 'warned', 'blocked']),
  reasons: z.array(z.string()),
  released: gateRelease.nullable(),
  rows: rowAccounting,
  /** Absent in runs of before cells were counted. */
  cells: cellCount.optional(),
  /** What was noticed of the sources, in sentences. */
  notes: z.array(z.string()),
  /** The same, for programs: file, sheet, row, kind and how often. */
  noted: z.array(sourceNote).default([]),
  /** Null where every value is used. */
  setAside: setAsideCount.nullable(),
  quarantine: z.array(z.object({ key: z.string(), rows: z.number().int() })),
})
export type GateWork = z.infer<typeof gateWork>
