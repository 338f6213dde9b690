import type { ReviewPair } from '../resolve/review/index.ts'
import { nextPairs } from '../resolve/review/next-pairs.ts'
import type { ObjectStore } from '../storage/object-store.ts'
import { type Answering, answerPair, withdrawAnswer } from './answer-pair.ts'
import type { Ask } from './ask.ts'
import type { CliIo } from './cli-io.ts'
import { count } from './describe-state.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { fitText } from './fit-text.ts'
import { runTakingDecision } from './next-command.ts'
import { openExistingStore } from './open-existing-store.ts'
import { jsonText, plainLines } from './plain-text.ts'
import { pairMasker } from './review-entities.ts'
import { askedPairs, decisionsAbout, decisionsByPair, entityFlag, pairOf, readQueue } from './review-queue.ts'
import type { ReviewOptions } from './review-show-command.ts'
import { sideBySide } from './side-by-side.ts'
import { table } from './table.ts'
import { placeOfOptions, readerFlags } from './use-environment.ts'
import { whoDecides } from './who-decides.ts'
import { storeReach, withEngine } from './with-engine.ts'

interface NextOptions extends ReviewOptions {
  readonly count: string
  readonly why: string
  readonly by?: string
}

/** `hotpass review next`: asks about the pairs whose answers teach most, one after the other; lists them where nobody can be asked. */
export async function reviewNextCommand(options: NextOptions, io: CliIo): Promise<number> {
  const most = Number(options.count)
  if (!Number.isInteger(most) || most < 1) throw new UsageError('--count takes a whole number, 1 or more.')
  if (options.why.trim() === '') throw new UsageError('Say why: --why "looked them up in the register"')
  const store = await openExistingStore(options.store)
  const queue = await withEngine(storeReach(store), (engine, scratch) => readQueue(store, engine, scratch, options))
  const { run, pipeline, domain } = queue
  const decided = decisionsByPair(await decisionsAbout(store, pipeline))
  const pairs = nextPairs(askedPairs(queue), (pair) => decided.has(pairOf(pair)), most)
  const mask = pairMasker(domain)
  const shown = (pair: ReviewPair): ReviewPair => (options.showPersonal ? pair : mask(pair))
  if (options.json) {
    io.out(`${jsonText({ run, pipeline, pairs: pairs.map(shown) })}\n`)
    return EXIT.ok
  }
  if (pairs.length === 0) {
    io.out('Nothing to ask: every pair that could teach something is decided.\n')
    return EXIT.ok
  }
  if (io.ask === undefined) {
    const [first] = pairs as [ReviewPair]
    const rows = pairs.map((pair) => {
      const { pair_id, match_probability, left_record, right_record } = shown(pair)
      return [pair_id, match_probability.toFixed(3), left_record, right_record]
    })
    io.out(
      `${[...table([['pair', 'probability', 'left', 'right'], ...rows], io.outColumns), '', `Next: hotpass review show ${first.pair_id}${entityFlag(queue, first)}${readerFlags(options)}`].join('\n')}\n`,
    )
    return EXIT.ok
  }
  const answering = { by: whoDecides(options.by, io), why: options.why }
  const answers = await askEach(io, io.ask, store, pipeline, pairs, shown, answering)
  const takes =
    answers === 0 ? '' : `\nNext: ${await runTakingDecision(store, pipeline, placeOfOptions(options), options.run)}`
  io.out(`${plainLines(`${count(answers, 'pair')} decided.${takes}`)}\n`)
  return EXIT.ok
}

const CHOICES = [
  { value: 'a', label: 'accept: they are one' },
  { value: 'r', label: 'reject: they are different' },
  { value: 's', label: 'skip' },
  { value: 'u', label: 'undo the last' },
  { value: 'q', label: 'quit' },
]

/** @returns how many answers stand */
async function askEach(
  io: CliIo,
  ask: Ask,
  store: ObjectStore,
  pipeline: string,
  pairs: readonly ReviewPair[],
  shown: (pair: ReviewPair) => ReviewPair,
  answering: Answering,
): Promise<number> {
  /** By pair: its decision; null where it was skipped. */
  const past: (string | null)[] = []
  while (past.length < pairs.length) {
    const pair = pairs[past.length] as ReviewPair
    const head = `${past.length + 1} of ${pairs.length}  ${pair.pair_id}  ${(pair.match_probability * 100).toFixed(1)}%`
    const lines = [head, '', ...sideBySide(pair, shown(pair), io.outColumns)].join('\n')
    io.err(`\n${fitText(plainLines(lines), io.outColumns)}\n`)
    const key = await ask({ message: 'Are they one?', choices: CHOICES, initial: null, byKey: true })
    if (key === null || key === 'q') break
    if (key === 's') past.push(null)
    else if (key === 'u') {
      if (past.length === 0) io.err('There is nothing to undo.\n')
      const last = past.pop()
      if (last) await withdrawAnswer(store, pipeline, last, { ...answering, why: 'undone at once' })
    } else {
      const answered = await answerPair(store, pipeline, pair, key === 'a' ? 'same' : 'different', answering)
      if (answered.outcome === 'contradicts')
        io.err(`${plainLines(answered.messages.join('\n'))}\nNothing was decided about this pair.\n`)
      past.push(answered.outcome === 'decided' ? answered.decision.id : null)
    }
  }
  return past.filter((id) => id !== null).length
}
