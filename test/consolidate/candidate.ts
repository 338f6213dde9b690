import type { CandidateRow, ConsolidationRules } from '../../src/consolidate/index.ts'
import { contactIds } from '../../src/stages/consolidate/contact-ids.ts'

/** Rules under which every e-mail counts half and every phone .85; `sacaa` before `reachout` before `contact`. */
export const rules: ConsolidationRules = {
  sourcePriority: { sacaa: 3, reachout: 2, contact: 1 },
  sourceTitle: { sacaa: 'SACAA Cleaned', reachout: 'Reachout Database', contact: 'Contact Database' },
  lawfulBasis: 'public_interest',
  verifyEmail: () => ({ status: 'unknown', confidence: 0.5 }),
  verifyPhone: () => ({ status: 'deliverable', confidence: 0.85 }),
  slug: (name) => name.toLowerCase().replaceAll(' ', '-'),
  contactIds: contactIds(new Set()),
  nameKey: (name) => name.toLowerCase(),
}

const blank: CandidateRow = {
  kind: 'organization',
  source: 'contact',
  file: 'f.xlsx',
  sheet: 's',
  row_number: 2,
  record_key: 'contact|1',
  source_record_id: 'contact:1',
  organization_name: 'Blue Sky',
  province: null,
  country_code: 'ZA',
  area: null,
  address: null,
  category: null,
  organization_type: null,
  status: null,
  website: null,
  planes: null,
  description: null,
  notes: null,
  last_interaction_date: null,
  priority: null,
  person_name: null,
  person_role: null,
  emails: null,
  phones: null,
  is_invalid: false,
  base_contact_id: null,
}

/** A row that says no more than a name, a country and what is given. */
export const row = (over: Partial<CandidateRow>): CandidateRow => ({ ...blank, ...over })

/** A row about a person, its key and record id the same. */
export const personRow = (key: string, over: Partial<CandidateRow>): CandidateRow =>
  row({ kind: 'contact', record_key: key, source_record_id: key, ...over })
