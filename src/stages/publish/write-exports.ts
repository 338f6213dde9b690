import { join } from 'node:path'
import { plannedTable } from '../../ledger/planned-table.ts'
import type { PlannedContext } from '../../ledger/stage.ts'
import { pullVersion } from '../../versions/pull-version.ts'

/** The files a pipeline asks for at publication (`publish.exports`): `exports/<pipeline>/<release>/<dataset>.<format>`. */
export async function writeExports(
  context: PlannedContext,
  release: number,
  versions: Readonly<Record<string, number>>,
): Promise<string[]> {
  const { configuration } = context.plan.domain
  const written: string[] = []
  for (const format of configuration.publish.exports)
    for (const dataset of context.plan.domain.datasets) {
      const out = join(context.scratch, 'exports', `${dataset}.${format}`)
      const engine = await context.engine()
      await pullVersion({
        store: context.store,
        engine,
        dataset: plannedTable(context.plan, dataset),
        version: versions[dataset] as number,
        format,
        out,
        scratch: context.scratch,
      })
      const key = `exports/${context.plan.pipelineId}/${release}/${dataset}.${format}`
      await context.store.putFile(key, out)
      written.push(key)
    }
  return written
}
