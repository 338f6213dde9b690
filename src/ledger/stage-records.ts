import type { z } from 'zod'
import type { ObjectStore } from '../storage/object-store.ts'
import { readJson } from './documents.ts'
import { RunDocumentError } from './errors.ts'
import { keys } from './keys.ts'
import { type RecordOf, STAGE_RECORDS, type StageRecord, stageRecord, type WorkState } from './works/stage-record.ts'

/** What a state left for those after it. @throws RunDocumentError when it is absent or malformed. */
export const readStageRecord = <State extends WorkState>(
  store: ObjectStore,
  run: string,
  state: State,
  shard?: number,
): Promise<RecordOf<State>> =>
  readRecord(store, keys.stage(run, state, shard), STAGE_RECORDS[state] as unknown as z.ZodType<RecordOf<State>>)

/** What every shard of a Map state left, in shard order. @throws RunDocumentError */
export const readShardRecords = <State extends WorkState>(
  store: ObjectStore,
  run: string,
  state: State,
): Promise<RecordOf<State>[]> =>
  readRecords(store, run, state, STAGE_RECORDS[state] as unknown as z.ZodType<RecordOf<State>>)

/** The records of every shard of any state, without what their states add. */
export const readAnyShardRecords = (store: ObjectStore, run: string, state: string): Promise<StageRecord[]> =>
  readRecords(store, run, state, stageRecord)

/** The record of any state, without what the state adds. @throws RunDocumentError */
export const readAnyStageRecord = (store: ObjectStore, run: string, state: string): Promise<StageRecord> =>
  readRecord(store, keys.stage(run, state), stageRecord)

async function readRecord<T>(store: ObjectStore, key: string, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(await readJson(store, key))
  if (!parsed.success) throw new RunDocumentError(key, 'is not what its state leaves')
  return parsed.data
}

async function readRecords<T>(store: ObjectStore, run: string, state: string, schema: z.ZodType<T>): Promise<T[]> {
  const records: T[] = []
  for await (const { key } of store.list(`runs/${run}/stages/${state}/`))
    records.push(await readRecord(store, key, schema))
  return records
}
