/** What a function of a state may use on AWS. `lib` deploys these; Plan estimates and refuses by them. */
export interface FunctionSize {
  readonly memoryMb: number
  readonly timeoutSeconds: number
  /** `/tmp`. */
  readonly ephemeralMb: number
}

const MINUTES_15 = 900

/** At or below 3,008 MB, the most that a new account may give a function. */
const LARGE: FunctionSize = { memoryMb: 3008, timeoutSeconds: MINUTES_15, ephemeralMb: 10_240 }
const SMALL: FunctionSize = { memoryMb: 512, timeoutSeconds: 120, ephemeralMb: 512 }

/** By the state's name. */
export const FUNCTION_SIZES = {
  Plan: { memoryMb: 1024, timeoutSeconds: MINUTES_15, ephemeralMb: 10_240 },
  Ingest: { memoryMb: 2048, timeoutSeconds: MINUTES_15, ephemeralMb: 4096 },
  Refine: { memoryMb: 2048, timeoutSeconds: MINUTES_15, ephemeralMb: 2048 },
  Block: LARGE,
  Score: LARGE,
  Resolve: LARGE,
  Consolidate: LARGE,
  Gate: LARGE,
  Publish: LARGE,
  RecordBlocked: SMALL,
  RecordFailure: SMALL,
  CloseRun: SMALL,
} as const satisfies Readonly<Record<string, FunctionSize>>
