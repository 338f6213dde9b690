import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { discardDraft } from './atomic-file.ts'
import { judgeLeftOver, type LeftOver } from './left-over.ts'

const DRAFT = /^(?:(.+)\.)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/

/** A draft that stays, or what stands among drafts and is none. */
export interface KeptDraft {
  readonly path: string
  readonly why: Extract<LeftOver, { outcome: 'kept' }> | 'not a draft' | 'not removable'
}

/**
 * Removes the drafts of processes that are gone. Those of living ones stay, and so do those of machines that cannot be seen from here
 * until they are older than any run. Never throws: what could not be removed is told.
 */
export async function sweepDrafts(folder: string): Promise<{ readonly removed: number; readonly kept: KeptDraft[] }> {
  const kept: KeptDraft[] = []
  let removed = 0
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    const owner = DRAFT.exec(name)
    try {
      const status = await stat(path)
      if (owner === null || !status.isFile()) {
        kept.push({ path, why: 'not a draft' })
        continue
      }
      const why = judgeLeftOver(owner[1] ?? '', status.mtimeMs)
      if (why.outcome === 'kept') kept.push({ path, why })
      else {
        await discardDraft(path)
        removed++
      }
    } catch (error) {
      // Its process put it in place meanwhile.
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
        kept.push({ path, why: 'not removable' })
    }
  }
  return { removed, kept }
}
