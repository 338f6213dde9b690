/**
 * JSON with one spelling per value: keys in code-unit order, no white space, `undefined` members left out.
 * Hashes and create-only objects rest on it. Throws `TypeError` for what JSON cannot say (NaN, infinities, functions, bigints
 * outside the safe range).
 */
export function canonicalJson(value: unknown): string {
  return render(value) ?? 'null'
}

function render(value: unknown): string | undefined {
  if (value === null) return 'null'
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return JSON.stringify(value)
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`JSON has no way to write ${value}.`)
      return JSON.stringify(value)
    case 'bigint':
      if (value > Number.MAX_SAFE_INTEGER || value < Number.MIN_SAFE_INTEGER)
        throw new TypeError(`JSON cannot carry ${value} without losing digits.`)
      return String(value)
    case 'undefined':
      return undefined
    case 'object':
      return renderObject(value)
    default:
      throw new TypeError(`JSON has no way to write a ${typeof value}.`)
  }
}

function renderObject(value: object): string {
  if ('toJSON' in value && typeof value.toJSON === 'function') return canonicalJson(value.toJSON())
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value instanceof Map) return renderObject(Object.fromEntries(value))
  const members: string[] = []
  for (const [key, member] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = render(member)
    if (text !== undefined) members.push(`${JSON.stringify(key)}:${text}`)
  }
  return `{${members.join(',')}}`
}
