import { plainText } from './plain-text.ts'
import type { StateProgress } from './run-progress.ts'

const number = new Intl.NumberFormat('en-US')

/** `12,345 rows` with the plural right. */
export const count = (value: number, one: string, many = `${one}s`): string =>
  `${number.format(value)} ${value === 1 ? one : many}`

/** `0.4 s`, `12 s`, `3 min 05 s`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, ms) / 1000
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`
}

/** What there is to say of a state, without its name: items, rows, rate, time. `now` in milliseconds since the epoch. */
export function describeState(state: StateProgress, now: number): string {
  if (state.status === 'waiting') return ''
  if (state.status === 'skipped') return 'not run'
  const parts: string[] = []
  if (state.status === 'unfinished') parts.push('not finished')
  const ms = (state.endedAt ?? now) - (state.startedAt ?? now)
  if (state.items !== undefined && state.items.total > 0) {
    parts.push(
      state.status === 'done'
        ? count(state.items.total, 'item')
        : `${state.items.done} of ${count(state.items.total, 'item')}`,
    )
  }
  if (state.rows > 0) parts.push(count(state.rows, 'row'))
  if (state.rows > 0 && ms >= 100) parts.push(`${number.format(Math.round((state.rows * 1000) / ms))}/s`)
  if (state.startedAt !== undefined) parts.push(duration(ms))
  if (state.retries > 0) parts.push(count(state.retries, 'retry', 'retries'))
  if (state.note !== undefined && state.status !== 'done') parts.push(plainText(state.note))
  return parts.join(', ')
}
