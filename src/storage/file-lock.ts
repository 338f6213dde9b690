import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, stat, unlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const staleAfterMs = 30_000

interface Holder {
  readonly token: string
  readonly pid: number
  readonly host: string
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

function isTaken(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST'
}

async function readHolder(path: string): Promise<{ holder: Holder | undefined; ageMs: number } | undefined> {
  try {
    const [text, status] = await Promise.all([readFile(path, 'utf8'), stat(path)])
    const ageMs = Date.now() - status.mtimeMs
    try {
      return { holder: JSON.parse(text) as Holder, ageMs }
    } catch {
      return { holder: undefined, ageMs }
    }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function isStale(found: { holder: Holder | undefined; ageMs: number }): boolean {
  if (found.ageMs > staleAfterMs) return true
  return found.holder !== undefined && found.holder.host === hostname() && !isAlive(found.holder.pid)
}

// Linking a finished file makes the lock appear with its owner inside: a reader never meets an empty lock.
async function take(path: string, holder: Holder): Promise<boolean> {
  const draft = `${path}.${holder.token}`
  await writeFile(draft, JSON.stringify(holder))
  try {
    await link(draft, path)
    return true
  } catch (error) {
    if (isTaken(error)) return false
    throw error
  } finally {
    await unlink(draft)
  }
}

async function drop(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

// Only the holder of the guard may remove a stale lock, and only after looking again: otherwise two breakers could meet,
// and the slower one would remove the lock that the faster one had just taken.
async function breakStale(path: string, holder: Holder): Promise<void> {
  const guard = `${path}.break`
  if (await take(guard, holder)) {
    try {
      const found = await readHolder(path)
      if (found && isStale(found)) await drop(path)
    } finally {
      await drop(guard)
    }
    return
  }
  const found = await readHolder(guard)
  if (found && isStale(found)) await drop(guard)
}

/** What the body of `withFileLock` gets: whether the lock is still ours (a paused process may have lost it). */
export interface HeldLock {
  stillMine(): Promise<boolean>
}

/**
 * Runs `body` while holding the lock file, across processes of one machine (and, by age alone, of several).
 * A lock whose owner is dead, or older than 30 s, is broken. Returns `undefined` when the lock stayed taken for `timeoutMs`.
 */
export async function withFileLock<T>(
  path: string,
  timeoutMs: number,
  body: (lock: HeldLock) => Promise<T>,
): Promise<{ readonly value: T } | undefined> {
  const holder: Holder = { token: randomUUID(), pid: process.pid, host: hostname() }
  const deadline = Date.now() + timeoutMs
  await mkdir(dirname(path), { recursive: true })
  while (!(await take(path, holder))) {
    const found = await readHolder(path)
    if (found && isStale(found)) await breakStale(path, holder)
    else if (Date.now() > deadline) return undefined
    else await sleep(1 + Math.random() * 9)
  }
  const stillMine = async () => (await readHolder(path))?.holder?.token === holder.token
  try {
    return { value: await body({ stillMine }) }
  } finally {
    if (await stillMine()) await drop(path)
  }
}
