import type { PinnedDomain } from '../ledger/pinned-domain.ts'
import type { ResolutionDecision, ReviewPair } from '../resolve/review/index.ts'
import { type Contradiction, describeDecision, judgeDecisions } from '../resolve/review/judge-decisions.ts'
import { toldDecision } from '../resolve/review/told-decision.ts'
import type { CliIo } from './cli-io.ts'
import type { CommonOptions, PipelineOption } from './common-options.ts'
import { count } from './describe-state.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines, plainText } from './plain-text.ts'
import { pairMasker, recordTitle } from './review-entities.ts'
import { decisionsAbout, decisionsByPair, entityFlag, pairOf, pairOfId, readQueue } from './review-queue.ts'
import { table } from './table.ts'
import { readerFlags } from './use-environment.ts'
import { weightLines } from './weight-bars.ts'
import { storeReach, withEngine } from './with-engine.ts'

export interface ReviewOptions extends CommonOptions, PipelineOption {
  readonly run?: string
  /** Only pairs of this entity. */
  readonly entity?: string
  readonly showPersonal?: boolean
}

interface ListOptions extends ReviewOptions {
  readonly all?: boolean
  readonly limit?: string
}

/** `hotpass review list`: the pairs that wait for a decision, likeliest first. */
export async function reviewListCommand(options: ListOptions, io: CliIo): Promise<number> {
  const limit = Number(options.limit ?? 50)
  if (!Number.isInteger(limit) || limit < 1) throw new UsageError('--limit takes a whole number, 1 or more.')
  const store = await openExistingStore(options.store)
  const queue = await withEngine(storeReach(store), (engine, scratch) => readQueue(store, engine, scratch, options))
  const { run, pipeline, domain, pairs } = queue
  const decisions = await decisionsAbout(store, pipeline)
  const decided = decisionsByPair(decisions)
  const contradictions = judgeDecisions(decisions, () => true).contradictions
  const open = pairs.filter((pair) => !decided.has(pairOf(pair)))
  const chosen = options.all ? pairs : open
  const mask = pairMasker(domain)
  const several = new Set(pairs.map(({ subject }) => subject)).size > 1
  const shown = chosen.slice(0, limit).map((pair) => (options.showPersonal ? pair : mask(pair)))
  if (options.json) {
    const withDecision = shown.map((pair) => {
      const decision = decided.get(pairOf(pair))
      return { ...pair, decision: decision === undefined ? null : toldDecision(decision) }
    })
    io.out(
      `${jsonText({ run, pipeline, open: open.length, decided: pairs.length - open.length, pairs: withDecision, contradictions: contradictions.map(({ message }) => message) })}\n`,
    )
    return EXIT.ok
  }
  const lines =
    shown.length === 0
      ? [pairs.length === 0 ? 'Nothing to review: no pair is in doubt.' : 'Nothing left to review.']
      : table(
          [
            [
              'pair',
              ...(several ? ['of'] : []),
              'probability',
              'bits',
              'left',
              'right',
              ...(options.all ? ['decision'] : []),
            ],
            ...shown.map((pair) => [
              pair.pair_id,
              ...(several ? [pair.subject] : []),
              pair.match_probability.toFixed(3),
              pair.match_weight.toFixed(1),
              title(domain, pair, 'left'),
              title(domain, pair, 'right'),
              ...(options.all ? [decided.get(pairOf(pair))?.verdict ?? 'open'] : []),
            ]),
          ],
          io.outColumns,
        )
  io.out(
    `${[
      ...lines,
      '',
      `Run ${run}: ${count(open.length, 'pair')} open, ${pairs.length - open.length} decided${chosen.length > limit ? `; the first ${limit} are shown (--limit)` : ''}.`,
      ...warnings(contradictions),
      ...(open[0] === undefined
        ? []
        : [`Next: hotpass review show ${open[0].pair_id}${entityFlag(queue, open[0])}${readerFlags(options)}`]),
    ].join('\n')}\n`,
  )
  return EXIT.ok
}

/** `hotpass review show PAIR`: both records side by side, and what each comparison adds. */
export async function reviewShowCommand(id: string, options: ReviewOptions, io: CliIo): Promise<number> {
  const store = await openExistingStore(options.store)
  const queue = await withEngine(storeReach(store), (engine, scratch) => readQueue(store, engine, scratch, options))
  const { run, pipeline, domain } = queue
  const found = pairOfId(queue, id)
  const decision = decisionsByPair(await decisionsAbout(store, pipeline)).get(pairOf(found))
  const pair = options.showPersonal ? found : pairMasker(domain)(found)
  if (options.json)
    io.out(
      `${jsonText({ run, pipeline, ...pair, decision: decision === undefined ? null : toldDecision(decision) })}\n`,
    )
  else io.out(`${fitText(plainLines(describePair(pair, decision, options, io.outColumns)), io.outColumns)}\n`)
  return EXIT.ok
}

const warnings = (contradictions: readonly Contradiction[]): string[] =>
  contradictions.map(({ message }) => `Contradiction: ${plainText(message)}`)

const title = (domain: PinnedDomain, pair: ReviewPair, side: 'left' | 'right'): string => {
  const name = recordTitle(domain, pair, side)
  return `${pair[`${side}_record`]} ${name.length > 40 ? `${name.slice(0, 39)}…` : name}`.trim()
}

function describePair(
  pair: ReviewPair,
  decision: ResolutionDecision | undefined,
  options: ReviewOptions,
  columns: number | undefined,
): string {
  const fields = [...new Set([...Object.keys(pair.left), ...Object.keys(pair.right)])].filter(
    (field) => pair.left[field] || pair.right[field],
  )
  return [
    `${pair.pair_id}: probability ${pair.match_probability.toFixed(4)}, ${pair.match_weight.toFixed(2)} bits`,
    pair.reason === 'cut'
      ? 'Alike enough to be one by weight, but kept apart: another name, number, kind, day or place holds it back, or their clusters would contradict each other.'
      : '',
    '',
    ...table(
      [
        ['', pair.left_record, pair.right_record],
        ...fields.map((field) => [field, pair.left[field] ?? '', pair.right[field] ?? '']),
      ],
      columns,
    ),
    '',
    ...weightLines(pair, columns),
    '',
    decision === undefined
      ? `Next: hotpass review accept ${pair.pair_id} --why '…'${options.entity === undefined ? '' : ` --entity ${options.entity}`}${readerFlags(options)} (or reject in place of accept)`
      : `Decided: ${describeDecision(decision)}`,
    ...(options.showPersonal ? [] : ['Personal values are masked; --show-personal shows them.']),
  ]
    .filter((line, at, all) => line !== '' || all[at - 1] !== '')
    .join('\n')
}
