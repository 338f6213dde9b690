import { ownerState, type ProcessOwner, parseOwner } from './process-owner.ts'

/** What may be done with a file or folder that some process made for itself. */
export type LeftOver =
  /** Its process is gone: nobody wants it. */
  | { readonly outcome: 'abandoned' }
  /** Its process may still be at work; `owner` is undefined where the name does not tell whose it is. */
  | { readonly outcome: 'kept'; readonly owner: ProcessOwner | undefined; readonly running: boolean }

/** No run lasts longer: after this, what nobody has touched is nobody's, even where its process cannot be seen. Milliseconds. */
const LONGEST_LIFE_MS = 6.25 * 3_600_000

/** Judges what a process left by the owner in its name and by when it was last changed. */
export function judgeLeftOver(owner: string, changedMs: number, nowMs = Date.now()): LeftOver {
  const parsed = parseOwner(owner)
  const state = parsed === undefined ? 'unknown' : ownerState(parsed)
  if (state === 'ended' || (state === 'unknown' && nowMs - changedMs > LONGEST_LIFE_MS)) return { outcome: 'abandoned' }
  return { outcome: 'kept', owner: parsed, running: state === 'running' }
}
