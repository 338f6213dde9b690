import { changedRow, type SourceRow } from '../../ledger/source-row.ts'
import { splitEmails } from '../../types/normalise/email.ts'
import { splitPhones } from '../../types/normalise/phone.ts'
import { layoutFor } from './layout-stub.ts'
import type { Suppression } from './suppression.ts'

/** What is left of a source row once forgotten people are taken out: all of it, some of it, or nothing, when it describes such a person. */
export type SuppressedRow =
  | { readonly outcome: 'kept'; readonly row: SourceRow }
  | { readonly outcome: 'changed'; readonly row: SourceRow }
  | { readonly outcome: 'forgotten' }

const empty = (text: string): string | null => (text === '' ? null : text)

/** Takes forgotten people out of a row of a source contract. */
export function suppressedRow(contract: string, row: SourceRow, suppressions: readonly Suppression[]): SuppressedRow {
  let left = row
  for (const suppression of suppressions) {
    const record = layoutFor(contract)(left.fields)
    const about = suppression.describes({
      name: record.personName ?? null,
      emails: record.emails ? splitEmails(record.emails) : [],
      phones: (record.phones ?? []).flatMap((cell) => (cell ? splitPhones(cell) : [])),
      organization: record.name,
    })
    if (about && record.kind === 'contact') return { outcome: 'forgotten' }
    const named = about || (record.name !== null && suppression.hasOrganization(record.name))
    const patch: Record<string, string | null> = {}
    for (const [field, text] of Object.entries(left.fields)) {
      if (text === null) continue
      const scrubbed = suppression.scrub(text, named)
      if (scrubbed !== text) patch[field] = empty(scrubbed)
    }
    // The name of the person a row of an organization names may stand in any of its columns, alone or with a role.
    if (about && record.personName)
      for (const [field, text] of Object.entries(left.fields))
        if (text !== null && text.length > 2 && record.personName.includes(text)) patch[field] = null
    const extra = left.extra === null ? null : scrubJson(left.extra, (text) => suppression.scrub(text, named))
    if (Object.keys(patch).length > 0 || extra !== left.extra) left = changedRow({ ...left, extra }, patch)
  }
  return left === row ? { outcome: 'kept', row } : { outcome: 'changed', row: left }
}

const scrubJson = (json: string, scrub: (text: string) => string): string =>
  JSON.stringify(JSON.parse(json, (_, value: unknown) => (typeof value === 'string' ? scrub(value) : value)))
