import type { RawRecord } from '../../ledger/layouts.ts'
import type { RefinedRow } from '../../ledger/refined-row.ts'
import { countryOf } from '../../refine/country-of.ts'
import { normaliseOrganizationName } from '../../refine/organization-name.ts'
import { normalisePriority } from '../../refine/priority.ts'
import { normaliseProvince } from '../../refine/province.ts'
import { normaliseRole } from '../../refine/role.ts'
import { normaliseStatus } from '../../refine/status.ts'
import type { Issue, Normalised } from '../../types/index.ts'
import { normaliseAddress } from '../../types/normalise/address.ts'
import { normaliseDate } from '../../types/normalise/date.ts'
import { normaliseEmail, splitEmails } from '../../types/normalise/email.ts'
import { normaliseIdentifier } from '../../types/normalise/identifier.ts'
import { normalisePersonName } from '../../types/normalise/person-name.ts'
import { normalisePhone, splitPhones } from '../../types/normalise/phone.ts'
import { isFreeMail, registeredDomain } from '../../types/normalise/registered-domain.ts'
import { normaliseWebsite } from '../../types/normalise/website.ts'

export interface RowOrigin {
  readonly contract: string
  readonly source: string
  readonly file: string
  readonly sheet: string
  readonly rowNumber: number
  readonly rowHash: string
}

export interface RefineRules {
  readonly country: string
  readonly dateOrder: 'dmy' | 'mdy' | 'ymd'
  readonly freeMailDomains: readonly string[]
}

export type RefineOutcome =
  | { readonly outcome: 'refined'; readonly row: RefinedRow; readonly issues: number }
  | {
      readonly outcome: 'rejected'
      readonly rule: string
      readonly field: string
      readonly value: string | null
      readonly message: string
    }

/** One raw record in canonical form, or why it cannot be used. Values that fail validation are null, with an issue that keeps the raw text. */
export function refineRow(raw: RawRecord, origin: RowOrigin, rules: RefineRules): RefineOutcome {
  const issues: { field: string; code: string; message: string; raw: string | null }[] = []
  const context = { country: rules.country, dateOrder: rules.dateOrder }
  const note = (field: string, text: string | null, found: readonly Issue[]) => {
    for (const { code, message } of found) issues.push({ field, code, message, raw: text })
  }
  const take = <T>(
    field: string,
    text: string | null | undefined,
    normalise: (value: string | null, c: typeof context) => Normalised<T>,
  ): T | null => {
    if (text === null || text === undefined) return null
    const { value, issues: found } = normalise(text, context)
    if (found.length > 0) note(field, text, found)
    return value
  }

  const name = take('organization_name', raw.name, normaliseOrganizationName)
  if (name === null && (raw.kind === 'organization' || raw.kind === 'capture'))
    return {
      outcome: 'rejected',
      rule: 'unusable_name',
      field: 'organization_name',
      value: raw.name,
      message:
        'The organization name is a placeholder, or nothing but punctuation or a legal suffix. Correct the name in the source, or delete the row.',
    }

  const emails = new Set<string>()
  for (const part of raw.emails ? splitEmails(raw.emails) : []) {
    const value = take('emails', part, normaliseEmail)
    if (value !== null) emails.add(value)
  }
  const phones = new Set<string>()
  for (const cell of raw.phones ?? [])
    for (const part of cell ? splitPhones(cell) : []) {
      const value = take('phones', part, normalisePhone)
      if (value !== null) phones.add(value.e164)
    }
  const website = take('website', raw.website, normaliseWebsite)
  const address = take('address', raw.address, normaliseAddress)
  let province = take('province', raw.province, normaliseProvince)
  for (const hint of raw.provinceHints ?? []) province ??= hint === null ? null : normaliseProvince(hint, context).value
  const domain = website === null ? null : registeredDomain(new URL(website).hostname)
  const key = raw.primaryKey.map((part) => (part === null ? '' : (normaliseIdentifier(part, context).value ?? '')))
  const primaryKey = key.some((part) => part !== '') ? key.join('|') : null
  const publicId = raw.publicId === null ? null : normaliseIdentifier(raw.publicId, context).value
  const row: RefinedRow = {
    kind: raw.kind,
    source: origin.source,
    file: origin.file,
    sheet: origin.sheet,
    row_number: origin.rowNumber,
    row_hash: origin.rowHash,
    primary_key: primaryKey,
    record_key: `${origin.source}|${origin.contract}|${primaryKey ?? `#${origin.rowHash}`}`,
    source_record_id:
      publicId === null
        ? `${origin.source}:${raw.kind}-${origin.rowHash.slice(0, 12)}`
        : raw.kind === 'capture'
          ? `${origin.source}:capture:${publicId}`
          : `${origin.source}:${publicId}`,
    owner_key: raw.ownerKey ? normaliseIdentifier(raw.ownerKey, context).value : null,
    organization_name: name?.display ?? null,
    matching_key: name?.key ?? null,
    name_words: name?.words ?? null,
    province,
    country_code:
      raw.kind === 'contact' ? null : countryOf({ province, phones: [...phones], address, default: rules.country }),
    area: raw.area ?? null,
    address,
    category: raw.category ?? null,
    organization_type: raw.organizationType ?? null,
    status: take('status', raw.status, normaliseStatus),
    website,
    registered_domain: domain !== null && !isFreeMail(domain, rules.freeMailDomains) ? domain : null,
    planes: raw.planes ?? null,
    description: raw.description ?? null,
    notes: raw.notes ?? null,
    last_interaction_date: take('last_interaction_date', raw.date, normaliseDate),
    priority: take('priority', raw.priority, normalisePriority),
    person_name: take('person_name', raw.personName, normalisePersonName),
    person_role: take('person_role', raw.personRole, normaliseRole),
    emails: emails.size === 0 ? null : [...emails].join('; '),
    phones: phones.size === 0 ? null : [...phones].join('; '),
    is_invalid: raw.isInvalid ?? false,
    issues: issues.length === 0 ? null : JSON.stringify(issues),
  }
  return { outcome: 'refined', row, issues: issues.length }
}
