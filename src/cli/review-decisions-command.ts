import { judgeDecisions } from '../resolve/review/judge-decisions.ts'
import { decisionsInForce, inTime } from '../resolve/review/resolution-decision.ts'
import { toldDecision } from '../resolve/review/told-decision.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { count } from './describe-state.ts'
import { EXIT } from './exit-codes.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainText } from './plain-text.ts'
import { decisionsAbout, reviewedPipeline } from './review-queue.ts'
import { table } from './table.ts'

/** `hotpass review decisions`: what was ever decided, whether it is in force, and which decisions contradict each other. */
export async function reviewDecisionsCommand(options: CommonOptions & PipelineOption, io: CliIo): Promise<number> {
  const store = await openExistingStore(options.store)
  const pipeline = await reviewedPipeline(store, options.pipeline)
  const kept = inTime(await decisionsAbout(store, pipeline))
  const inForce = new Set(decisionsInForce(kept).map(({ id }) => id))
  const contradictions = judgeDecisions(kept, () => true).contradictions
  const decisions = kept.map(toldDecision)
  const aside = new Set(contradictions.map(({ decision }) => decision.id))
  const state = (id: string) => (aside.has(id) ? 'contradicts' : inForce.has(id) ? 'in force' : 'past')
  if (options.json)
    io.out(
      `${jsonText({ pipeline, decisions: decisions.map((decision) => ({ ...decision, state: state(decision.id) })), contradictions: contradictions.map(({ message }) => message) })}\n`,
    )
  else if (decisions.length === 0) io.out('Nothing was decided yet. Start with: hotpass review list\n')
  else
    io.out(
      `${[
        ...table(
          [
            ['decision', 'state', 'verdict', 'left', 'right', 'by', 'on', 'why'],
            ...decisions.map(({ id, verdict, left, right, by, at, why }) => [
              ...[id, state(id), verdict, left, right, by, at.slice(0, 10), why.slice(0, 60)],
            ]),
          ],
          io.outColumns,
        ),
        '',
        `${count(inForce.size, 'decision')} in force.`,
        ...contradictions.map(({ message }) => `Contradiction: ${plainText(message)}`),
      ].join('\n')}\n`,
    )
  return EXIT.ok
}
