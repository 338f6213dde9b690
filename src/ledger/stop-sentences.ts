/** What every stop says that wrote no cause. `gone` is a run whose process or execution ended without a word. */
export const STOP_SENTENCES = {
  failed: 'The run ended before it could say why.',
  timed_out: 'The run took longer than the state machine allows and was ended.',
  cancelled: 'The run was stopped before it ended.',
} as const
export const STOP_ERRORS = { failed: 'RunFailed', timed_out: 'States.Timeout', cancelled: 'RunAborted' } as const

/** What is told of a decision to stop. */
interface Stop {
  readonly reason: keyof typeof STOP_SENTENCES
  readonly by: string
  readonly at: string
}

/** Who decides when another run takes the turn of one that died or let its time pass. */
export const successor = (run: string): string => `run ${run}, which took over`

/** The run that took a stopped run's turn; undefined of any other stop. */
export const successorOf = ({ by }: Pick<Stop, 'by'>): string | undefined =>
  /^run (\S+), which took over$/.exec(by)?.[1]

/** Why a run was stopped, where nobody knows more than its decision. */
export function stopSentence(stop: Stop): string {
  const next = successorOf(stop)
  return next === undefined
    ? STOP_SENTENCES[stop.reason]
    : `Run ${next} took its turn at ${stop.at}: its process had ended, or had been paused or cut off for longer than a turn lasts.`
}

/** What to do after a stop. A retry would stand on the release before its successor's. @param pipeline as it is named to run it */
export const stopAdvice = (run: string, stop: Stop | undefined, pipeline = '<pipeline>'): string =>
  stop === undefined || successorOf(stop) === undefined ? nothingPublished(run) : startAnew(pipeline)

/** Of a run that is known never to publish. */
const nothingPublished = (run: string): string => `Nothing was published by it. Finish it with: hotpass retry ${run}`

const startAnew = (pipeline: string): string =>
  `Nothing was published by it. Start a new run; it finds finished work again: hotpass run ${pipeline}`
