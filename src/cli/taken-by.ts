import { z } from 'zod'
import { jsonOf } from '../ledger/json-of.ts'
import { keys } from '../ledger/keys.ts'
import { runsUnderWay } from '../runtime/local-runs.ts'
import type { ObjectStore } from '../storage/object-store.ts'

const pinned = z.looseObject({ decisions: z.array(z.looseObject({ key: z.string() })) })

/**
 * What runs that are under way do with a decision that was just kept: a run holds to the decisions that its plan pinned, and the run
 * after it takes this one. The decision is kept already, so that a lease which cannot be read is not its fault.
 * @returns a sentence a run that will not take it, or may not
 */
export async function takenBy(store: ObjectStore, pipeline: string, key: string): Promise<string[]> {
  const said: string[] = []
  for (const { run, pipeline: owner } of await runsUnderWay(store).catch(() => [])) {
    if (owner !== pipeline) continue
    const held = await store.get(keys.plan(run))
    const plan = held && pinned.safeParse(jsonOf(held.body)).data
    if (plan === undefined) said.push(`Run ${run} is being planned: it takes the decision, or the run after it does.`)
    else if (!plan.decisions.some((one) => one.key === key))
      said.push(`Run ${run} is under way and was planned before: it does not heed the decision. The run after it does.`)
  }
  return said
}
