import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { executionState, localExecutionId } from './lease/execution-state.ts'

/** What earlier invocations had left, and is removed. */
export interface Swept {
  readonly files: number
  readonly bytes: number
}

export interface FunctionScratch {
  /** The folder of this process, and nobody else's. */
  readonly path: string
  readonly swept: Swept
}

/** Where an engine that waits for the next call of this process spills; empty between calls. */
const SPILL = 'spill'

/**
 * The scratch folder of a function's process under `root`. A sandbox outlives an invocation that timed out or crashed, and keeps its
 * files: personal data, and a disk that fills up. So everything there that no living process owns is removed, and of this process's own
 * whatever its last invocation left. Where several functions share a disk, as on an emulator, those at work are left alone.
 */
export async function openFunctionScratch(root: string): Promise<FunctionScratch> {
  const [, , pid, start] = localExecutionId().split(':')
  const own = `${pid}-${start}`
  mkdirSync(root, { recursive: true, mode: 0o700 })
  const swept = { files: 0, bytes: 0 }
  const remove = (path: string): void => {
    const { files, bytes } = sizeOf(path)
    swept.files += files
    swept.bytes += bytes
    rmSync(path, { recursive: true, force: true })
  }
  for (const name of readdirSync(root)) if (name !== own && !(await isOwned(name))) remove(join(root, name))
  const path = join(root, own)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(path))
    if (name !== SPILL || readdirSync(join(path, name)).length > 0) remove(join(path, name))
  return { path, swept }
}

/** Whether a living process owns a folder of this name; what has no such name was made by nobody that is known. */
async function isOwned(name: string): Promise<boolean> {
  const [, pid, start] = /^([1-9]\d*)-(\d*)$/.exec(name) ?? []
  return pid !== undefined && (await executionState(`local:${hostname()}:${pid}:${start}`)) !== 'ended'
}

function sizeOf(path: string): Swept {
  const entries = statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory())
    : undefined
  if (entries === undefined) return { files: 1, bytes: statSync(path, { throwIfNoEntry: false })?.size ?? 0 }
  const sizes = entries.map(
    (entry) => statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0,
  )
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}
