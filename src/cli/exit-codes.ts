/** What the shell is told; scripts depend on these numbers. */
export const EXIT = {
  /** Published, unchanged, or simply done. */
  ok: 0,
  failed: 1,
  /** Usage or configuration. */
  usage: 2,
  /** The quality gate said no. */
  blocked: 3,
  /** Another run of the pipeline is under way. */
  busy: 4,
  /** The run was cancelled before it published. */
  cancelled: 5,
  /** The run took longer than the state machine allows. */
  timedOut: 6,
} as const
