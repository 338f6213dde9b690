import { join } from 'node:path'
import type { ErasureObstacle } from '../../ledger/errors.ts'
import type { LeftOver, ObjectStore } from '../../storage/index.ts'
import { storeFolder } from '../../storage/open-store.ts'
import { sweepScratch } from '../../storage/scratch.ts'
import { storeRemains } from '../../storage/store-remains.ts'
import { sweepDrafts } from '../../storage/sweep-drafts.ts'

interface RemainingObstacle extends ErasureObstacle {
  readonly isLink?: boolean
}

/** A path as a shell takes it. */
export const quoted = (path: string): string => `'${path.replaceAll("'", `'\\''`)}'`

/**
 * What lies outside of objects and could hold a person's data: drafts and scratch of living or unseen processes, links, pipes, what cannot
 * be read. What dead processes left is removed first.
 */
export async function remainingObstacles(store: ObjectStore): Promise<RemainingObstacle[]> {
  const found: RemainingObstacle[] = []
  const root = storeFolder(store)
  if (root !== undefined) {
    for (const { path, why } of (await sweepDrafts(join(root, '.store', 'tmp'))).kept)
      if (typeof why === 'string') found.push({ where: path, why: `it is ${why}`, remedy: LOOK(path) })
      // A draft of this very process is a write of another part of it.
      else if (why.owner?.pid !== process.pid || !why.running)
        found.push({ where: path, ...leftBy(path, why, 'draft') })
    for (const { path, why, isLink } of await storeRemains(root))
      found.push({ where: path, why, remedy: LOOK(path), isLink })
  }
  for (const { path, store: used, why } of (await sweepScratch()).kept) {
    if (why === 'not removable')
      found.push({
        where: path,
        why: 'it is scratch of a process that is gone, and cannot be removed',
        remedy: REMOVE(path),
      })
    // Another store's work is that store's; scratch that says nothing and whose process runs is of a command without a store.
    else if (used === store.uri('') ? true : !why.running && used === undefined)
      found.push({ where: path, ...leftBy(path, why, 'scratch') })
  }
  return found
}

const LOOK = (path: string): string =>
  `Look at it, then move it out of the store or remove it: rm -r -- ${quoted(path)}`
const REMOVE = (path: string): string => `If nobody uses it: rm -r -- ${quoted(path)}`

function leftBy(
  path: string,
  { owner, running }: Extract<LeftOver, { outcome: 'kept' }>,
  what: 'draft' | 'scratch',
): Omit<ErasureObstacle, 'where'> {
  if (running && owner !== undefined)
    return {
      why: `process ${owner.pid} is at work in this store`,
      remedy: `Wait for it to end, or end it: kill ${owner.pid}`,
    }
  if (owner === undefined)
    return { why: `it is ${what} of a version of before, and does not say whose`, remedy: REMOVE(path) }
  return {
    why: `it is ${what} of process ${owner.pid} on ${owner.host}, which cannot be seen from here, and younger than any run`,
    remedy: REMOVE(path),
  }
}
