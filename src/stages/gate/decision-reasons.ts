import type { PlannedContext } from '../../ledger/stage.ts'
import { readStageRecord } from '../../ledger/stage-records.ts'
import type { Reason } from '../../quality/index.ts'

/** Warnings of what Resolve could not take at its word: decisions that contradict or are about records that are gone, and repeated keys. */
export async function decisionReasons({ store, run }: PlannedContext): Promise<Reason[]> {
  const { work } = await readStageRecord(store, run, 'Resolve')
  const contradictions = work.entities.flatMap(({ decisions }) => decisions.contradictions)
  const vanished = work.entities.flatMap(({ decisions }) => decisions.vanished)
  const repeated = work.entities.flatMap(({ repeatedKeys }) => repeatedKeys)
  const warning = (id: string, sentence: string): Reason => ({
    ...{ dataset: 'entity_links', id, blocks: false },
    sentence: `entity_links (warning): ${sentence}`,
  })
  return [
    ...contradictions.map((sentence) => warning('decisions.contradiction', `${sentence} It was not applied.`)),
    ...vanished.map((sentence) => warning('decisions.vanished', sentence)),
    ...repeated.map((sentence) => warning('keys.repeated', sentence)),
  ]
}
