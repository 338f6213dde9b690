import { type CandidateRow, type ConsolidationRules, splitValues, valueList } from './candidate-row.ts'
import { contactRow, gatherPeople, type Person, primaryPerson, provenanceOf } from './people.ts'
import {
  averageConfidence,
  completenessScore,
  qualityFlags,
  qualityScore,
  type Scored,
  validationFlags,
} from './scores.ts'
import { inSurvivorshipOrder } from './survivorship-order.ts'

export type PublishedRow = Record<string, string | number | boolean | readonly string[] | null>

/** A field for which the rows disagree: who was chosen, and who said otherwise. */
export interface Conflict {
  readonly entity_id: string
  readonly field: string
  readonly chosen_record: string
  readonly chosen_value: string
  readonly alternative_record: string
  readonly alternative_value: string
}

export interface GoldenRecord {
  readonly organization: PublishedRow
  readonly contacts: readonly PublishedRow[]
  readonly conflicts: readonly Conflict[]
}

type ValueField =
  | 'organization_name'
  | 'province'
  | 'country_code'
  | 'area'
  | 'address'
  | 'category'
  | 'organization_type'
  | 'status'
  | 'website'
  | 'priority'

const SINGLE: readonly (readonly [column: string, field: ValueField])[] = [
  ['organization_name', 'organization_name'],
  ['province', 'province'],
  ['country_code', 'country_code'],
  ['area', 'area'],
  ['address_primary', 'address'],
  ['organization_category', 'category'],
  ['organization_type', 'organization_type'],
  ['status', 'status'],
  ['website', 'website'],
  ['priority', 'priority'],
]
const JOINED = ['planes', 'description', 'notes'] as const

/**
 * Survivorship for one entity: each single field from the first row, in survivorship order, that has it; texts that may differ kept side by side;
 * the latest interaction; people kept whole. Every field that has a value names the row it came from.
 * @param rows the entity's organization rows and all rows attached to it, in any order.
 */
export function goldenRecord(entityId: string, rows: readonly CandidateRow[], rules: ConsolidationRules): GoldenRecord {
  const about = inSurvivorshipOrder(
    rows.filter((row) => row.kind !== 'contact'),
    rules,
  )
  const provenance: Record<string, ReturnType<typeof provenanceOf>> = {}
  const conflicts: Conflict[] = []
  const values: Record<string, string | null> = {}
  const lists: Record<string, readonly string[] | null> = {}
  for (const [column, field] of SINGLE) {
    const pool = field === 'organization_name' ? about.filter((row) => row.kind !== 'address') : about
    const chosen = pool.find((row) => row[field] !== null)
    values[column] = chosen?.[field] ?? null
    if (chosen === undefined) continue
    provenance[column] = provenanceOf(chosen, 'survivorship')
    for (const other of pool) {
      const value = other[field]
      if (value === null || value === chosen[field] || other.kind === 'address') continue
      conflicts.push({
        entity_id: entityId,
        field: column,
        chosen_record: chosen.source_record_id,
        chosen_value: chosen[field] as string,
        alternative_record: other.source_record_id,
        alternative_value: value,
      })
    }
  }
  for (const field of JOINED) {
    const giving = about.filter((row) => row[field] !== null)
    lists[field] = valueList(giving.map((row) => row[field] as string))
    if (giving[0]) provenance[field] = provenanceOf(giving[0], 'distinct_values')
  }
  const latest = about.reduce<CandidateRow | undefined>(
    (best, row) => ((row.last_interaction_date ?? '') > (best?.last_interaction_date ?? '') ? row : best),
    undefined,
  )
  if (latest) provenance.last_interaction_date = provenanceOf(latest, 'latest')

  const people = gatherPeople(rows, rules)
  const primary = primaryPerson(people, rules)
  const name = values.organization_name ?? ''
  const organization = {
    entity_id: entityId,
    ...values,
    ...lists,
    ...contactColumns(people, primary, provenance, rules),
  }
  const email = primary?.emails[0]
  const phone = primary?.phones[0]
  const scored: Scored = {
    email: email === undefined ? null : rules.verifyEmail(email),
    phone: phone === undefined ? null : rules.verifyPhone(phone),
    website: values.website !== null,
    province: values.province !== null,
    address: values.address_primary !== null,
  }
  return {
    organization: {
      ...organization,
      organization_slug: rules.slug(name),
      source_datasets: valueList(rows.map((row) => rules.sourceTitle[row.source] ?? row.source)),
      source_record_ids: valueList(
        rows.filter((row) => row.kind === 'organization' || row.kind === 'capture').map((row) => row.source_record_id),
      ),
      contact_validation_flags: validationFlags(scored.email, scored.phone),
      completeness_score: completenessScore(scored),
      quality_score: qualityScore(scored),
      data_quality_flags: qualityFlags(scored),
      field_provenance: JSON.stringify(provenance),
      last_interaction_date: latest?.last_interaction_date ?? null,
      privacy_basis: rules.lawfulBasis,
    },
    contacts: people.map((person) => contactRow(person, { entityId, name, primary }, rules)),
    conflicts,
  }
}

/** The `contact_…` columns: all primary values from one person, everybody else's as secondary; invalid people give neither. */
function contactColumns(
  people: readonly Person[],
  primary: Person | undefined,
  provenance: Record<string, ReturnType<typeof provenanceOf>>,
  rules: ConsolidationRules,
): PublishedRow {
  const valid = people.filter((person) => !person.isInvalid)
  const email = primary?.emails[0] ?? null
  const phone = primary?.phones[0] ?? null
  const emails = [...new Set(valid.flatMap((person) => person.emails))]
  const phones = [...new Set(valid.flatMap((person) => person.phones))]
  const note = (column: string, test: (row: CandidateRow) => boolean) => {
    const row = primary?.rows.find(test)
    if (row) provenance[column] = provenanceOf(row, 'primary_contact')
  }
  note('contact_primary_name', (row) => row.person_name === primary?.name && row.person_name !== null)
  note('contact_primary_role', (row) => row.person_role === primary?.role && row.person_role !== null)
  note('contact_primary_email', (row) => splitValues(row.emails).includes(email ?? ''))
  note('contact_primary_phone', (row) => splitValues(row.phones).includes(phone ?? ''))
  const emailCheck = email === null ? null : rules.verifyEmail(email)
  const phoneCheck = phone === null ? null : rules.verifyPhone(phone)
  const emailChecks = emails.map((value) => rules.verifyEmail(value))
  const phoneChecks = phones.map((value) => rules.verifyPhone(value))
  return {
    contact_primary_name: primary?.name ?? null,
    contact_primary_role: primary?.role ?? null,
    contact_primary_email: email,
    contact_primary_email_status: emailCheck?.status ?? null,
    contact_primary_email_confidence: emailCheck?.confidence ?? null,
    contact_primary_phone: phone,
    contact_primary_phone_status: phoneCheck?.status ?? null,
    contact_primary_phone_confidence: phoneCheck?.confidence ?? null,
    contact_secondary_emails: valueList(emails.filter((value) => value !== email)),
    contact_secondary_phones: valueList(phones.filter((value) => value !== phone)),
    contact_email_confidence_avg: averageConfidence(emailChecks),
    contact_phone_confidence_avg: averageConfidence(phoneChecks),
    contact_verification_score_avg: averageConfidence([...emailChecks, ...phoneChecks]),
  }
}
