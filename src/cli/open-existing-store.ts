import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { findProject } from '../config/project.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { openStore } from '../storage/open-store.ts'
import { UsageError } from './errors.ts'

/** Opens a store for reading. A folder that is not there is a slip of the hand, not an empty store. Throws `UsageError`. */
export async function openExistingStore(location: string): Promise<ObjectStore> {
  if (location.startsWith('s3://')) return openStore(location)
  const folder = resolve(location)
  const found = await stat(folder).catch(() => undefined)
  if (found?.isDirectory() !== true) {
    throw new UsageError(
      `There is no store at ${location}. Name it with --store, or make one with: ${findProject() === undefined ? 'hotpass init <files>' : 'hotpass run'}`,
    )
  }
  return openStore(folder)
}
