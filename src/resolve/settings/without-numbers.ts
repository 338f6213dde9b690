const NUMBERS = new Set(['m_probability', 'u_probability', 'probability_two_random_records_match'])

/** A settings document without what training estimates. */
export function withoutNumbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNumbers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (NUMBERS.has(key) ? [] : [[key, withoutNumbers(part)]])),
  )
}
