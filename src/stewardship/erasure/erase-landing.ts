import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Engine } from '../../engine/engine.ts'
import { matchSource } from '../../ledger/landing.ts'
import type { PinnedDomain } from '../../ledger/pinned-domain.ts'
import type { ObjectStore } from '../../storage/object-store.ts'
import { sha256File } from '../../storage/sha256.ts'
import { eraseFile } from './erase-file.ts'
import type { SeenRows } from './seen-rows.ts'
import type { Suppression } from './suppression.ts'

/** A copy that a run pinned by its content: its folder is named after its sha256. */
const PINNED = /^landing\/([^/]+)\/([0-9a-f]{64})\/(.+)$/

/**
 * Takes people out of every file under `landing/`. A pinned copy moves to the folder of its new hash; a file that somebody dropped keeps its
 * name. Old versions of both are gone. What nothing can read is left to the search at the end.
 * @returns how many files hold them
 */
export async function eraseLanding(options: {
  readonly store: ObjectStore
  readonly engine: Engine
  readonly scratch: string
  readonly sources: readonly PinnedDomain[]
  readonly suppressions: readonly Suppression[]
  readonly apply: boolean
  readonly seen?: SeenRows
  readonly journal: (changes: Record<string, string>, sizes?: Record<string, number>) => Promise<void>
}): Promise<number> {
  const { store, engine, scratch, sources, suppressions, apply } = options
  const keys: string[] = []
  for await (const { key } of store.list('landing/')) keys.push(key)
  let files = 0
  for (const [at, key] of keys.entries()) {
    const pinned = PINNED.exec(key)
    const name = pinned?.[3] ?? basename(key)
    const landed = key.slice('landing/'.length)
    const source = pinned?.[1] ?? sources.flatMap(({ compiled }) => matchSource(compiled, landed) ?? [])[0]
    const path = await store.fetchFile(key, join(scratch, 'landing'))
    const out = join(scratch, `landing-${at}`)
    const done = await eraseFile({
      path,
      out,
      name,
      source,
      sources,
      suppressions,
      engine: async () => engine,
      ...(options.seen ? { seen: options.seen } : {}),
    })
    if (done.outcome !== 'erased') continue
    files++
    if (!apply) continue
    const [before, after, { size }] = [await sha256File(path), await sha256File(out), await stat(out)]
    const target = pinned ? `landing/${pinned[1]}/${after}/${name}` : key
    await options.journal({ [before]: after, [key]: target }, { [before]: size })
    await store.putFile(target, out)
    if (target !== key) await store.purge(key, { keepCurrent: false })
    else await store.purge(key, { keepCurrent: true })
  }
  return files
}
