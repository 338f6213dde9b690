import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { canonicalJson } from '../storage/canonical-json.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { moveChannel } from './channel.ts'
import { CommitContentionError, VersionNotFoundError } from './errors.ts'
import { impactSchema } from './impact.ts'
import { parseDocument } from './parse-document.ts'
import { tableKeys } from './table-keys.ts'
import { gateOutcome, linkageModel, readmittedRows, rowAccounting, sourceFile } from './version-manifest.ts'

/** THE RELEASE: one version of each dataset, published together. `releases/<pipeline>/<R>.json`, create-only. */
export const release = z.strictObject({
  format: z.literal(1),
  pipeline: z.string(),
  release: z.int().positive(),
  /** The release before it, null for the first. */
  previous: z.int().positive().nullable(),
  datasets: z.record(
    z.string(),
    z.strictObject({
      version: z.int().positive(),
      /** `<pipeline>/<dataset>`; absent where the table lies in the layout from before tables belonged to a pipeline. */
      table: z.string().optional(),
      semanticVersion: z.string(),
      rows: z.int().nonnegative(),
      contentHash: z.string(),
      contractVersion: z.string(),
      /** Against the version before; absent in releases from before it was kept. */
      impact: impactSchema.optional(),
    }),
  ),
  /** The greatest of its datasets'; absent in releases from before it was kept. */
  impact: impactSchema.optional(),
  verdict: z.enum(['passed', 'warned']),
  /** The decision that let it through after the gate had blocked it. */
  released: gateOutcome.shape.released.optional(),
  run: z.string(),
  lineageRunId: z.string(),
  sources: z.array(sourceFile).readonly(),
  accounting: rowAccounting,
  readmitted: readmittedRows.optional(),
  /** The linkage models behind its datasets; absent in releases of before they were registered. */
  models: z.array(linkageModel).readonly().optional(),
  configHash: z.string(),
  codeVersion: z.string(),
  /** Hash of everything that decides "unchanged": sources, configuration, contracts, code, decisions. */
  fingerprint: z.string(),
  nominalTime: z.iso.datetime(),
  /** Wall clock. */
  createdAt: z.iso.datetime(),
})
export type Release = z.infer<typeof release>
export type ReleaseFacts = Omit<Release, 'format' | 'release' | 'previous'>

const mostTries = 100
const repeatWindow = 50

/** The numbers of a pipeline's releases, ascending. */
export async function releaseNumbers(store: ObjectStore, pipeline: string): Promise<number[]> {
  const prefix = tableKeys.releases(pipeline)
  const found: number[] = []
  for await (const { key } of store.list(prefix)) {
    const match = /^([1-9]\d*)\.json$/.exec(key.slice(prefix.length))
    if (match) found.push(Number(match[1]))
  }
  return found.sort((a, b) => a - b)
}

/** Reads one release; without a number the newest, undefined when there is none. @throws VersionNotFoundError, VersionDamagedError */
export async function readRelease(store: ObjectStore, pipeline: string, number: number): Promise<Release>
export async function readRelease(store: ObjectStore, pipeline: string): Promise<Release | undefined>
export async function readRelease(store: ObjectStore, pipeline: string, number?: number): Promise<Release | undefined> {
  const wanted = number ?? (await releaseNumbers(store, pipeline)).at(-1)
  if (wanted === undefined) return undefined
  const key = tableKeys.release(pipeline, wanted)
  const held = await store.get(key)
  if (held) return parseDocument(release, held.body, store.uri(key))
  throw new VersionNotFoundError(
    `Pipeline ${pipeline} has no release ${wanted} in ${store.uri('')}. "hotpass runs" shows what was published.`,
  )
}

/**
 * Publishes a release and moves the channel `latest` forward to it. Creating the file is the publication. A run publishes once:
 * repeated, it finds its own release.
 * @throws CommitContentionError and the store's errors.
 */
export async function publishRelease(store: ObjectStore, facts: ReleaseFacts): Promise<Release> {
  const { pipeline } = facts
  for (let attempt = 1; attempt <= mostTries; attempt++) {
    const numbers = await releaseNumbers(store, pipeline)
    const own = await releaseOfRun(store, pipeline, facts.run, numbers.slice(-repeatWindow))
    const previous = numbers.at(-1) ?? null
    const next = own ?? release.parse({ ...facts, format: 1, release: (previous ?? 0) + 1, previous })
    const outcome = own
      ? 'identical'
      : await store.create(tableKeys.release(pipeline, next.release), canonicalJson(next))
    if (outcome !== 'exists') {
      await moveChannel(store, pipeline, 'latest', next.release, { onlyForward: true })
      return next
    }
    await sleep(Math.random() * 10 * Math.min(attempt, 20))
  }
  throw new CommitContentionError(`release of ${pipeline}`, mostTries)
}

/**
 * Creates exactly this release, under this number. @returns the release that holds the number: this one, or another run's that
 * came before it and was left alone.
 */
export async function createRelease(store: ObjectStore, wanted: Release): Promise<Release> {
  const key = tableKeys.release(wanted.pipeline, wanted.release)
  const outcome = await store.create(key, canonicalJson(wanted))
  return outcome === 'exists' ? readRelease(store, wanted.pipeline, wanted.release) : wanted
}

/** The release among these that a run wrote; undefined when it wrote none. */
export async function releaseOfRun(
  store: ObjectStore,
  pipeline: string,
  run: string,
  numbers: readonly number[],
): Promise<Release | undefined> {
  for (const number of [...numbers].reverse()) {
    const found = await readRelease(store, pipeline, number)
    if (found.run === run) return found
  }
  return undefined
}
