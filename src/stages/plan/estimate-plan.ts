import type { StageFacts } from '../../ledger/stage-facts.ts'
import type { Release } from '../../versions/release.ts'
import { estimateRun, type RunEstimate } from './estimate-run.ts'
import type { PlannedFile } from './item-lists.ts'

export interface PlanToEstimate {
  readonly stages: readonly StageFacts[]
  readonly files: readonly PlannedFile[]
  /** All items of the Maps. */
  readonly items: readonly unknown[]
  readonly shards: readonly { readonly bytes: number }[]
  readonly release: Pick<Release, 'sources' | 'accounting'> | undefined
  readonly mapConcurrency: number
  /** Bytes of the execution's input. */
  readonly payloadBytes: number
  readonly region: string | undefined
}

/** What Plan itself adds to the payload, and what ItemSelector adds to an item: run, index, names. */
const PLAN_OUTPUT_BYTES = 8192
const ITEM_FRAME_BYTES = 400

/** The estimate of a run whose files and items are known. The last release tells how dense its files were. */
export function estimatePlan(plan: PlanToEstimate): RunEstimate {
  const { release } = plan
  const bytes = release?.sources.reduce((sum, source) => sum + source.bytes, 0) ?? 0
  const longest = plan.items.reduce<number>((most, item) => Math.max(most, Buffer.byteLength(JSON.stringify(item))), 0)
  return estimateRun({
    stages: plan.stages,
    files: plan.files,
    shards: plan.shards,
    ...(release === undefined || bytes === 0 ? {} : { rowsPerByte: release.accounting.read / bytes }),
    mapConcurrency: plan.mapConcurrency,
    payloadBytes: plan.payloadBytes + PLAN_OUTPUT_BYTES,
    itemBytes: longest + ITEM_FRAME_BYTES,
    region: plan.region,
  })
}
