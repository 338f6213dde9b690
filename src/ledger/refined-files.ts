import type { PlannedContext } from './stage.ts'
import { readShardRecords } from './stage-records.ts'
import type { WorkFile } from './works/work-file.ts'

/** The rows of every refined shard of the run. */
export async function refinedFiles(context: PlannedContext): Promise<WorkFile[]> {
  const records = await readShardRecords(context.store, context.run, 'Refine')
  return records.flatMap(({ work }) => (work.refined === null ? [] : [work.refined]))
}

/** Their content, in one order. */
export const contentOf = (files: readonly WorkFile[]): string[] => files.map((file) => file.sha256).sort()
