import { changedRow, type SourceRow } from '../../ledger/source-row.ts'
import type { PeopleReader } from './said-of-people.ts'
import type { Suppression } from './suppression.ts'

/** What is left of a source row once forgotten people are taken out: all of it, some of it, or nothing, when it describes such a person. */
export type SuppressedRow =
  | { readonly outcome: 'kept'; readonly row: SourceRow }
  | { readonly outcome: 'changed'; readonly row: SourceRow }
  | { readonly outcome: 'forgotten' }

const empty = (text: string): string | null => (text === '' ? null : text)

/** Takes forgotten people out of a row of a source table. */
export function suppressedRow(read: PeopleReader, row: SourceRow, suppressions: readonly Suppression[]): SuppressedRow {
  let left = row
  for (const suppression of suppressions) {
    const { people, isAboutPerson, organizations } = read(left.fields)
    const theirs = people.filter((said) => suppression.describes(said))
    if (isAboutPerson && people[0] !== undefined && theirs.includes(people[0])) return { outcome: 'forgotten' }
    const named = theirs.length > 0 || organizations.some((name) => suppression.hasOrganization(name))
    const patch: Record<string, string | null> = {}
    for (const [field, text] of Object.entries(left.fields)) {
      if (text === null) continue
      const others = theirs.reduce(
        (rest, { written }) => (written === null ? rest : withoutPerson(rest, written)),
        text,
      )
      const scrubbed = suppression.scrub(others, named)
      if (scrubbed !== text) patch[field] = empty(scrubbed)
    }
    // The name of a person whom a row names beside something else may stand in any of its columns, in parts, alone or with a role; what
    // else identifies them stands there as it was read.
    for (const { name, beside } of theirs)
      for (const [field, text] of Object.entries(left.fields))
        if (text !== null && text.length > 2 && (name?.includes(text) || beside.includes(text))) patch[field] = null
    const extra = left.extra === null ? null : scrubJson(left.extra, (text) => suppression.scrub(text, named))
    if (Object.keys(patch).length > 0 || extra !== left.extra) left = changedRow({ ...left, extra }, patch)
  }
  return left === row ? { outcome: 'kept', row } : { outcome: 'changed', row: left }
}

/** A cell without one of the people whom it names; the same where that one does not stand in it as a whole. */
function withoutPerson(text: string, written: string): string {
  const at = text.indexOf(written)
  if (at < 0) return text
  const rest = `${text.slice(0, at).trimEnd()} ${text.slice(at + written.length).trimStart()}`
  return rest.replace(/^[\s;|/,&+]+|[\s;|/,&+]+$/gu, '').replace(/\s*([;|])\s*[;|]/gu, '$1')
}

const scrubJson = (json: string, scrub: (text: string) => string): string =>
  JSON.stringify(JSON.parse(json, (_, value: unknown) => (typeof value === 'string' ? scrub(value) : value)))
