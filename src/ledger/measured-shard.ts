import { mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ENGINE_VERSION } from '../engine/engine-version.ts'
import type { MetricState } from '../quality/index.ts'
import { measureShard, type ShardStates } from '../quality/metrics/measure.ts'
import { mergeShards } from '../quality/metrics/merge-shards.ts'
import { metricName } from '../quality/metrics/metric.ts'
import { sha256 } from '../storage/sha256.ts'
import { type PinnedSuites, shapeOf } from './pinned-suites.ts'
import type { PlannedContext } from './stage.ts'
import { fetchWork, fingerprint, once } from './work.ts'
import { type MeasuredShard, type MeasuredWork, measuredWork } from './works/measured-work.ts'
import type { WorkFile } from './works/work-file.ts'

interface ShardRows {
  readonly dataset: string
  readonly files: readonly WorkFile[]
  /** SQL of the shard's rows. */
  readonly table: (paths: readonly string[]) => string
  /** Which rows of the files these are, when they are not all. */
  readonly range?: readonly [from: number, to: number]
  readonly rows: number
  readonly place: string
  readonly run?: string
  readonly origin?: { readonly file: string; readonly sheet: string }
}

/**
 * Measures one shard for whatever the pipeline's suites, history and privacy checks ask. Work of its own: a suite that changes measures
 * again, and makes no row again.
 */
export async function measuredShard(
  context: PlannedContext,
  suites: PinnedSuites,
  { dataset, files, table, range, rows, place, run, origin }: ShardRows,
): Promise<MeasuredShard> {
  if (rows === 0) return { dataset, rows, states: null }
  const metrics = suites.metricsOf(dataset, context.plan.nominalTime)
  const inputs = { dataset, ...origin, range: range ?? null, files: files.map(({ sha256 }) => sha256) }
  const config = { metrics: metrics.map(metricName).sort(), engine: ENGINE_VERSION }
  const print = fingerprint('measure', context.code('Measure'), config, inputs)
  const { value } = await once(context, 'measure', print, measuredWork, async (prefix) => {
    const folder = join(context.scratch, 'measure', print)
    mkdirSync(folder, { recursive: true })
    const states = await measureShard({
      engine: await context.engine(),
      table: table(await fetchWork(context, files)),
      metrics,
      place,
      ...(run === undefined ? {} : { run }),
      ...(origin === undefined ? {} : { origin }),
      pii: shapeOf(context.plan.domain.contract(dataset)).pii,
      folder,
    })
    return storeStates(context, prefix, states)
  })
  return { dataset, rows, states: value.states }
}

/** The state with every path of a key file replaced. */
async function withPaths(
  state: MetricState,
  replace: (path: string, at: number) => Promise<string>,
): Promise<MetricState> {
  if (state.kind !== 'keys') return state
  const pieces: (typeof state.pieces)[number][] = []
  for (let start = 0; start < state.pieces.length; start += AT_ONCE)
    pieces.push(
      ...(await Promise.all(
        state.pieces
          .slice(start, start + AT_ONCE)
          .map(async (piece, at) =>
            'path' in piece ? { ...piece, path: await replace(piece.path, start + at) } : piece,
          ),
      )),
    )
  return { ...state, pieces }
}

/** Puts the states in the store, key files first. */
async function storeStates(context: PlannedContext, prefix: string, states: ShardStates): Promise<MeasuredWork> {
  const files: WorkFile[] = []
  const stored: Record<string, MetricState> = {}
  for (const [name, state] of Object.entries(states))
    stored[name] = await withPaths(state, async (path, at) => {
      const key = `${prefix}/${name}-${at}.parquet`
      const { sha256 } = await context.store.putFile(key, path)
      files.push({ key, rows: 0, sha256 })
      return key
    })
  const key = `${prefix}/states.json`
  const text = JSON.stringify(stored)
  await context.store.put(key, text)
  return { states: { key, rows: 0, sha256: sha256(text) }, files }
}

const AT_ONCE = 32

/** The states of all shards as one a dataset, with key files on this machine's disk. */
export async function mergedStates(
  context: PlannedContext,
  shards: readonly MeasuredShard[],
): Promise<Map<string, ShardStates>> {
  const merged = new Map<string, ShardStates>()
  const measured = shards.filter(({ states }) => states !== null)
  for (let start = 0; start < measured.length; start += AT_ONCE) {
    const read = await Promise.all(
      measured
        .slice(start, start + AT_ONCE)
        .map(async ({ dataset, states }) => ({ dataset, states: await readStates(context, states as WorkFile) })),
    )
    for (const dataset of new Set(read.map((one) => one.dataset))) {
      const own = read.filter((one) => one.dataset === dataset).map(({ states }) => states)
      const before = merged.get(dataset)
      merged.set(dataset, mergeShards(before === undefined ? own : [before, ...own]))
    }
  }
  const keys = join(context.scratch, 'keys')
  for (const [dataset, states] of merged) {
    const local: Record<string, MetricState> = {}
    for (const [name, state] of Object.entries(states))
      local[name] = await withPaths(state, (key) => context.store.fetchFile(key, keys))
    merged.set(dataset, local)
  }
  return merged
}

async function readStates(context: PlannedContext, states: WorkFile): Promise<ShardStates> {
  const [path = ''] = await fetchWork(context, [states])
  return JSON.parse(await readFile(path, 'utf8')) as ShardStates
}
