import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { EngineReach } from '../engine/engine.ts'
import type { ProgressEvent } from '../ledger/stage.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { openStore, storeFolder } from '../storage/open-store.ts'

/** What a host is made of, as plain data: it crosses process borders. */
export interface HostSettings {
  /** A directory, or `s3://bucket/prefix`. */
  readonly store: string
  /** A local folder for spilled and temporary files. */
  readonly scratch: string
  readonly memoryLimitMb: number
  readonly threads: number
}

/** Where stages run: the ports that differ between laptop, emulator and AWS. */
export interface StageHost {
  readonly store: ObjectStore
  readonly scratch: string
  /** Where the data engine's SQL reads and writes files; without it, anywhere. */
  readonly engineReach?: EngineReach
  readonly memoryLimitMb: number
  readonly threads: number
  readonly signal: AbortSignal
  onProgress(event: ProgressEvent): void
}

/** Opens the ports that the settings name. The S3 client is loaded only for a bucket. */
export async function openHost(
  settings: HostSettings,
  signal: AbortSignal = new AbortController().signal,
  onProgress: (event: ProgressEvent) => void = () => undefined,
): Promise<StageHost> {
  const { scratch, memoryLimitMb, threads } = settings
  mkdirSync(scratch, { recursive: true })
  const store = openStore(settings.store)
  const folder = storeFolder(store)
  const engineReach = { folders: [scratch, ...(folder === undefined ? [] : [folder])] }
  return { store, scratch: join(scratch), engineReach, memoryLimitMb, threads, signal, onProgress }
}
