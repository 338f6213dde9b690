import type { StageFacts } from '../../ledger/stage-facts.ts'

/** Hard limits of AWS that no setting lifts. */
export const AWS_LIMITS = {
  /** Bytes of a state's payload. */
  payloadBytes: 262_144,
  /** Events in an execution's history. */
  historyEvents: 25_000,
  /** Seconds a function may run. */
  functionSeconds: 900,
  /** Megabytes of a function's `/tmp`. */
  functionScratchMb: 10_240,
  /** Children of one Map that may be under way. */
  mapConcurrency: 10_000,
} as const

/** Events of the parent's history at most: every state with every retry, and six hours of waiting for a turn. A test counts them. */
export const PARENT_HISTORY_EVENTS = 5_000

export interface LimitProblem {
  /** What is limited, for machines. */
  readonly limit: 'payload' | 'function-time' | 'function-disk' | 'map-concurrency'
  /** The state it happens in. */
  readonly state: string
  readonly estimate: number
  readonly allowed: number
  readonly unit: 'bytes' | 's' | 'MB' | 'children'
  /** A sentence with what to do. */
  readonly message: string
}

interface Estimated {
  readonly stages: readonly StageFacts[]
  readonly states: readonly {
    readonly state: string
    readonly longestSeconds: number
    readonly scratchMb: number
  }[]
  readonly payloadBytes: number
  readonly itemBytes: number
  readonly mapConcurrency: number
}

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** Every hard limit that a run would break, with the estimate and what to do instead. */
export function limitProblems({ stages, states, payloadBytes, itemBytes, mapConcurrency }: Estimated): LimitProblem[] {
  const problems: LimitProblem[] = []
  for (const { state, longestSeconds, scratchMb } of states) {
    const stage = stages.find(({ name }) => name === state)
    if (stage === undefined) continue
    const { timeoutSeconds, ephemeralMb } = stage.size
    const smaller =
      stage.map?.over === 'files' || stage.map?.over === 'shards'
        ? 'Split the largest file into several.'
        : state === 'Plan'
          ? 'Move files that are done out of landing/.'
          : 'Split the sources into pipelines of their own, each with its own landing patterns.'
    if (longestSeconds > timeoutSeconds)
      problems.push({
        limit: 'function-time',
        state,
        estimate: longestSeconds,
        allowed: timeoutSeconds,
        unit: 's',
        message: `${state} is estimated at ${whole.format(longestSeconds)} s, and a function may run for ${whole.format(timeoutSeconds)} s. ${smaller}`,
      })
    if (scratchMb > ephemeralMb)
      problems.push({
        limit: 'function-disk',
        state,
        estimate: scratchMb,
        allowed: ephemeralMb,
        unit: 'MB',
        message: `${state} is estimated to need ${whole.format(scratchMb)} MB of disk, and its function has ${whole.format(ephemeralMb)} MB (10,240 MB is the most there is). ${smaller}`,
      })
  }
  for (const [state, bytes, todo] of [
    ['Plan', payloadBytes, 'Start the run with fewer --set texts.'],
    ['Ingest', itemBytes, 'Give the file with the longest name a shorter one.'],
  ] as const)
    if (bytes > AWS_LIMITS.payloadBytes)
      problems.push({
        limit: 'payload',
        state,
        estimate: bytes,
        allowed: AWS_LIMITS.payloadBytes,
        unit: 'bytes',
        message: `${state} passes on ${whole.format(bytes)} bytes, and Step Functions carries ${whole.format(AWS_LIMITS.payloadBytes)} (256 KiB). ${todo}`,
      })
  if (mapConcurrency > AWS_LIMITS.mapConcurrency)
    problems.push({
      limit: 'map-concurrency',
      state: 'Ingest',
      estimate: mapConcurrency,
      allowed: AWS_LIMITS.mapConcurrency,
      unit: 'children',
      message: `run.map_concurrency is ${whole.format(mapConcurrency)}, and a Distributed Map runs ${whole.format(AWS_LIMITS.mapConcurrency)} children at once. Lower it.`,
    })
  return problems
}
