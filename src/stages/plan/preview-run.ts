import { statSync } from 'node:fs'
import { basename, resolve as resolvePath } from 'node:path'
import { type DomainChanges, domainChanges } from '../../ledger/domain-changes.ts'
import { NothingLandedError } from '../../ledger/errors.ts'
import { irregularNotes, listFolder, listStoreLanding } from '../../ledger/landing.ts'
import { loadDomain } from '../../ledger/load-domain.ts'
import type { StageFacts } from '../../ledger/stage-facts.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { readChannel } from '../../versions/channel.ts'
import { readRelease } from '../../versions/release.ts'
import { estimatePlan } from './estimate-plan.ts'
import type { RunEstimate } from './estimate-run.ts'
import { itemLists } from './item-lists.ts'

export interface PreviewRequest {
  readonly stages: readonly StageFacts[]
  readonly store: ObjectStore
  readonly pipeline: string
  readonly profile?: string
  readonly set: readonly string[]
  /** A local folder; the store's own landing folder otherwise. */
  readonly landing?: string
  readonly region?: string
}

export interface RunPreview {
  readonly pipeline: string
  readonly estimate: RunEstimate
  readonly unmatched: readonly string[]
  /** What else the landing has to say, a sentence each. */
  readonly notes: readonly string[]
  /** What changed in the domain since the current release. */
  readonly domain: DomainChanges
}

/**
 * What a run would use and cost, from the listing of what has landed. Nothing is read but names and sizes, and nothing is written.
 * @throws the configuration's errors, NothingLandedError and the store's errors.
 */
export async function previewRun(request: PreviewRequest): Promise<RunPreview> {
  const { store, landing } = request
  const { pipeline, domain } = await loadDomain(request)
  const { compiled, configuration } = domain
  const folder = landing === undefined ? undefined : resolvePath(landing)
  const patterns = compiled.sources.flatMap((source) => source.files)
  if (folder !== undefined && !statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw new NothingLandedError(folder, undefined, patterns)
  const listed = folder === undefined ? await listStoreLanding(store, compiled) : await listFolder(compiled, folder)
  if (listed.found.length === 0)
    throw new NothingLandedError(folder ?? store.uri('landing/'), [...listed.unmatched, ...listed.irregular], patterns)
  const files = listed.found.map(({ path, source, size }) => ({ source, file: basename(path), size }))
  const { ingestItems, refineItems } = itemLists(files, compiled)
  const number = await readChannel(store, pipeline.id, 'latest')
  const release = number === undefined ? undefined : await readRelease(store, pipeline.id, number)
  const estimate = estimatePlan({
    stages: request.stages,
    files,
    items: [...ingestItems, ...refineItems],
    shards: refineItems,
    release,
    mapConcurrency: configuration.run.map_concurrency,
    payloadBytes: Buffer.byteLength(JSON.stringify(request.set)) + 500,
    region: request.region,
  })
  return {
    pipeline: pipeline.id,
    estimate,
    unmatched: listed.unmatched,
    notes: irregularNotes(listed),
    domain: await domainChanges(store, release, domain),
  }
}
