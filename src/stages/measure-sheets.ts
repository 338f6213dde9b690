import { join } from 'node:path'
import { contractById } from '../contracts/index.ts'
import { sqlFiles } from '../engine/sql.ts'
import { type MetricState, measureShard, metricName, type ShardStates } from '../quality/index.ts'
import type { IngestedSheet } from './ingest.ts'
import { type PlannedSuites, shapeOf } from './planned-suites.ts'
import type { PlannedContext } from './stage.ts'
import { STAGE_VERSIONS } from './stage-versions.ts'
import { fetchWork, fingerprint, once } from './work.ts'

/** What one sheet says to the suites: a small document in the store, which names the key files beside it. */
export interface MeasuredSheet {
  readonly contract: string
  readonly file: string
  readonly sheet: string
  /** Key of the states (`ShardStates`, with keys of the store in place of paths); null where nobody asks. */
  readonly states: string | null
  readonly rows: number
  readonly read: number
  readonly blank: number
  readonly rejected: number
}

/**
 * Measures the rows of a file that passed their contracts, sheet by sheet, for whatever the pipeline's suites ask. Work of its own: a
 * suite that changes measures again and reads no workbook again.
 */
export async function measureSheets(
  context: PlannedContext,
  suites: PlannedSuites,
  file: string,
  sheets: readonly IngestedSheet[],
): Promise<MeasuredSheet[]> {
  const measured: MeasuredSheet[] = []
  for (const sheet of sheets) {
    const metrics = suites.metricsOf(sheet.contract, context.plan.nominalTime)
    const rows = sheet.parts.reduce((sum, part) => sum + part.rows, 0)
    const facts = { contract: sheet.contract, file, sheet: sheet.sheet, rows, read: sheet.read }
    const rest = { blank: sheet.blank, rejected: sheet.rejected }
    if (metrics.length === 0 || rows === 0) {
      measured.push({ ...facts, ...rest, states: null })
      continue
    }
    const inputs = { file, sheet: sheet.sheet, parts: sheet.parts.map(({ sha256 }) => sha256) }
    const config = { contract: sheet.contract, metrics: metrics.map(metricName).sort() }
    const print = fingerprint('measure', STAGE_VERSIONS.Measure, config, inputs)
    const { value } = await once(context.store, 'measure', print, async (prefix) => {
      const paths = await fetchWork(context.store, sheet.parts, context.scratch)
      const states = await measureShard({
        engine: await context.engine(),
        table: `read_parquet(${sqlFiles(paths)})`,
        metrics,
        place: 'row_number',
        origin: { file, sheet: sheet.sheet },
        pii: shapeOf(contractById(sheet.contract)).pii,
        folder: context.scratch,
      })
      return { states: await storeStates(context, prefix, states) }
    })
    measured.push({ ...facts, ...rest, states: value.states })
  }
  return measured
}

/** Puts the states in the store, key files first. @returns the key of the states */
async function storeStates(context: PlannedContext, prefix: string, states: ShardStates): Promise<string> {
  const stored: Record<string, MetricState> = {}
  for (const [name, state] of Object.entries(states)) {
    if (state.kind !== 'keys') {
      stored[name] = state
      continue
    }
    const files: string[] = []
    for (const [at, path] of state.files.entries()) {
      const key = `${prefix}/${name}-${at}.parquet`
      await context.store.putFile(key, path)
      files.push(key)
    }
    stored[name] = { ...state, files }
  }
  const key = `${prefix}/states.json`
  await context.store.put(key, JSON.stringify(stored))
  return key
}

const AT_ONCE = 32

/** States of sheets from the store. Key files are fetched when they are needed: `localiseKeys`. */
export async function readStates(context: PlannedContext, sheets: readonly MeasuredSheet[]): Promise<ShardStates[]> {
  const keys = sheets.map(({ states }) => states).filter((key) => key !== null)
  const read: ShardStates[] = []
  for (let start = 0; start < keys.length; start += AT_ONCE)
    read.push(
      ...(await Promise.all(
        keys.slice(start, start + AT_ONCE).map(async (key) => {
          const held = await context.store.get(key)
          if (held === undefined) throw new Error(`the states of a sheet, ${key}, are missing: run again`)
          return JSON.parse(new TextDecoder().decode(held.body)) as ShardStates
        }),
      )),
    )
  return read
}

/** The same states with local paths of their key files. */
export async function localiseKeys(context: PlannedContext, states: ShardStates): Promise<ShardStates> {
  const local: Record<string, MetricState> = { ...states }
  for (const [name, state] of Object.entries(states)) {
    if (state.kind !== 'keys') continue
    const files: string[] = []
    for (let start = 0; start < state.files.length; start += AT_ONCE)
      files.push(
        ...(await Promise.all(
          state.files
            .slice(start, start + AT_ONCE)
            .map((key) => context.store.fetchFile(key, join(context.scratch, 'keys'))),
        )),
      )
    local[name] = { ...state, files }
  }
  return local
}
