import type { CompiledDomain, Entity } from '../../domain/index.ts'
import type { Engine } from '../../engine/engine.ts'
import type { BlockedEntity } from '../../ledger/works/block-work.ts'
import type { ChallengerOutcome } from '../../ledger/works/challenger-work.ts'
import { maskerOf } from '../../resolve/entities/evidence-class.ts'
import { pageShell } from '../../site/page-shell.ts'
import { challengerSection } from './challenger-section.ts'
import type { LinkedRecords } from './link-records.ts'
import type { RecordNames } from './link-rows.ts'

/**
 * The linkage report of a run as a page of the site: what the model holds, how pairs and clusters came out, which clusters to look at.
 * Personal values in it are masked, and records stand by their ids: their keys may be phone numbers and addresses.
 */
export async function linkagePage(
  engine: Engine,
  domain: CompiledDomain,
  entity: Entity,
  blocked: BlockedEntity,
  { settings, prepared, model, weights, accuracy, clusters }: LinkedRecords,
  names: Pick<RecordNames, 'recordKeys' | 'sourceRecordIds'>,
  threshold: number,
  challenger: ChallengerOutcome | null,
): Promise<string> {
  const { gatherReport, rulePairsOf } = await import('../../resolve/report/gather-report.ts')
  const { reportBody } = await import('../../resolve/report/render-report.ts')
  const title = `Linkage of ${entity.dataset}`
  const idOf = new Map(names.recordKeys.map((key, at) => [key, names.sourceRecordIds[at] ?? '']))
  const rulePairs = await rulePairsOf(engine, settings)
  const data = await gatherReport(
    engine,
    settings,
    prepared,
    { model: model.model, weights, analysis: blocked.blocking, rulePairs, clusters, threshold, accuracy },
    { title, show: maskerOf(domain, entity), nameOf: (key) => idOf.get(key) ?? '' },
  )
  const body = `${reportBody(data)}${challengerSection(challenger)}`
  return pageShell({ title, body, root: '../', styles: ['assets/linkage.css'] })
}
