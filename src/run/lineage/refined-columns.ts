import { contractById } from '../../contracts/registry.ts'
import { layoutFor, type RawRecord } from '../../ledger/layouts.ts'
import type { RefinedRow } from '../../ledger/refined-row.ts'
import { type ColumnSource, type ColumnSources, identity, influences, transformed } from './column-source.ts'

type How = ColumnSource['how']
type Property = Exclude<keyof RawRecord, 'kind'>

/** What a raw record says → the refined columns made of it (`refineRow`). */
const REFINED_FROM: Readonly<Record<Property, readonly (readonly [keyof RefinedRow, How])[]>> = {
  primaryKey: [
    ['primary_key', transformed('the key in canonical form')],
    ['record_key', transformed('source, contract and key')],
  ],
  publicId: [['source_record_id', transformed('source and id')]],
  ownerKey: [['owner_key', transformed('the key in canonical form')]],
  name: [
    ['organization_name', transformed('normalised organization name')],
    ['matching_key', transformed('the name without case, accents and legal form')],
    ['name_words', transformed('the words of the name, short forms spelt out')],
    ['issues', transformed('what is wrong with the value')],
  ],
  province: [
    ['province', transformed('the province of the closed list')],
    ['country_code', influences('CONDITIONAL', 'the country of the province')],
    ['issues', transformed('what is wrong with the value')],
  ],
  provinceHints: [
    ['province', transformed('the province of the closed list, when no other column says it')],
    ['country_code', influences('CONDITIONAL', 'the country of the province')],
  ],
  area: [['area', identity()]],
  address: [
    ['address', transformed('normalised address')],
    ['country_code', influences('CONDITIONAL', 'the country the address names')],
    ['issues', transformed('what is wrong with the value')],
  ],
  category: [['category', identity()]],
  organizationType: [['organization_type', identity()]],
  status: [
    ['status', transformed('the status of the closed list')],
    ['issues', transformed('what is wrong with the value')],
  ],
  website: [
    ['website', transformed('canonical https address')],
    ['registered_domain', transformed('the registered domain of the address')],
    ['issues', transformed('what is wrong with the value')],
  ],
  planes: [['planes', identity()]],
  description: [['description', identity()]],
  notes: [['notes', identity()]],
  date: [
    ['last_interaction_date', transformed('ISO 8601 date')],
    ['issues', transformed('what is wrong with the value')],
  ],
  priority: [
    ['priority', transformed('the priority of the closed list')],
    ['issues', transformed('what is wrong with the value')],
  ],
  personName: [
    ['person_name', transformed('normalised person name')],
    ['issues', transformed('what is wrong with the value')],
  ],
  personRole: [
    ['person_role', transformed('normalised role')],
    ['issues', transformed('what is wrong with the value')],
  ],
  emails: [
    ['emails', transformed('split, normalised, joined')],
    ['issues', transformed('what is wrong with the value')],
  ],
  phones: [
    ['phones', transformed('split, E.164, joined')],
    ['country_code', influences('CONDITIONAL', 'the country of the numbers')],
    ['issues', transformed('what is wrong with the value')],
  ],
  isInvalid: [['is_invalid', transformed('whether the source marks the row as wrong')]],
}

/** Which of these a kind of row never has: a contact names no country, and a row that needs a name has none without it. */
const isNever = (kind: RawRecord['kind'], property: Property, column: keyof RefinedRow): boolean =>
  kind === 'contact'
    ? column === 'country_code'
    : property === 'name' && column === 'issues' && (kind === 'organization' || kind === 'capture')

/** Columns that Ingest adds to every row → what Refine makes of them. A key that is the name is never missing. */
function carried(sources: ReadonlyMap<Property, ReadonlySet<string>>): (readonly [string, keyof RefinedRow, How])[] {
  const isName = (property: Property): boolean => {
    const own = [...(sources.get(property) ?? [])]
    return own.length > 0 && own.every((field) => sources.get('name')?.has(field))
  }
  const stands = influences('CONDITIONAL', 'stands for the key or id of a row without one')
  return [
    ['row_number', 'row_number', identity()],
    ['row_hash', 'row_hash', identity()],
    ...(isName('primaryKey') ? [] : [['row_hash', 'record_key', stands] as const]),
    ...(isName('publicId') ? [] : [['row_hash', 'source_record_id', stands] as const]),
  ]
}

// Values that make every rule of a layout speak: plain, marked as wrong, and a person with a role in brackets.
const PROBES = ['probe', 'invalid', 'Probe (Role)']

const cache = new Map<string, ReadonlyMap<Property, ReadonlySet<string>>>()

/** Raw property → the contract's fields it depends on, found by asking the layout itself. */
function layoutSources(contract: string): ReadonlyMap<Property, ReadonlySet<string>> {
  const known = cache.get(contract)
  if (known) return known
  const layout = layoutFor(contract)
  const empty = layout({})
  const found = new Map<Property, Set<string>>()
  for (const { name } of contractById(contract).fields)
    for (const probe of PROBES) {
      const record = layout({ [name]: probe })
      for (const key of Object.keys(REFINED_FROM) as Property[])
        if (JSON.stringify(record[key]) !== JSON.stringify(empty[key]))
          found.set(key, (found.get(key) ?? new Set()).add(name))
    }
  cache.set(contract, found)
  return found
}

/** `work/refine/rows` ← the typed rows of these source contracts. */
export function refinedColumns(contracts: readonly string[]): ColumnSources {
  const columns: Record<string, ColumnSource[]> = {}
  const add = (column: string, source: ColumnSource) => {
    columns[column] ??= []
    const there = columns[column].some((one) => one.dataset === source.dataset && one.field === source.field)
    if (!there) columns[column].push(source)
  }
  for (const contract of contracts) {
    const dataset = `work/ingest/${contract}`
    const { kind } = layoutFor(contract)({})
    const sources = layoutSources(contract)
    for (const [field, column, how] of carried(sources)) add(column, { dataset, field, how })
    for (const [property, fields] of sources)
      for (const [column, how] of REFINED_FROM[property])
        if (!isNever(kind, property, column)) for (const field of fields) add(column, { dataset, field, how })
  }
  return columns
}
