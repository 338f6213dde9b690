import { CONSTRAINT_NAMES, readConstraints } from './constraints.ts'
import { type FieldType, LAWFUL_BASES, type PiiClass } from './contract.ts'
import { ContractError } from './errors.ts'
import {
  columnNames,
  described,
  exampleOf,
  fitsKind,
  fittingConstraints,
  type ImportedContract,
  type ImportedField,
  idOf,
  isObject,
  type Json,
  LeftOut,
  objects,
  semanticVersion,
  textOf,
} from './imported-contract.ts'

const KEPT_OF_FIELD = [
  'type',
  'title',
  'description',
  'examples',
  'anyOf',
  'items',
  'x-pii',
  'x-primary-key',
  ...CONSTRAINT_NAMES,
]
const KEPT_OF_DOCUMENT = [
  '$schema',
  '$id',
  'type',
  'title',
  'description',
  'properties',
  'required',
  'additionalProperties',
  'x-contract',
  'x-version',
  'x-owner',
  'x-kind',
  'x-lawful-basis',
]

/** What a JSON Schema of an object says of its properties; what is not kept is named. */
export function importJsonSchema(document: Json, shown: string): ImportedContract {
  const left = new LeftOut()
  const notes: string[] = []
  const properties = Object.entries(document.properties as Json)
  if (properties.length === 0) throw new ContractError(`${shown} has no properties, so there are no columns to import.`)
  const required = new Set<unknown>(Array.isArray(document.required) ? document.required : [])
  const kind = document['x-kind'] === 'published' ? 'published' : 'source'
  const names = columnNames(
    properties.map(([key]) => key),
    shown,
  )
  const fields = properties.map(([key, raw]) =>
    fieldOf(key, isObject(raw) ? raw : {}, required.has(key), names, kind, left, notes),
  )
  left.rest(document, KEPT_OF_DOCUMENT, undefined)
  const personal = fields.some(({ pii }) => pii !== 'none')
  const basis = LAWFUL_BASES.find((one) => one === document['x-lawful-basis'])
  return {
    id: idOf(textOf(document['x-contract']) ?? textOf(document.title) ?? shown.replace(/\.[^.]*$/, '')),
    version: semanticVersion(document['x-version']),
    title: textOf(document.title) ?? shown,
    description: described(textOf(document.description)),
    kind,
    owner: textOf(document['x-owner']) ?? 'Data stewardship',
    lawfulBasis: basis ?? (personal ? 'legitimate_interest' : 'none'),
    fields,
    references: [],
    consent: null,
    retention: null,
    freshness: null,
    volume: null,
    notes: [...notes, ...left.sentences()],
  }
}

function fieldOf(
  key: string,
  property: Json,
  isRequired: boolean,
  names: ReadonlyMap<string, string>,
  kind: ImportedContract['kind'],
  left: LeftOut,
  notes: string[],
): ImportedField {
  const branches = objects(property.anyOf)
  const stated = branches.find(({ type }) => type !== 'null') ?? property
  const listed: unknown[] = Array.isArray(stated.type) ? stated.type : [stated.type]
  const types = listed.filter((one) => one !== 'null')
  const nullable = branches.some(({ type }) => type === 'null') || listed.includes('null')
  const found = fieldType(types[0], stated, kind)
  const type = found ?? 'string'
  if (found === undefined) notes.push(`${key}: a ${String(types[0] ?? 'value of no type')} becomes text.`)
  // How a day is written is its type.
  const isTime = type === 'date' || type === 'timestamptz'
  const read = isTime
    ? {}
    : readConstraints(property, (name) => void notes.push(`${key}: its ${name} is none, and was left out.`))
  const constraints = fittingConstraints(read, type, key, left)
  const told = isTime ? [...KEPT_OF_FIELD, 'format'] : KEPT_OF_FIELD
  left.rest(property, told, key)
  if (stated !== property) left.rest(stated, told, key)
  return {
    name: names.get(key) ?? idOf(key),
    label: textOf(property.title) ?? key,
    type,
    required: isRequired && !nullable,
    primaryKey: property['x-primary-key'] === true,
    pii: piiOf(property['x-pii']),
    description: described(textOf(property.description)),
    example: exampleOf(property.examples, type, constraints),
    synonyms: [],
    constraints,
  }
}

const piiOf = (given: unknown): PiiClass => {
  const word = String(given ?? '').toLowerCase()
  if (/sensitive|restricted/.test(word)) return 'sensitive'
  return /personal|pii|confidential/.test(word) ? 'personal' : 'none'
}

function fieldType(type: unknown, stated: Json, kind: ImportedContract['kind']): FieldType | undefined {
  const texts = Array.isArray(stated.enum) && stated.enum.every((one) => typeof one === 'string')
  if (type === 'string' && stated.format === 'date' && fitsKind('date', kind)) return 'date'
  if (type === 'string' && stated.format === 'date-time' && fitsKind('timestamptz', kind)) return 'timestamptz'
  if (type === 'array' && isObject(stated.items) && stated.items.type === 'string' && fitsKind('list<string>', kind))
    return 'list<string>'
  if (type === 'integer') return 'long'
  if (type === 'number') return 'double'
  if (type === 'boolean') return 'boolean'
  return type === 'string' || (type === undefined && texts) ? 'string' : undefined
}
