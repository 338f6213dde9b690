import { z } from 'zod'

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

interface CronField {
  readonly name: string
  readonly least: number
  readonly most: number
  readonly names?: readonly string[]
  /** What else one part may be, such as `L`, `15W` or `6#3`. */
  readonly special?: RegExp
}

/** The six fields of EventBridge's cron, in order. */
const CRON_FIELDS: readonly CronField[] = [
  { name: 'minutes', least: 0, most: 59 },
  { name: 'hours', least: 0, most: 23 },
  { name: 'day-of-month', least: 1, most: 31, special: /^(L|LW|([1-9]|[12]\d|3[01])W)$/ },
  { name: 'month', least: 1, most: 12, names: MONTHS },
  { name: 'day-of-week', least: 1, most: 7, names: DAYS, special: /^([1-7]?L|[1-7]#[1-5])$/ },
  { name: 'year', least: 1970, most: 2199 },
]

/**
 * What is wrong with a schedule of EventBridge Scheduler (`cron(…)` with six fields or `rate(N unit)`), or undefined when
 * nothing is: a mistake is told when the file is read, not when AWS refuses the deployment.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function scheduleProblem(expression: string): string | undefined {
  const rate = /^rate\((\d+) (minute|hour|day)(s?)\)$/.exec(expression)
  if (rate) {
    const value = Number(rate[1])
    if (value < 1) return 'a rate is 1 or more'
    if ((value === 1) !== (rate[3] === '')) return `it is rate(1 ${rate[2]}) and rate(2 ${rate[2]}s)`
    return undefined
  }
  const cron = /^cron\((.+)\)$/.exec(expression)
  if (!cron) return 'must be cron(minutes hours day-of-month month day-of-week year) or rate(1 day)'
  const fields = (cron[1] ?? '').trim().split(/ +/)
  if (fields.length !== CRON_FIELDS.length)
    return `cron has six fields (minutes hours day-of-month month day-of-week year), not ${fields.length}`
  for (const [at, field] of CRON_FIELDS.entries()) {
    const problem = cronFieldProblem(fields[at] ?? '', field)
    if (problem !== undefined) return problem
  }
  if ((fields[2] === '?') === (fields[4] === '?')) return 'exactly one of day-of-month and day-of-week is ?'
  return undefined
}

function cronFieldProblem(text: string, field: CronField): string | undefined {
  const { name, least, most } = field
  if (text === '*' || (text === '?' && (name === 'day-of-month' || name === 'day-of-week'))) return undefined
  for (const part of text.split(',')) {
    const [range = '', step, more] = part.split('/')
    const isStep = step === undefined || (/^\d+$/.test(step) && Number(step) >= 1 && Number(step) <= most)
    const bounds = range === '*' ? [least] : range.split('-').map((value) => cronNumber(value, field))
    const isRange = bounds.length <= 2 && bounds.every((value) => value >= least && value <= most)
    const isSpecial = step === undefined && (field.special?.test(part) ?? false)
    if (more !== undefined || !isStep || !(isRange || isSpecial))
      return `"${part}" cannot be ${name}: ${least} to ${most}, *, a list, a range or a step such as ${least}/2`
  }
  return undefined
}

const cronNumber = (text: string, field: CronField): number => {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1
  return named >= 0 ? named + field.least : /^\d+$/.test(text) ? Number(text) : Number.NaN
}

export const scheduleExpressionSchema = z.string().check(({ value, issues }) => {
  const problem = scheduleProblem(value)
  if (problem !== undefined) issues.push({ code: 'custom', input: value, message: problem })
})

/** An IANA time zone's name, as this machine's copy of the database knows it. */
export const timeZoneSchema = z.string().refine((zone) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}, 'must be an IANA time zone, such as Africa/Johannesburg')
