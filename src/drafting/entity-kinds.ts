import { calledByType } from './attribute-names.ts'

/** Things that a table may be about, with what their datasets are called. */
export const ENTITY_KINDS = {
  organization: {
    dataset: 'organizations',
    idPrefix: 'org',
    namedBy: 'organization_name',
    title: 'organizations (companies, charities, clubs, schools)',
  },
  person: { dataset: 'people', idPrefix: 'per', namedBy: 'person_name', title: 'people' },
  facility: {
    dataset: 'facilities',
    idPrefix: 'fac',
    namedBy: 'organization_name',
    title: 'facilities (sites, hospitals, branches)',
  },
  product: { dataset: 'products', idPrefix: 'pro', namedBy: 'text', title: 'products' },
  item: { dataset: 'items', idPrefix: 'itm', namedBy: 'text', title: 'something else' },
} as const
export type EntityKind = keyof typeof ENTITY_KINDS
export const isEntityKind = (text: string): text is EntityKind => Object.hasOwn(ENTITY_KINDS, text)

/** Types of which an attribute keeps all values. */
export const LISTS: ReadonlySet<string> = new Set(['email', 'phone'])

/** Columns that every dataset has, and those that a draft may derive: no attribute is called so. */
export const RESERVED: readonly string[] = [
  ...Object.keys(ENTITY_KINDS).map((kind) => `${kind}_id`),
  'entity_id',
  'source_datasets',
  'source_record_ids',
  'field_provenance',
  'organization_name',
  'facility_name',
]

/** `contact_primary` becomes columns that begin so, and linkage adds those that begin with `link_`. */
const isReserved = (name: string): boolean => name.startsWith('contact_primary') || name.startsWith('link_')

/** Names that types give are kept for them. */
export const wantedName = (type: string, fromLabel: string): string => {
  const called = calledByType(type)
  return called ?? (isReserved(fromLabel) ? `source_${fromLabel}` : fromLabel)
}
