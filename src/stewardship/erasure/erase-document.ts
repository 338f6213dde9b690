import { ERASED, type Suppression } from './suppression.ts'

/** What was replaced: sha256 and keys, old → new. */
export type Replacements = Readonly<Record<string, string>>

/** Text with old hashes and keys brought up to date. */
function renewed(text: string, replaced: Replacements): string {
  return text.replaceAll(/[0-9a-f]{64}/g, (found) => replaced[found] || found)
}

/**
 * A JSON value without forgotten people. Values that are the person's go; in a record that holds one of them the name goes too. Hashes and
 * sizes of files that were rewritten are brought up to date.
 */
function eraseFromJson(
  value: unknown,
  suppressions: readonly Suppression[],
  replaced: Replacements,
  sizes: Readonly<Record<string, number>>,
  named = false,
): unknown {
  if (typeof value === 'string') {
    const scrubbed = suppressions.reduce(
      (left, one) => (one.has('row', left) ? '0'.repeat(left.length) : one.scrub(left, named)),
      value,
    )
    return renewed(scrubbed === '' && value !== '' ? ERASED : scrubbed, replaced)
  }
  if (Array.isArray(value))
    return value
      .filter((one: unknown) => !isTheirLine(one, suppressions))
      .map((one: unknown) => eraseFromJson(one, suppressions, replaced, sizes, named))
  if (typeof value !== 'object' || value === null) return value
  const about = named || Object.values(value).some((one) => typeof one === 'string' && touches(one, suppressions))
  const ours = 'row_hash' in value && typeof value.row_hash === 'string' ? value.row_hash : undefined
  const theirs = ours !== undefined && suppressions.some((one) => one.has('row', ours))
  const left: Record<string, unknown> = {}
  for (const [key, one] of Object.entries(value))
    left[String(eraseFromJson(key, suppressions, {}, {}, false))] = eraseFromJson(
      one,
      suppressions,
      replaced,
      sizes,
      about,
    )
  // What a steward corrected in a row of theirs is theirs, whatever it says.
  if (theirs && 'fields' in left) left.fields = {}
  const digest = 'sha256' in value && typeof value.sha256 === 'string' ? sizes[value.sha256] : undefined
  if (digest !== undefined) for (const name of ['bytes', 'size']) if (name in left) left[name] = digest
  return left
}

/** Whether a line of what changed between versions is about the person's own record: all of it goes. */
function isTheirLine(value: unknown, suppressions: readonly Suppression[]): boolean {
  if (typeof value !== 'object' || value === null) return false
  const named = 'key' in value ? value.key : 'entities' in value ? value.entities : undefined
  return (
    Array.isArray(named) &&
    named.some((id: unknown) => typeof id === 'string' && suppressions.some((one) => one.has('id', id)))
  )
}

const touches = (text: string, suppressions: readonly Suppression[]): boolean =>
  suppressions.some((one) => one.has('row', text) || one.has('entity', text) || one.scrub(text, false) !== text)

/** What masks made of the person's values, between the marks of a page. */
const withoutMasks = (text: string, suppression: Suppression): string =>
  text.replaceAll(/[^\s<>"';]*\*\*\*[^\s<>"';]*/g, (found) => (suppression.has('mask', found) ? '' : found))

/** A stored text (JSON, JSON lines, or other) without forgotten people; the same text when they are not in it. */
export function eraseFromText(
  key: string,
  text: string,
  suppressions: readonly Suppression[],
  replaced: Replacements,
  sizes: Readonly<Record<string, number>>,
  /** Whether names count by themselves, as where nothing says what a text is about. */
  named = false,
): string {
  const json = (line: string): string => {
    const before: unknown = JSON.parse(line)
    const after = eraseFromJson(before, suppressions, replaced, sizes, named)
    return JSON.stringify(after) === JSON.stringify(before) ? line : JSON.stringify(after)
  }
  try {
    if (key.endsWith('.json')) return json(text)
    if (/\.(?:ndjson|jsonl)$/.test(key))
      return text
        .split('\n')
        .map((line) => (line.trim() === '' ? line : json(line)))
        .join('\n')
  } catch {
    // Not JSON after all: looked through as any other text.
  }
  return text
    .split('\n')
    .map((line) =>
      renewed(
        suppressions.reduce((left, one) => withoutMasks(one.scrub(left, named), one), line),
        replaced,
      ),
    )
    .join('\n')
}
