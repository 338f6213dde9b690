import { findPersonalData } from '../../contracts/personal-data.ts'
import type { SourceRow } from '../../ledger/source-row.ts'
import { normaliseEmail, splitEmails } from '../../types/normalise/email.ts'
import { normalisePhone, splitPhones } from '../../types/normalise/phone.ts'
import { layoutFor } from './layout-stub.ts'

/** What a row says of a person: canonical addresses and numbers, as `<kind> <value>`. */
export type OwnValue = `${'email' | 'phone' | 'number'} ${string}`

/** Every address and number of a row, in whatever column it stands, unmapped ones too. */
export function ownValues(contract: string, row: SourceRow, country: string): Set<OwnValue> {
  const values = new Set<OwnValue>()
  const email = (text: string) => {
    const { value } = normaliseEmail(text, { country })
    if (value !== null) values.add(`email ${value}`)
  }
  const phone = (text: string) => {
    const { value } = normalisePhone(text, { country })
    if (value !== null) values.add(`phone ${value.e164}`)
  }
  const record = layoutFor(contract)(row.fields)
  for (const one of record.emails ? splitEmails(record.emails) : []) email(one)
  for (const cell of record.phones ?? []) for (const one of cell ? splitPhones(cell) : []) phone(one)
  const extra = row.extra === null ? [] : Object.values(JSON.parse(row.extra) as Record<string, unknown>)
  for (const text of [...Object.values(row.fields), ...extra]) {
    if (typeof text !== 'string') continue
    for (const { kind, start, end } of findPersonalData(text)) {
      const found = text.slice(start, end)
      if (kind === 'email') email(found)
      else if (kind === 'phone') phone(found)
      else values.add(`number ${found.replaceAll(/\D/g, '')}`)
    }
  }
  return values
}
