import { PipelineNotFoundError } from '../config/errors.ts'
import { loadPipeline } from '../config/load-pipeline.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { RunDocumentError } from './errors.ts'
import { jsonOf } from './json-of.ts'
import { keys } from './keys.ts'
import { loadDomain } from './load-domain.ts'
import { type PinnedDomain, readDomain } from './pinned-domain.ts'
import { planSchema } from './plan-document.ts'

/** A pipeline that a store knows, with what its newest run pinned. */
export interface StoreDomain {
  readonly pipeline: string
  readonly domain: PinnedDomain
}

const planHead = planSchema.pick({ pipelineId: true, startedAt: true, domain: true })

/**
 * Every pipeline with a run or a release in the store, the one whose newest run is the newest first. What its newest run pinned says what
 * its data are; where no run did so in today's form, the pipeline of that name as it is shipped.
 * @throws RunDocumentError for a pipeline of which neither can be read
 */
export async function domainsInStore(store: ObjectStore): Promise<StoreDomain[]> {
  const plans: { run: string; pipeline: string; startedAt: string; domain: string | null }[] = []
  for await (const { key } of store.list('runs/')) {
    const run = /^runs\/([^/]+)\/plan\.json$/.exec(key)?.[1]
    const held = run === undefined ? undefined : await store.get(key)
    if (run === undefined || held === undefined) continue
    const parsed = planHead.safeParse(jsonOf(held.body))
    if (!parsed.success) throw new RunDocumentError(key, 'is not a plan')
    const { pipelineId: pipeline, startedAt, domain } = parsed.data
    plans.push({ run, pipeline, startedAt, domain })
  }
  plans.sort((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0))
  const pipelines = new Set(plans.map(({ pipeline }) => pipeline))
  for await (const { key } of store.list('releases/')) {
    const pipeline = /^releases\/([^/]+)\/\d+\.json$/.exec(key)?.[1]
    if (pipeline !== undefined) pipelines.add(pipeline)
  }
  for await (const { key } of store.list('datasets/')) {
    const pipeline = /^datasets\/([^/]+)\/[^/]+\/metadata\//.exec(key)?.[1]
    if (pipeline !== undefined && !/^(?:data|metadata|versions)$/.test(pipeline)) pipelines.add(pipeline)
  }
  const found: StoreDomain[] = []
  for (const pipeline of pipelines)
    found.push({
      pipeline,
      domain: await newest(
        store,
        pipeline,
        plans.filter((plan) => plan.pipeline === pipeline),
      ),
    })
  return found
}

/** The domain of one pipeline of the store. @throws RunDocumentError, PipelineNotFoundError */
export async function domainInStore(store: ObjectStore, pipeline: string): Promise<PinnedDomain> {
  const found = (await domainsInStore(store)).find((one) => one.pipeline === pipeline)
  return found?.domain ?? (await loadDomain({ pipeline, set: [] })).domain
}

/** What a run pinned; undefined for a run of an earlier version, and for one that never pinned anything. */
export async function domainPinnedBy(store: ObjectStore, run: string): Promise<PinnedDomain | undefined> {
  const held = await store.get(keys.plan(run))
  const plan = held === undefined ? undefined : planHead.safeParse(jsonOf(held.body)).data
  if (plan?.domain == null) return undefined
  try {
    return await readDomain(store, run, plan.domain)
  } catch (error) {
    if (error instanceof RunDocumentError) return undefined
    throw error
  }
}

/** What a run pinned; where nothing tells it, what its pipeline has now. @throws RunDocumentError, PipelineNotFoundError */
export const domainOfRun = async (store: ObjectStore, run: string, pipeline: string): Promise<PinnedDomain> =>
  (await domainPinnedBy(store, run)) ?? domainInStore(store, pipeline)

async function newest(
  store: ObjectStore,
  pipeline: string,
  plans: readonly { run: string; domain: string | null }[],
): Promise<PinnedDomain> {
  for (const { run, domain } of plans) {
    if (domain === null) continue
    try {
      return await readDomain(store, run, domain)
    } catch (error) {
      // Of an earlier version, or gone with its run: an older one may still be there.
      if (!(error instanceof RunDocumentError)) throw error
    }
  }
  try {
    await loadPipeline(pipeline)
  } catch (error) {
    if (!(error instanceof PipelineNotFoundError)) throw error
    throw new RunDocumentError(
      plans[0] === undefined ? `releases/${pipeline}/` : keys.plan(plans[0].run),
      `belongs to pipeline ${pipeline}, of which nothing says any more what its data are: run it once more`,
    )
  }
  return (await loadDomain({ pipeline, set: [] })).domain
}
