import type { PlannedContext } from './stage.ts'
import { readShardRecords } from './stage-records.ts'
import type { WorkFile } from './works/work-file.ts'

/** The rows of every refined shard of the run that describe an entity, by entity. */
export async function refinedFiles(context: PlannedContext): Promise<Readonly<Record<string, readonly WorkFile[]>>> {
  const records = await readShardRecords(context.store, context.run, 'Refine')
  return Object.fromEntries(
    context.plan.domain.compiled.entities.map(({ id }) => [
      id,
      records.flatMap(({ work }) => (work.refined[id] === undefined ? [] : [work.refined[id]])),
    ]),
  )
}

/** Their content, in one order. */
export const contentOf = (files: readonly WorkFile[]): string[] => files.map((file) => file.sha256).sort()
