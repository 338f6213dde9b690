import { isObject, type Json, type LeftOut, objects } from './imported-contract.ts'

export interface OdcsPromises {
  readonly retention: { readonly days: number; readonly field: string | null } | null
  readonly freshness: { readonly field: string; readonly maxAgeDays: number } | null
}

const KEPT = ['property', 'value', 'unit', 'element', 'id']
const NOT_HERE = 'is no promise that is asked here, so it was left out.'
const LENGTHS: readonly (readonly [RegExp, number])[] = [
  [/^(?:d|day|days)$/i, 1],
  [/^(?:w|wk|week|weeks)$/i, 7],
  [/^(?:mo|mon|month|months)$/i, 30],
  [/^(?:y|yr|yrs|year|years)$/i, 365],
  [/^(?:h|hr|hrs|hour|hours)$/i, 1 / 24],
  [/^(?:min|mins|minute|minutes)$/i, 1 / 1440],
  [/^(?:s|sec|second|seconds)$/i, 1 / 86_400],
  [/^(?:ms|millisecond|milliseconds)$/i, 1 / 86_400_000],
]
const DURATION = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/
const DURATION_DAYS = [365, 30, 7, 1, 1 / 24, 1 / 1440, 1 / 86_400]

/** Days of `4`/`d`, `"15"`/`minutes` or `P1Y`; undefined when that cannot be told. */
function daysOf(value: unknown, unit: unknown): number | undefined {
  const text = String(value ?? '').trim()
  const parts = DURATION.exec(text.toUpperCase())
  if (parts !== null && text.length > 2)
    return DURATION_DAYS.reduce((sum, days, at) => sum + Number(parts[at + 1] ?? 0) * days, 0)
  const joined = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text)
  if (joined === null) return undefined
  const named = String(unit ?? (joined[2] || 'd'))
  const length = LENGTHS.find(([pattern]) => pattern.test(named))?.[1]
  return length === undefined ? undefined : Number(joined[1]) * length
}

/** What a contract promises of age and keeping: the first of each that can be asked; what is left is named. */
export function odcsPromises(
  document: Json,
  columnOf: (element: string) => string | null,
  left: LeftOut,
): OdcsPromises {
  let retention: OdcsPromises['retention'] = null
  let freshness: OdcsPromises['freshness'] = null
  for (const one of objects(document.slaProperties)) {
    const name = String(one.property ?? 'a promise')
    const said = [one.value, one.unit].filter((part) => part !== undefined && part !== null).join(' ')
    const where = `slaProperties ${name}`
    const isRetention = /^(?:retention|re)$/i.test(name)
    const isFreshness = /^(?:latency|freshness|ly|fr)$/i.test(name)
    if (!isRetention && !isFreshness) {
      left.add(where, undefined, said, NOT_HERE)
      continue
    }
    const exact = daysOf(one.value, one.unit)
    if (exact === undefined || exact <= 0) {
      left.add(where, undefined, said, 'is no time that can be told in days, so it was left out.')
      continue
    }
    if (isRetention ? retention !== null : freshness !== null) {
      left.add(where, undefined, said, 'says it a second time, so it was left out.')
      continue
    }
    const element = String(one.element ?? document.slaDefaultElement ?? '')
    const field = columnOf(element)
    if (isFreshness && field === null) {
      left.add(
        where,
        undefined,
        `${said} of ${element || 'no column'}`,
        'is about no column of it, so it was left out.',
      )
      continue
    }
    if (isRetention && field === null && element !== '')
      left.add(`${where} element`, undefined, element, 'is no column of it, so rows are kept from their publication.')
    const days = Math.ceil(exact)
    if (days !== exact || /mo|y/i.test(String(one.unit ?? '')) || /^P.*[YM]/i.test(String(one.value)))
      left.add(where, undefined, said, `is asked in whole days here: ${days}.`)
    if (isRetention) retention = { days, field }
    else if (field !== null) freshness = { field, maxAgeDays: days }
    left.rest(one, KEPT, undefined, `${where} `)
  }
  if (isObject(document.slaProperties))
    left.add('slaProperties', undefined, document.slaProperties, 'is no list, so it was left out.')
  return { retention, freshness }
}
