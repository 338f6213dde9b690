import { StageError } from './errors.ts'
import type { RowKind } from './refined-row.ts'

type Fields = Readonly<Record<string, string | null>>

/** What one row of a source says, before normalisation. */
export interface RawRecord {
  readonly kind: RowKind
  /** The contract's primary key, part by part. */
  readonly primaryKey: readonly (string | null)[]
  /** Without personal values; null when the row has none of its own. */
  readonly publicId: string | null
  readonly ownerKey?: string | null
  readonly name: string | null
  readonly province?: string | null
  /** Tried in turn for a province, without raising an issue. */
  readonly provinceHints?: readonly (string | null)[]
  readonly area?: string | null
  readonly address?: string | null
  readonly category?: string | null
  readonly organizationType?: string | null
  readonly status?: string | null
  readonly website?: string | null
  readonly planes?: string | null
  readonly description?: string | null
  readonly notes?: string | null
  readonly date?: string | null
  readonly priority?: string | null
  readonly personName?: string | null
  readonly personRole?: string | null
  readonly emails?: string | null
  readonly phones?: readonly (string | null)[]
  readonly isInvalid?: boolean
}

const at = (fields: Fields, name: string): string | null => fields[name] ?? null

const join = (separator: string, ...parts: (string | null)[]): string | null =>
  parts.filter((part) => part !== null).join(separator) || null

const flagged = (value: string | null): boolean => value !== null && !/^(0|n|no|false|valid|ok)$/i.test(value)

/** `Jane Doe (Chief Instructor)` holds a person and a role. */
function personAndRole(text: string | null): { person: string | null; role: string | null } {
  const match = text === null ? null : /^(.*?)\s*\(([^()]*)\)\s*$/.exec(text)
  return match ? { person: match[1] || null, role: match[2] || null } : { person: text, role: null }
}

/** Source contract → its mapping: the record that its rows describe. */
export const layouts: Readonly<Record<string, (fields: Fields) => RawRecord>> = {
  reachout_organisation: (f) => ({
    kind: 'organization',
    primaryKey: [at(f, 'id')],
    publicId: at(f, 'id'),
    ownerKey: at(f, 'id'),
    name: at(f, 'organisation_name'),
    province: at(f, 'area'),
    area: at(f, 'area'),
    address: at(f, 'address'),
    category: at(f, 'type'),
    organizationType: at(f, 'type'),
    website: at(f, 'website'),
    planes: at(f, 'planes'),
    description: at(f, 'description_type'),
    notes: join(' | ', at(f, 'notes'), at(f, 'open_questions')),
    date: at(f, 'reachout_date'),
  }),
  reachout_contact_info: (f) => ({
    kind: 'contact',
    primaryKey: [at(f, 'id'), at(f, 'email'), at(f, 'phone')],
    publicId: null,
    ownerKey: at(f, 'id'),
    name: at(f, 'organisation_name'),
    personName: join(' ', at(f, 'firstname'), at(f, 'surname')),
    personRole: at(f, 'position'),
    emails: at(f, 'email'),
    phones: [at(f, 'phone'), at(f, 'whatsapp')],
    date: at(f, 'reachout_date'),
    isInvalid: flagged(at(f, 'invalid')),
  }),
  contact_company_cat: (f) => ({
    kind: 'organization',
    primaryKey: [at(f, 'c_id')],
    publicId: at(f, 'c_id'),
    ownerKey: at(f, 'c_id'),
    name: at(f, 'company'),
    category: at(f, 'category'),
    organizationType: at(f, 'category'),
    status: at(f, 'status'),
    priority: at(f, 'priority'),
    website: at(f, 'website'),
    date: at(f, 'last_order_date'),
  }),
  contact_company_addresses: (f) => ({
    kind: 'address',
    primaryKey: [at(f, 'c_id'), at(f, 'type')],
    publicId: null,
    ownerKey: at(f, 'c_id'),
    name: at(f, 'company'),
    address: join(', ', at(f, 'airport'), at(f, 'unnamed_4')),
    provinceHints: [at(f, 'unnamed_4'), at(f, 'airport')],
  }),
  contact_company_contacts: (f) => ({
    kind: 'contact',
    primaryKey: [at(f, 'c_id'), at(f, 'email'), at(f, 'cellnumber'), at(f, 'landline')],
    publicId: null,
    ownerKey: at(f, 'c_id'),
    name: at(f, 'company'),
    personName: join(' ', at(f, 'firstname'), at(f, 'surname')),
    personRole: at(f, 'position'),
    emails: at(f, 'email'),
    phones: [at(f, 'cellnumber'), at(f, 'landline')],
    isInvalid: /^invalid$/i.test(at(f, 'status') ?? ''),
  }),
  contact_capture: (f) => {
    const { person, role } = personAndRole(at(f, 'contact_person_role'))
    return {
      kind: 'capture',
      primaryKey: [at(f, 'school')],
      publicId: at(f, 'school'),
      name: at(f, 'school'),
      address: at(f, 'addresses'),
      planes: at(f, 'planes'),
      website: at(f, 'website'),
      description: at(f, 'description'),
      organizationType: at(f, 'type'),
      category: at(f, 'type'),
      personName: person,
      personRole: role,
      emails: at(f, 'email'),
      phones: [at(f, 'phone')],
    }
  },
  sacaa_cleaned: (f) => ({
    kind: 'organization',
    primaryKey: [at(f, 'name_of_organisation')],
    publicId: at(f, 'name_of_organisation'),
    name: at(f, 'name_of_organisation'),
    province: at(f, 'province'),
    area: at(f, 'province'),
    category: 'Flight School',
    status: at(f, 'status'),
    website: at(f, 'website_url'),
    personName: at(f, 'contact_person'),
    emails: at(f, 'contact_email_address'),
    phones: [at(f, 'contact_number')],
  }),
}

/** @throws StageError for a contract that has no mapping. */
export function layoutFor(contract: string): (fields: Fields) => RawRecord {
  const layout = layouts[contract]
  if (layout === undefined)
    throw new StageError(
      `Contract "${contract}" has no mapping. Known: ${Object.keys(layouts).join(', ')}. Map the sheet to one of these in the profile.`,
    )
  return layout
}
