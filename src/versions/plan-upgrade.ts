import { z } from 'zod'
import type { ObjectStore } from '../storage/object-store.ts'
import { listPipelines } from './find-dataset.ts'
import { parseDocument } from './parse-document.ts'
import { type Release, readRelease, releaseNumbers } from './release.ts'
import { storedVersions } from './table-head.ts'
import { tableKeys, tableOf } from './table-keys.ts'
import { readManifest } from './version-manifest.ts'

/** `datasets/<pipeline>/<dataset>/moved.json`: the table was moved here, and is whole. */
const movedDocument = z.strictObject({
  format: z.literal(1),
  from: z.string(),
  /** Whether the old table was this pipeline's alone. */
  whole: z.boolean(),
  versions: z.array(z.int().positive()),
})
export type MovedDocument = z.infer<typeof movedDocument>
export const movedKey = (table: string): string => `${tableKeys.root(table)}/moved.json`

/** One table that goes from where tables lay before they belonged to a pipeline to its pipeline's. */
export interface TableMove {
  readonly pipeline: string
  readonly dataset: string
  readonly from: string
  readonly to: string
  /** Versions that go along, ascending. */
  readonly versions: readonly number[]
  /** False where pipelines share the old table, and it is parted. */
  readonly whole: boolean
  /** Whether an earlier upgrade copied it, and proved the copy. */
  readonly copied: boolean
  /** Releases that still name the old place, newest first. */
  readonly releases: readonly number[]
}

export interface UpgradePlan {
  readonly moves: readonly TableMove[]
  /** Objects of the old tables, and their bytes. */
  readonly objects: number
  readonly bytes: number
  /** Versions of shared tables that no run finished, and that no pipeline is known for: they stay where they are. */
  readonly staying: readonly { readonly table: string; readonly version: number }[]
}

interface Owner {
  readonly pipeline: string
  /** Versions that its releases name in the old place. */
  readonly named: Set<number>
  /** Releases that do, newest first. */
  readonly releases: number[]
  readonly moved: MovedDocument | undefined
}

/**
 * What moving a store to today's layout would do; no moves when there is nothing to do.
 * @param pipelineOfRun the pipeline of a run that wrote a version which nobody released
 */
export async function planUpgrade(
  store: ObjectStore,
  pipelineOfRun: (run: string) => Promise<string | undefined>,
): Promise<UpgradePlan> {
  const owners = new Map<string, Owner[]>()
  for (const pipeline of await listPipelines(store)) {
    const numbers = (await releaseNumbers(store, pipeline)).reverse()
    const releases = await Promise.all(numbers.map((number) => readRelease(store, pipeline, number)))
    for (const dataset of new Set(releases.flatMap((one) => Object.keys(one.datasets)))) {
      const owner = await ownerOf(store, pipeline, dataset, releases)
      if (owner !== undefined) owners.set(dataset, [...(owners.get(dataset) ?? []), owner])
    }
  }
  const moves: TableMove[] = []
  const staying: { table: string; version: number }[] = []
  let objects = 0
  let bytes = 0
  for (const [table, all] of owners) {
    let left = 0
    for await (const { key, size } of store.list(`${tableKeys.root(table)}/`)) {
      if (!isOwnKey(table, key)) continue
      left++
      bytes += size
    }
    objects += left
    const stored = left === 0 ? [] : await storedVersions(store, table)
    const whole = all.length === 1
    const taken = new Set(all.flatMap(({ named, moved }) => [...named, ...(moved?.versions ?? [])]))
    const staged = new Map<number, string | undefined>()
    for (const version of whole ? [] : stored.filter((one) => !taken.has(one))) {
      const run = (await readManifest(store, table, version))?.run
      const pipeline = run === undefined ? undefined : await pipelineOfRun(run)
      const known = all.some((one) => one.pipeline === pipeline)
      staged.set(version, known ? pipeline : undefined)
      if (!known) staying.push({ table, version })
    }
    for (const { pipeline, named, releases, moved } of all) {
      const own = whole ? stored : stored.filter((one) => named.has(one) || staged.get(one) === pipeline)
      const versions = [...new Set([...own, ...(moved?.versions ?? [])])].sort((a, b) => a - b)
      const copied = moved !== undefined && [...named].every((version) => moved.versions.includes(version))
      if (copied && releases.length === 0 && !versions.some((version) => stored.includes(version))) continue
      const to = tableOf(pipeline, table)
      moves.push({
        pipeline,
        dataset: table,
        from: table,
        to,
        versions,
        whole: moved?.whole ?? whole,
        copied,
        releases,
      })
    }
  }
  return { moves, objects, bytes, staying }
}

async function ownerOf(
  store: ObjectStore,
  pipeline: string,
  dataset: string,
  releases: readonly Release[],
): Promise<Owner | undefined> {
  const old = releases.filter((one) => dataset in one.datasets && one.datasets[dataset]?.table === undefined)
  const key = movedKey(tableOf(pipeline, dataset))
  const held = await store.get(key)
  const moved = held && parseDocument(movedDocument, held.body, store.uri(key))
  if (old.length === 0 && moved === undefined) return undefined
  const named = old.flatMap((one) => one.datasets[dataset]?.version ?? [])
  return { pipeline, named: new Set(named), releases: old.map((one) => one.release), moved }
}

/** Whether a key is of the old table itself: a pipeline may be called as a dataset is, and its tables lie deeper. */
export const isOwnKey = (table: string, key: string): boolean =>
  /^(?:(?:metadata|data)\/[^/]+|versions\/\d+\/[^/]+)$/.test(key.slice(tableKeys.root(table).length + 1))
