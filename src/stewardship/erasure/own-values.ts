import { findPersonalData } from '../../contracts/personal-data.ts'
import type { SourceRow } from '../../ledger/source-row.ts'
import { normaliseEmail } from '../../types/normalise/email.ts'
import { normalisePhone } from '../../types/normalise/phone.ts'
import { kindOf, type SaidOfPerson } from './said-of-people.ts'
import { numberKey } from './suppression.ts'

/** What a row says of a person: canonical addresses and numbers, as `<kind> <value>`. */
export type OwnValue = `${'email' | 'phone' | 'number'} ${string}`

export const ownValue = (value: string): OwnValue => {
  const kind = kindOf(value)
  return `${kind} ${kind === 'number' ? numberKey(value) : value}`
}

/** Every address and number of a row that may be this person's: what is read as theirs, and what stands anywhere else, unmapped columns too. */
export function ownValues(
  said: SaidOfPerson,
  others: readonly SaidOfPerson[],
  row: SourceRow,
  country: string,
): Set<OwnValue> {
  const values = new Set<OwnValue>(said.values.map(ownValue))
  const email = (text: string) => {
    const { value } = normaliseEmail(text, { country })
    if (value !== null) values.add(`email ${value}`)
  }
  const phone = (text: string) => {
    const { value } = normalisePhone(text.replaceAll(/[\u2010-\u2015\u2212]/g, '-'), { country })
    if (value !== null) values.add(`phone ${value.e164}`)
  }
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
  // What the same row says of somebody else is theirs.
  const own = new Set(said.values.map(ownValue))
  for (const one of others)
    for (const value of one.values.map(ownValue)) if (one !== said && !own.has(value)) values.delete(value)
  return values
}
