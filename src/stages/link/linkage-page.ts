import type { Engine } from '../../engine/engine.ts'
import type { PinnedLinkage } from '../../ledger/pinned-linkage.ts'
import type { BlockWork } from '../../ledger/works/block-work.ts'
import { maskField } from '../../resolve/review/mask-pair.ts'
import { pageShell } from '../../site/page-shell.ts'
import type { LinkedOrganizations } from './link-organizations.ts'

/**
 * The linkage report of a run as a page of the site: what the model holds, how pairs and clusters came out, which clusters to look at.
 * Personal values in it are masked.
 */
export async function linkagePage(
  engine: Engine,
  blocked: BlockWork,
  { derived: settings }: PinnedLinkage,
  { prepared, model, clusters }: LinkedOrganizations,
  threshold: number,
): Promise<string> {
  const { gatherReport, rulePairsOf } = await import('../../resolve/report/gather-report.ts')
  const { reportBody } = await import('../../resolve/report/render-report.ts')
  const title = 'Linkage of organizations'
  const rulePairs = await rulePairsOf(engine, settings)
  const data = await gatherReport(
    engine,
    settings,
    prepared,
    { model: model.model, analysis: blocked.blocking, rulePairs, clusters, threshold },
    { title, show: (column, value) => maskField(column, value, 'organizations') },
  )
  return pageShell({ title, body: reportBody(data), root: '../', styles: ['assets/linkage.css'] })
}
