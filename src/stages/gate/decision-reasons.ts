import type { PlannedContext } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import type { Reason } from '../../quality/index.ts'

/** Warnings for decisions of stewards that the run set aside: what contradicts earlier ones, and what is about records that are gone. */
export async function decisionReasons({ store, run }: PlannedContext): Promise<Reason[]> {
  const { work } = await readStageRecord(store, run, 'Resolve')
  const contradictions = work.entities.flatMap(({ decisions }) => decisions.contradictions)
  const vanished = work.entities.flatMap(({ decisions }) => decisions.vanished)
  const warning = (id: string, sentence: string): Reason => ({
    ...{ dataset: 'entity_links', id, blocks: false },
    sentence: `entity_links (warning): ${sentence}`,
  })
  return [
    ...contradictions.map((sentence) => warning('decisions.contradiction', `${sentence} It was not applied.`)),
    ...vanished.map((sentence) => warning('decisions.vanished', sentence)),
  ]
}
