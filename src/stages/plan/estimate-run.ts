import type { StageFacts, StageRate } from '../../ledger/stage-facts.ts'
import type { PlannedFile } from './item-lists.ts'
import { isPricedRegion, PRICES, PRICES_AS_OF, type PricedRegion, USUAL_REGION } from './prices.ts'
import { ROWS_PER_MEGABYTE } from './rows-per-megabyte.ts'
import { type LimitProblem, limitProblems } from './run-limits.ts'

export interface EstimateRequest {
  /** The table of stages; those with a rate are estimated. */
  readonly stages: readonly StageFacts[]
  readonly files: readonly PlannedFile[]
  /** Bytes of source file behind each shard. */
  readonly shards: readonly { readonly bytes: number }[]
  /** Rows a byte in the last release, when there is one; the formats' usual density otherwise. */
  readonly rowsPerByte?: number
  /** Items of a Map at once. */
  readonly mapConcurrency: number
  /** Pairs that one call of Score compares (`resolve.shard_pairs`). */
  readonly pairsACall?: number
  /** Bytes of the largest payload known: the execution's input with what Plan says. */
  readonly payloadBytes: number
  /** Bytes of the longest item of a Map with what surrounds it. */
  readonly itemBytes: number
  readonly region?: string | undefined
  readonly architecture?: 'arm64' | 'x86_64'
}

export interface StateEstimate {
  readonly state: string
  readonly calls: number
  /** Seconds of the longest call. */
  readonly longestSeconds: number
  /** Seconds of all calls together. */
  readonly seconds: number
  readonly gbSeconds: number
  /** Megabytes of `/tmp` that the largest call needs. */
  readonly scratchMb: number
}

export interface RunEstimate {
  readonly rows: number
  readonly files: number
  readonly shards: number
  readonly states: readonly StateEstimate[]
  readonly lambdaGbSeconds: number
  readonly lambdaRequests: number
  readonly stateTransitions: number
  readonly s3Writes: number
  readonly s3Reads: number
  /** Wall time from start to end, in seconds. */
  readonly seconds: number
  readonly dollars: {
    readonly lambda: number
    readonly stepFunctions: number
    readonly s3: number
    readonly total: number
  }
  readonly region: PricedRegion
  readonly pricesAsOf: string
  /** What would break a hard limit of AWS; empty when nothing would. */
  readonly problems: readonly LimitProblem[]
}

const rowsIn = (file: string, bytes: number, rowsPerByte: number | undefined): number => {
  const ending = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase() ?? ''
  return bytes * (rowsPerByte ?? (ROWS_PER_MEGABYTE[ending] ?? ROWS_PER_MEGABYTE.csv ?? 0) / 1_000_000)
}

/**
 * What a run will use and cost on AWS, and which hard limits it would break: from the listing, the measured rates and the price
 * list, without reading a row. Pure.
 */
export function estimateRun(request: EstimateRequest): RunEstimate {
  const { files, shards, mapConcurrency } = request
  const perFile = files.map(({ file, size }) => rowsIn(file, size, request.rowsPerByte))
  const rows = Math.round(perFile.reduce((sum, one) => sum + one, 0))
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  const perByte = bytes === 0 ? 0 : rows / bytes
  const whole = [{ rows, bytes }]
  const scores = Math.max(1, Math.ceil((rows * PAIRS_A_ROW) / (request.pairsACall ?? PAIRS_A_CALL)))
  const calls = {
    files: files.map(({ size }, at) => ({ rows: perFile[at] ?? 0, bytes: size })),
    shards: shards.map((shard) => ({ rows: shard.bytes * perByte, bytes: shard.bytes })),
    pairs: Array.from({ length: scores }, () => ({ rows: rows / scores, bytes: bytes / scores })),
  }
  const rated = request.stages.flatMap((stage) => (stage.rate === undefined ? [] : [{ ...stage, rate: stage.rate }]))
  const states = rated.map((stage) =>
    estimateState(stage, stage.map === undefined ? whole : calls[stage.map.over], files.length, shards.length),
  )
  const sizeOf = new Map(rated.map(({ name, size }) => [name, size]))
  const children = rated.reduce((sum, { map }) => sum + (map === undefined ? 0 : calls[map.over].length), 0)
  const total = (of: (one: StateEstimate) => number) => states.reduce((sum, one) => sum + of(one), 0)
  const usage = {
    lambdaGbSeconds: total(({ gbSeconds }) => gbSeconds),
    lambdaRequests: total((one) => one.calls),
    // Every state that is entered, and for a child of a Map its start besides its one state.
    stateTransitions: PARENT_TRANSITIONS + rated.length + 2 * children,
    // Each child leaves its parts, a result and a record, and reads the plan, its item's input and its fingerprint's result.
    s3Writes: 60 + children * 4 + Math.ceil(rows / ROWS_A_PART) * 2,
    s3Reads: 150 + children * 8 + Math.ceil(rows / ROWS_A_PART) * 4,
  }
  const region = request.region !== undefined && isPricedRegion(request.region) ? request.region : USUAL_REGION
  const prices = PRICES[region]
  const ephemeral = total(({ state, seconds }) => (seconds * ((sizeOf.get(state)?.ephemeralMb ?? 512) - 512)) / 1024)
  const lambda =
    usage.lambdaGbSeconds * prices.lambdaGbSecond[request.architecture ?? 'arm64'] +
    usage.lambdaRequests * prices.lambdaRequest +
    ephemeral * prices.lambdaEphemeralGbSecond
  const stepFunctions = usage.stateTransitions * prices.stateTransition
  const s3 = usage.s3Writes * prices.s3Write + usage.s3Reads * prices.s3Read
  return {
    rows,
    files: files.length,
    shards: shards.length,
    states,
    ...usage,
    seconds: total((one) => Math.max(one.longestSeconds, one.seconds / Math.min(one.calls || 1, mapConcurrency))),
    dollars: { lambda, stepFunctions, s3, total: lambda + stepFunctions + s3 },
    region,
    pricesAsOf: PRICES_AS_OF,
    problems: limitProblems({ ...request, states }),
  }
}

/** States the parent enters on its longest way beside its stages. */
const PARENT_TRANSITIONS = 13
/** Pairs that blocking leaves to compare, for each row; it decides how many calls of Score there are. */
const PAIRS_A_ROW = 10
/** The default of `resolve.shard_pairs`. */
const PAIRS_A_CALL = 4_000_000
/** Rows of one part file (`ingest.part_rows`). */
const ROWS_A_PART = 50_000

function estimateState(
  { name: state, rate, size, map }: StageFacts & { readonly rate: StageRate },
  calls: readonly { readonly rows: number; readonly bytes: number }[],
  files: number,
  shards: number,
): StateEstimate {
  // Whoever speaks for all shards reads a record of each.
  const listed = state === 'Plan' ? files : map === undefined ? shards + files : 0
  const secondsOf = (call: { rows: number; bytes: number }) =>
    rate.startSeconds +
    (call.rows / 1_000_000) * rate.secondsAMillionRows +
    (call.bytes / 1_000_000_000) * rate.secondsAGigabyte +
    listed * rate.secondsADocument
  let seconds = 0
  let longestSeconds = 0
  let scratchMb = 0
  for (const call of calls) {
    const one = secondsOf(call)
    seconds += one
    longestSeconds = Math.max(longestSeconds, one)
    scratchMb = Math.max(
      scratchMb,
      (call.bytes * rate.scratchBytesAByte + call.rows * rate.scratchBytesARow) / 1_000_000,
    )
  }
  const gbSeconds = (seconds * size.memoryMb) / 1024
  return { state, calls: calls.length, longestSeconds, seconds, gbSeconds, scratchMb: Math.ceil(scratchMb) }
}
