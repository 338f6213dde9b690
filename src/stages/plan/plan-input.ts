import { z } from 'zod'

/** What a run is started with. */
export const planInputSchema = z.object({
  run: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/),
  pipeline: z.string(),
  profile: z.string().nullish(),
  set: z.array(z.string()).default([]),
  landing: z.string().nullish(),
  /** `full` runs every state although nothing changed. */
  mode: z.enum(['incremental', 'full']).default('incremental'),
  /** The time the run stands for: the schedule's, or one that was asked for. Without it the execution's start. */
  nominalTime: z.iso.datetime().nullish(),
  /** The time as a person asked for it: only then may it lie before that of the release the run stands on. */
  asOf: z.string().nullish(),
  /** What the host says of the execution; see `localExecutionId` for the id. */
  execution: z.object({ id: z.string().min(1), startedAt: z.iso.datetime() }).nullish(),
  /** What to do while another run of the pipeline is under way. */
  whenBusy: z.enum(['leave', 'wait']).default('leave'),
  /** Repeat what this run had pinned. */
  retryOf: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,80}$/)
    .nullish(),
})
export type PlanInput = z.input<typeof planInputSchema>
export type ReadPlanInput = z.output<typeof planInputSchema>
