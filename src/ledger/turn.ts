/** `busy`: another run of the pipeline is under way and this one leaves. `waiting`: it asks again in a minute. */
export type BusyOutput = { readonly status: 'busy' | 'waiting'; readonly heldBy: string; readonly since: string }

export interface TurnRequest {
  readonly pipeline: string
  readonly limit: number
  readonly wait: boolean
  /** The execution's id. Without one nobody could tell whether the run still lives, so a stage called by hand takes no turn. */
  readonly execution: string | undefined
  /** What the current release stands at, for the result of a run that leaves. */
  readonly versions: () => Promise<{ readonly release: number | null; readonly versions: Record<string, number> }>
}

export type Turn =
  /** `dead`: runs that were found dead and lost their place. */
  { readonly kind: 'ours'; readonly dead: readonly string[] } | { readonly kind: 'taken'; readonly output: BusyOutput }

/** A run's turn among the runs of its pipeline. */
export interface TurnPort {
  take(request: TurnRequest): Promise<Turn>
  /** Gives back every place the run holds or waits for. Doing it again does nothing. @returns the pipelines */
  giveBack(): Promise<string[]>
}
