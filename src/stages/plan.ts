import { statSync } from 'node:fs'
import { isAbsolute, join, resolve as resolvePath } from 'node:path'
import { z } from 'zod'
import { loadPipeline, loadProfile, packagePath, resolveConfiguration } from '../config/index.ts'
import { contracts } from '../contracts/index.ts'
import { canonicalJson } from '../storage/canonical-json.ts'
import { sha256, sha256File } from '../storage/sha256.ts'
import { readChannel } from '../versions/channel.ts'
import { type Release, readRelease } from '../versions/release.ts'
import { pinDecisions } from './decisions.ts'
import { NothingLandedError } from './errors.ts'
import { keys } from './keys.ts'
import { pinFolder, pinStoreLanding } from './landing.ts'
import { type IngestItem, type Plan, planSchema, type RefineItem, type RunResult } from './plan-document.ts'
import { isWorkbookName } from './planned-sources.ts'
import type { StageContext, StageResult } from './stage.ts'
import { STAGE_VERSIONS } from './stage-versions.ts'

export const planInputSchema = z.object({
  run: z.string().regex(/^[A-Za-z0-9_-]{1,80}$/),
  pipeline: z.string(),
  profile: z.string().nullish(),
  set: z.array(z.string()).default([]),
  landing: z.string().nullish(),
  nominalTime: z.iso.datetime(),
})
export type PlanInput = z.input<typeof planInputSchema>

export type PlanOutput = { status: 'planned' | 'unchanged'; sources: number; shards: number; nominalTime: string }

/** One refine shard for so many bytes of source file. */
const SHARD_BYTES = 64 * 1024 * 1024

/** Pins what the run reads and decides whether there is anything to do. @throws NothingLandedError */
export async function plan(
  context: StageContext,
  rawInput: unknown,
): Promise<StageResult<PlanOutput> & { plan: Plan }> {
  const input = planInputSchema.parse(rawInput)
  const pipeline = await loadPipeline(input.pipeline)
  const profile = await loadProfile(input.profile ?? pipeline.profile)
  const configuration = resolveConfiguration({ pipeline, profile, set: input.set })
  const folder = input.landing ? (isAbsolute(input.landing) ? input.landing : resolvePath(input.landing)) : undefined
  const found = folder === undefined ? undefined : statSync(folder, { throwIfNoEntry: false })
  if (folder !== undefined && !found?.isDirectory())
    throw new NothingLandedError(
      `${folder} (${found ? 'not a folder' : 'no such folder'})`,
      undefined,
      patterns(profile),
    )
  const landing =
    folder === undefined
      ? await pinStoreLanding(context.store, profile, join(context.scratch, 'landing'))
      : await pinFolder(context.store, profile, folder)
  if (landing.sources.length === 0)
    throw new NothingLandedError(folder ?? "the store's landing folder", landing.unmatched, patterns(profile))

  const release = await currentRelease(context.store, pipeline.id)
  const contractVersions = Object.fromEntries([...contracts].map(([id, contract]) => [id, contract.version]))
  const profileHash = sha256(canonicalJson(profile))
  const suites: Record<string, string> = {}
  for (const [dataset, suite] of Object.entries(pipeline.suites)) suites[dataset] = await sha256File(packagePath(suite))
  const { decisions, unmatched: strays } = await pinDecisions(context.store)
  const inputsHash = sha256(
    canonicalJson({
      sources: landing.sources.map(({ source, file, sha256 }) => [source, file, sha256]),
      configuration: configuration.hash,
      profileHash,
      contractVersions,
      stages: STAGE_VERSIONS,
      suites,
      decisions,
    }),
  )
  const status = release?.fingerprint === inputsHash ? 'unchanged' : 'planned'
  const document: Plan = planSchema.parse({
    run: input.run,
    pipeline: input.pipeline,
    pipelineId: pipeline.id,
    profile: input.profile ?? pipeline.profile,
    set: input.set,
    nominalTime: input.nominalTime,
    startedAt: new Date().toISOString(),
    sources: landing.sources,
    unmatched: [...landing.unmatched, ...strays],
    configuration: { hash: configuration.hash, values: configuration.values, origin: configuration.origin },
    profileHash,
    contractVersions,
    stageVersions: STAGE_VERSIONS,
    decisions,
    inputsHash,
    baseRelease: release?.release ?? null,
    baseVersions: versionsOf(release),
    status,
  })
  const { ingestItems, refineItems } = itemLists(document, profile)
  await context.store.put(keys.items(input.run, 'ingest'), JSON.stringify(ingestItems))
  await context.store.put(keys.items(input.run, 'refine'), JSON.stringify(refineItems))
  await context.store.put(keys.plan(input.run), JSON.stringify(document))
  if (status === 'unchanged' && release)
    await context.store.put(keys.result(input.run), JSON.stringify(unchanged(document, release)))
  return {
    output: { status, sources: landing.sources.length, shards: refineItems.length, nominalTime: input.nominalTime },
    counts: {
      sources: landing.sources.length,
      unmatched: document.unmatched.length,
      decisions: decisions.length,
      shards: refineItems.length,
    },
    lineage: {
      inputs: [
        ...landing.sources.map(({ key, size }) => ({ name: key, bytes: size })),
        ...[...new Set(decisions.map(({ kind }) => kind))].map((kind) => ({ name: `decisions/${kind}` })),
      ],
      outputs: [],
    },
    plan: document,
  }
}

function itemLists(
  document: Plan,
  profile: Awaited<ReturnType<typeof loadProfile>>,
): { ingestItems: IngestItem[]; refineItems: RefineItem[] } {
  const ingestItems = document.sources.map((source, index): IngestItem => ({ ...source, index, bytes: source.size }))
  const refineItems: RefineItem[] = []
  for (const item of ingestItems) {
    const layouts = profile.sources.find(({ id }) => id === item.source)?.sheets.filter((sheet) => !sheet.ignore) ?? []
    const of = Math.max(1, Math.ceil(item.size / SHARD_BYTES))
    // What has no workbook's name is one shard's sheets, whatever the reader finds and calls them.
    const sheets = isWorkbookName(item.file) ? [...new Set(layouts.map((layout) => layout.sheet))] : ['*']
    for (const sheet of sheets)
      for (let part = 0; part < of; part++)
        refineItems.push({
          index: refineItems.length,
          ingest: item.index,
          source: item.source,
          file: item.file,
          sheet,
          part,
          of,
          bytes: Math.ceil(item.size / sheets.length / of),
        })
  }
  return { ingestItems, refineItems }
}

/** The release that the channel `latest` points at. */
async function currentRelease(store: StageContext['store'], pipeline: string): Promise<Release | undefined> {
  const number = await readChannel(store, pipeline, 'latest')
  return number === undefined ? undefined : readRelease(store, pipeline, number)
}

const versionsOf = (release: Release | undefined): Record<string, number> =>
  Object.fromEntries(Object.entries(release?.datasets ?? {}).map(([id, { version }]) => [id, version]))

const unchanged = (document: Plan, release: Release): RunResult => ({
  run: document.run,
  status: 'unchanged',
  versions: versionsOf(release),
  rows: release.accounting,
  gate: release.verdict,
  reasons: [],
  quarantine: [],
  unmatched: document.unmatched,
  release: release.release,
})

const patterns = (profile: Awaited<ReturnType<typeof loadProfile>>): string[] =>
  profile.sources.flatMap((source) => source.files)
