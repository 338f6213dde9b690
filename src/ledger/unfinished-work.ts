import { z } from 'zod'
import type { ObjectStore } from '../storage/object-store.ts'
import { readJson } from './documents.ts'
import { keys } from './keys.ts'
import type { FailedWork } from './platform-failures.ts'
import type { StageFacts } from './stage-facts.ts'

const itemsSchema = z.array(
  z.looseObject({
    index: z.int(),
    file: z.string().optional(),
    sheet: z.string().optional(),
    part: z.int().optional(),
    of: z.int().optional(),
  }),
)

const QUOTED = 3

/**
 * Where a run stopped: the first stage on its way, from the last that left any record, that is not done, and of a Map the shards
 * that left no record. A process that was killed
 * leaves nothing but that. Undefined when every stage has its record, or the store does not say.
 */
export async function unfinishedWork(
  store: ObjectStore,
  run: string,
  stages: readonly StageFacts[],
): Promise<FailedWork | undefined> {
  const done = new Set<string>()
  for await (const { key } of store.list(`runs/${run}/stages/`)) done.add(key)
  const way = stages.filter(({ state }) => state !== undefined && state.aside === undefined)
  const begun = ({ name }: StageFacts) => [...done].some((key) => key.startsWith(keys.stage(run, name).slice(0, -5)))
  // Shards that an earlier Map lacks were tolerated, once a later stage has begun.
  for (const { name, map, size } of way.slice(Math.max(0, way.findLastIndex(begun)))) {
    if (map === undefined) {
      if (!done.has(keys.stage(run, name))) return { where: name, size, run }
      continue
    }
    const items = itemsSchema.safeParse(await readJson(store, keys.items(run, map.items)).catch(() => undefined))
    if (!items.success) return { where: name, size, run }
    const open = items.data.filter(({ index }) => !done.has(keys.stage(run, name, index)))
    if (open.length === 0) continue
    const named = open.slice(0, QUOTED).map(shardName)
    const more = open.length - named.length
    const list = `${named.join('; ')}${more > 0 ? `; and ${more} more` : ''}`
    const where =
      open.length === 1 ? `${name}, ${list}` : `${name} (${open.length} of ${items.data.length} unfinished: ${list})`
    return { where, size, run }
  }
  return undefined
}

/** `shard 3 (Reachout.xlsx, sheet "Reachout", part 2 of 4)`. */
export function shardName({ index, file, sheet, part, of = 1 }: z.output<typeof itemsSchema>[number]): string {
  const parts = [
    ...(file === undefined ? [] : [file]),
    ...(sheet === undefined ? [] : [`sheet "${sheet}"`]),
    ...(part === undefined || of === 1 ? [] : [`part ${part + 1} of ${of}`]),
  ]
  return `shard ${index}${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`
}
