import { parseDocument } from 'yaml'
import { z } from 'zod'
import { COLUMN_TYPES } from '../engine/column-types.ts'
import { type FieldConstraints, readConstraints } from './constraints.ts'
import {
  type Contract,
  type FieldExample,
  type FieldType,
  LAWFUL_BASES,
  type PiiClass,
  type Reference,
} from './contract.ts'
import { ContractError } from './errors.ts'
import { ODCS_LOGICAL_TYPE } from './odcs.ts'

/** What a foreign contract says, in our terms: enough to write its TypeScript. */
export interface ImportedContract {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly description: string
  readonly kind: 'source' | 'published'
  readonly owner: string
  readonly lawfulBasis: (typeof LAWFUL_BASES)[number]
  readonly fields: readonly ImportedField[]
  readonly references: readonly Reference[]
  readonly consent: Contract['consent']
  readonly retention: { readonly days: number; readonly field: string | null } | null
  readonly freshness: { readonly field: string; readonly maxAgeDays: number } | null
  readonly volume: { readonly min?: number; readonly max?: number } | null
  /** What it says that has no place in a Hotpass contract, as sentences. */
  readonly notes: readonly string[]
}

export interface ImportedField {
  readonly name: string
  readonly label: string
  readonly type: FieldType
  readonly required: boolean
  readonly primaryKey: boolean
  readonly pii: PiiClass
  readonly description: string
  readonly example: FieldExample
  readonly synonyms: readonly string[]
  readonly constraints: FieldConstraints
}

/**
 * Reads an ODCS 3.x contract (YAML or JSON) or a JSON Schema.
 * @param shown how messages name the file.
 * @throws ContractError when it is neither, or describes no columns.
 */
export function importContract(text: string, shown: string): ImportedContract {
  const yaml = parseDocument(text, { logLevel: 'silent' })
  const broken = yaml.errors[0]
  if (broken !== undefined)
    throw new ContractError(`${shown} is neither YAML nor JSON: ${broken.message.split('\n')[0]}`)
  const document = expanded(yaml, shown)
  if (isObject(document) && document.kind === 'DataContract') return fromOdcs(document, shown)
  if (isObject(document) && isObject(document.properties)) return fromJsonSchema(document, shown)
  throw new ContractError(
    `${shown} is neither an Open Data Contract Standard document (kind: DataContract) nor a JSON Schema of an object with properties.`,
  )
}

/** The document as a value; one whose aliases would expand beyond all bounds is refused. */
function expanded(yaml: ReturnType<typeof parseDocument>, shown: string): unknown {
  try {
    return yaml.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new ContractError(`${shown} cannot be read: ${error instanceof Error ? error.message : String(error)}.`)
  }
}

const refused = (field: string, notes: string[]) => (name: string) =>
  void notes.push(`${field}: its ${name} is none, and was left out.`)

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])
const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined

const idOf = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .replace(/^(?=\d)/, 'field_') || 'field'

const exampleSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).min(1)])
const EXAMPLES: Readonly<Record<FieldType, FieldExample>> = {
  string: 'text',
  long: 1,
  double: 1.5,
  boolean: true,
  date: '2026-01-31',
  timestamptz: '2026-01-31T06:00:00Z',
  'list<string>': ['text'],
}
const exampleOf = (given: unknown, type: FieldType, constraints: FieldConstraints): FieldExample => {
  const first = exampleSchema.safeParse(Array.isArray(given) ? given[0] : undefined)
  const isList = type === 'list<string>'
  if (first.success && Array.isArray(first.data) === isList) return first.data
  const made = constraints.enum?.[0] ?? constraints.minimum
  return made === undefined ? EXAMPLES[type] : isList ? [String(made)] : made
}

const piiOf = (given: unknown): PiiClass => {
  const word = String(given ?? '').toLowerCase()
  if (/sensitive|restricted/.test(word)) return 'sensitive'
  return /personal|pii|confidential/.test(word) ? 'personal' : 'none'
}

function fromOdcs(document: Json, shown: string): ImportedContract {
  const notes: string[] = []
  const tables = objects(document.schema)
  const [table] = tables
  if (table === undefined) throw new ContractError(`${shown} has no schema, so there are no columns to import.`)
  if (tables.length > 1) notes.push(`Only the first of its ${tables.length} schema objects was imported.`)
  const custom = new Map(objects(document.customProperties).map(({ property, value }) => [property, value]))
  const kind = custom.get('hotpassKind') === 'published' ? 'published' : 'source'
  const fields = objects(table.properties).map((property) => odcsField(property, kind, notes))
  if (fields.length === 0) throw new ContractError(`${shown} has a schema without properties, so there are no columns.`)
  for (const rule of objects(table.quality))
    notes.push(
      `Rule "${text(rule.name) ?? rule.type}": ${text(rule.description) ?? 'no description'}. Write it as a cross-field rule or an expectation.`,
    )
  const names = new Set(fields.map(({ name }) => name))
  const promised = (property: RegExp) =>
    objects(document.slaProperties).find((one) => property.test(String(one.property)))
  const column = (element: unknown) => {
    const name = idOf(
      String(element ?? '')
        .split('.')
        .at(-1) ?? '',
    )
    return names.has(name) ? name : null
  }
  const days = (one: Json | undefined) =>
    one === undefined ? undefined : Number(one.value) * daysIn(String(one.unit ?? 'd'))
  const latency = promised(/^(latency|freshness|ty)$/i)
  const fresh = column(latency?.element)
  const retention = promised(/^(retention|re)$/i)
  const keptFor = days(retention)
  const freshFor = days(latency)
  const basis = LAWFUL_BASES.find((one) => one === custom.get('hotpassLawfulBasis'))
  const personal = fields.some(({ pii }) => pii !== 'none')
  if (personal && basis === undefined)
    notes.push('It has personal fields and names no lawful basis; legitimate_interest was written. Check it.')
  const volume = z
    .object({ min: z.number().optional(), max: z.number().optional() })
    .safeParse(custom.get('hotpassVolume'))
  const consent = z
    .object({ field: z.string(), granted: z.array(z.string()).min(1) })
    .safeParse(custom.get('hotpassConsent'))
  const team = isObject(document.team) ? text(document.team.name) : undefined
  return {
    id: idOf(text(table.name) ?? text(document.id) ?? 'contract'),
    version: semanticVersion(document.version),
    title: text(document.name) ?? text(table.businessName) ?? String(table.name),
    description: described(
      text(table.description) ?? (isObject(document.description) ? text(document.description.purpose) : undefined),
    ),
    kind,
    owner: team ?? 'Data stewardship',
    lawfulBasis: basis ?? (personal ? 'legitimate_interest' : 'none'),
    fields,
    references: objects(table.relationships).flatMap((one) => odcsReference(one)),
    consent: consent.success ? consent.data : null,
    retention: keptFor === undefined ? null : { days: keptFor, field: column(retention?.element) },
    freshness: freshFor === undefined || fresh === null ? null : { field: fresh, maxAgeDays: freshFor },
    volume: volume.success ? compact(volume.data) : null,
    notes,
  }
}

function odcsField(property: Json, kind: ImportedContract['kind'], notes: string[]): ImportedField {
  const label = text(property.businessName) ?? String(property.name ?? '')
  const name = idOf(String(property.name ?? ''))
  const logical = String(property.logicalType ?? 'string')
  const items = isObject(property.items) ? property.items : {}
  const known = COLUMN_TYPES.find(
    (one) =>
      ODCS_LOGICAL_TYPE[one] === logical &&
      fitsKind(one, kind) &&
      (one !== 'list<string>' || (items.logicalType ?? 'string') === 'string'),
  )
  const type = known ?? 'string'
  if (known === undefined) notes.push(`${name}: a ${logical} becomes text.`)
  const valid = objects(property.quality).find(
    ({ metric, rule }) => metric === 'invalidValues' || rule === 'validValues',
  )
  const members =
    valid === undefined ? undefined : isObject(valid.arguments) ? valid.arguments.validValues : valid.validValues
  const { logicalTypeOptions } = type === 'list<string>' ? items : property
  const options = isObject(logicalTypeOptions) ? logicalTypeOptions : {}
  const constraints =
    known !== undefined
      ? readConstraints({ ...options, ...(members === undefined ? {} : { enum: members }) }, refused(name, notes))
      : {}
  const synonyms = objects(property.customProperties).find((one) => one.property === 'hotpassSynonyms')?.value
  return {
    name,
    label,
    type,
    required: property.required === true,
    primaryKey: property.primaryKey === true,
    pii: piiOf(property.classification),
    description: described(text(property.description)),
    example: exampleOf(property.examples, type, constraints),
    synonyms: Array.isArray(synonyms) ? synonyms.filter((one) => typeof one === 'string') : [],
    constraints,
  }
}

function odcsReference({ from, to }: Json): Reference[] {
  const list = (value: unknown) => (Array.isArray(value) ? value : [value]).map((one) => String(one).split('.'))
  const targets = list(to)
  const dataset = targets[0]?.[0]
  if (dataset === undefined || from === undefined) return []
  return [
    {
      fields: list(from).map((parts) => idOf(parts.at(-1) ?? '')),
      dataset: idOf(dataset),
      to: targets.map((parts) => idOf(parts.at(-1) ?? '')),
    },
  ]
}

function fromJsonSchema(document: Json, shown: string): ImportedContract {
  const notes: string[] = []
  const required = new Set(Array.isArray(document.required) ? document.required : [])
  const kind = document['x-kind'] === 'published' ? 'published' : 'source'
  const fields = Object.entries(document.properties as Json).map(([key, raw]): ImportedField => {
    const property = isObject(raw) ? raw : {}
    const branches = objects(property.anyOf)
    const stated = branches.find(({ type }) => type !== 'null') ?? property
    const types = (Array.isArray(stated.type) ? stated.type : [stated.type]).filter((one) => one !== 'null')
    const nullable =
      branches.some(({ type }) => type === 'null') || (Array.isArray(stated.type) && stated.type.includes('null'))
    const type = fieldType(types[0], stated, kind)
    if (type === undefined) notes.push(`${key}: a ${String(types[0] ?? 'value of no type')} becomes text.`)
    // How a day is written is its type.
    const constraints = type === undefined || TIMES.has(type) ? {} : readConstraints(property, refused(key, notes))
    return {
      name: idOf(key),
      label: text(property.title) ?? key,
      type: type ?? 'string',
      required: required.has(key) && !nullable,
      primaryKey: property['x-primary-key'] === true,
      pii: piiOf(property['x-pii']),
      description: described(text(property.description)),
      example: exampleOf(property.examples, type ?? 'string', constraints),
      synonyms: [],
      constraints,
    }
  })
  if (fields.length === 0) throw new ContractError(`${shown} has no properties, so there are no columns to import.`)
  const personal = fields.some(({ pii }) => pii !== 'none')
  const basis = LAWFUL_BASES.find((one) => one === document['x-lawful-basis'])
  return {
    id: idOf(text(document['x-contract']) ?? text(document.title) ?? shown.replace(/\.[^.]*$/, '')),
    version: semanticVersion(document['x-version']),
    title: text(document.title) ?? shown,
    description: described(text(document.description)),
    kind,
    owner: text(document['x-owner']) ?? 'Data stewardship',
    lawfulBasis: basis ?? (personal ? 'legitimate_interest' : 'none'),
    fields,
    references: [],
    consent: null,
    retention: null,
    freshness: null,
    volume: null,
    notes,
  }
}

const TIMES: ReadonlySet<FieldType> = new Set(['date', 'timestamptz'])

/** Cells of a source are texts: what its days and lists are made of is said of the text. */
const fitsKind = (type: FieldType, kind: ImportedContract['kind']): boolean =>
  kind === 'published' || !(TIMES.has(type) || type === 'list<string>')

function fieldType(type: unknown, stated: Json, kind: ImportedContract['kind']): FieldType | undefined {
  if (kind === 'published' && type === 'string' && stated.format === 'date') return 'date'
  if (kind === 'published' && type === 'string' && stated.format === 'date-time') return 'timestamptz'
  if (kind === 'published' && type === 'array' && isObject(stated.items) && stated.items.type === 'string')
    return 'list<string>'
  if (type === 'integer') return 'long'
  if (type === 'number') return 'double'
  if (type === 'boolean') return 'boolean'
  if (
    type === 'string' ||
    (type === undefined && Array.isArray(stated.enum) && stated.enum.every((one) => typeof one === 'string'))
  )
    return 'string'
  return undefined
}

const described = (given: string | undefined): string => given ?? 'Not described yet.'
const semanticVersion = (given: unknown): string => (/^\d+\.\d+\.\d+$/.test(String(given)) ? String(given) : '1.0.0')
const compact = ({ min, max }: { min?: number | undefined; max?: number | undefined }) => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
})
const daysIn = (unit: string): number =>
  /^y/i.test(unit) ? 365 : /^h/i.test(unit) ? 1 / 24 : /^m/i.test(unit) ? 30 : 1
