import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { lstat, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { judgeLeftOver, type LeftOver } from './left-over.ts'
import { ownerName } from './process-owner.ts'

/** A folder for temporary files that nobody else can read. */
export interface Scratch {
  /** Absolute path. */
  readonly path: string
  remove(): Promise<void>
}

/** Scratch of this machine that is not removed, and why. */
export interface KeptScratch {
  readonly path: string
  /** URI of the store that it is used for; undefined for none, or where it cannot be told. */
  readonly store: string | undefined
  readonly why: Extract<LeftOver, { outcome: 'kept' }> | 'not removable'
}

const PREFIX = 'hotpass-'
const NAMED = /^hotpass-(.+@.+)-[A-Za-z0-9]{6}$/
/** As versions of before named it, without saying whose it is, and what they had in it. Anybody may have a folder of such a name. */
const UNNAMED = /^hotpass-[A-Za-z0-9]{6}$/
const OF_BEFORE = /^(?:spill|[a-z]+-[A-Za-z0-9]{6})$/
/** Says which store the scratch is used for. */
const MARK = 'store'

const open = new Set<string>()
const removeAll = () => {
  for (const path of open) rmSync(path, { recursive: true, force: true })
}

/**
 * Makes a private folder under the machine's temporary one, and first removes what processes of before left there. Its name says whose
 * it is. It goes when the process ends in any way that lets it do anything; after a kill the next process removes it.
 * @param store URI of the store whose data it will hold, null for none
 */
export async function openScratch(store: string | null): Promise<Scratch> {
  await sweepScratch()
  const path = mkdtempSync(join(tmpdir(), `${PREFIX}${ownerName()}-`))
  chmodSync(path, 0o700)
  if (store !== null) writeFileSync(join(path, MARK), store, { mode: 0o600 })
  if (open.size === 0) process.once('exit', removeAll)
  open.add(path)
  return {
    path,
    async remove() {
      await rm(path, { recursive: true, force: true })
      open.delete(path)
      if (open.size === 0) process.off('exit', removeAll)
    },
  }
}

/**
 * Removes this user's scratch whose process is gone, as `judgeLeftOver` has it. Other users' is not touched, nor is this process's own, nor
 * what does not say whose it is.
 * Never throws: what stays is told.
 */
export async function sweepScratch(): Promise<{ readonly removed: number; readonly kept: KeptScratch[] }> {
  const kept: KeptScratch[] = []
  let removed = 0
  const folder = tmpdir()
  for (const name of await readdir(folder).catch(() => [])) {
    const named = NAMED.exec(name)
    const path = join(folder, name)
    if ((named === null && !UNNAMED.test(name)) || open.has(path)) continue
    const status = await lstat(path).catch(() => undefined)
    // A link, or a folder of somebody else, is none of ours whatever it is called.
    if (!status?.isDirectory() || (process.getuid !== undefined && status.uid !== process.getuid())) continue
    if (named === null) {
      if ((await readdir(path).catch(() => [])).some((entry) => OF_BEFORE.test(entry)))
        kept.push({ path, store: undefined, why: { outcome: 'kept', owner: undefined, running: false } })
      continue
    }
    const why = judgeLeftOver(named[1] ?? '', status.mtimeMs)
    if (why.outcome === 'kept') {
      kept.push({ path, store: await readFile(join(path, MARK), 'utf8').catch(() => undefined), why })
      continue
    }
    try {
      await rm(path, { recursive: true, force: true })
      removed++
    } catch {
      kept.push({ path, store: undefined, why: 'not removable' })
    }
  }
  return { removed, kept }
}
