/** A row that says something about one organization, as consolidation sees it. */
export interface CandidateRow {
  readonly kind: 'organization' | 'contact' | 'address' | 'capture'
  readonly source: string
  readonly file: string
  readonly sheet: string
  readonly row_number: number
  readonly record_key: string
  readonly source_record_id: string
  readonly organization_name: string | null
  readonly province: string | null
  readonly country_code: string | null
  readonly area: string | null
  readonly address: string | null
  readonly category: string | null
  readonly organization_type: string | null
  readonly status: string | null
  readonly website: string | null
  readonly planes: string | null
  readonly description: string | null
  readonly notes: string | null
  readonly last_interaction_date: string | null
  readonly priority: string | null
  readonly person_name: string | null
  readonly person_role: string | null
  /** `; `-joined, in the order of the source. */
  readonly emails: string | null
  readonly phones: string | null
  readonly is_invalid: boolean
  /** The contact that the row belonged to in the version before, where that id is still its organization's. */
  readonly base_contact_id: string | null
}

export interface Verification {
  readonly status: string
  /** 0 to 1. */
  readonly confidence: number
}

/** What consolidation needs to know that is not in the rows. */
export interface ConsolidationRules {
  /** Higher survives; sources not named count 0. */
  readonly sourcePriority: Readonly<Record<string, number>>
  /** Titles for `source_datasets`. */
  readonly sourceTitle: Readonly<Record<string, string>>
  /** Why the people of the published rows may be processed, as the contract of these rows says. */
  readonly lawfulBasis: string
  verifyEmail(value: string): Verification
  verifyPhone(value: string): Verification
  slug(name: string): string | null
  /** An id for each person of one organization, all different. */
  contactIds(people: readonly (readonly CandidateRow[])[]): string[]
  /** A person's name with case, accents and spacing folded. */
  nameKey(name: string): string
}

export const splitValues = (text: string | null): string[] => (text === null ? [] : text.split('; '))

/** Several values in one cell: distinct, sorted; null when there are none. */
export function valueList(values: Iterable<string>): readonly string[] | null {
  const distinct = [...new Set(values)].sort()
  return distinct.length === 0 ? null : distinct
}
