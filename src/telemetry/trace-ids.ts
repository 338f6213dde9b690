import { createHash, randomBytes } from 'node:crypto'

const hash = (text: string): string => createHash('sha256').update(`hotpass trace\n${text}`).digest('hex')

const STAMP = /-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z-/

/**
 * The trace of a run, computed from its id alone, so that states in separate processes join one trace and no payload carries it.
 * The first 8 digits are the seconds of the time stamp in the run id, as X-Ray forms its ids; a run id without one gives a plain
 * W3C id.
 */
export function traceIdOf(run: string): string {
  const digits = hash(run)
  const stamp = STAMP.exec(run)
  if (stamp === null) return digits.slice(0, 32)
  const [, year, month, day, hour, minute, second] = stamp
  const seconds = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) / 1000
  if (!(seconds > 0 && seconds <= 0xffffffff)) return digits.slice(0, 32)
  return seconds.toString(16).padStart(8, '0') + digits.slice(8, 32)
}

/** The id of the run's own span, or of one of its Map states: what their children name as parent before they are recorded. */
export const derivedSpanId = (run: string, state = ''): string => hash(`${run}\n${state}`).slice(0, 16)

export const newSpanId = (): string => randomBytes(8).toString('hex')
