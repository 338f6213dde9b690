import { z } from 'zod'
import { COLUMN_TYPES, SQL_TYPE } from '../engine/column-types.ts'
import { CONSTRAINT_NAMES, type FieldConstraints, readConstraints } from './constraints.ts'
import { type FieldType, LAWFUL_BASES, type PiiClass, type Reference } from './contract.ts'
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
  isSemantic,
  type Json,
  LeftOut,
  objects,
  semanticVersion,
  textOf,
} from './imported-contract.ts'
import { ODCS_LOGICAL_TYPE } from './odcs.ts'
import { odcsPromises } from './odcs-promises.ts'
import { columnQuality, tableQuality } from './odcs-quality.ts'

const KEPT_OF_DOCUMENT = ['apiVersion', 'kind', 'id', 'name', 'version', 'status', 'description', 'team', 'schema']
const READ_ELSEWHERE = ['slaProperties', 'slaDefaultElement', 'customProperties']
const KEPT_OF_TABLE = [
  'name',
  'businessName',
  'description',
  'logicalType',
  'physicalType',
  'physicalName',
  'properties',
]
const KEPT_OF_COLUMN = [
  'name',
  'businessName',
  'description',
  'logicalType',
  'logicalTypeOptions',
  'physicalType',
  'physicalName',
  'required',
  'primaryKey',
  'primaryKeyPosition',
  'unique',
  'classification',
  'examples',
  'quality',
  'items',
  'properties',
  'relationships',
  'customProperties',
]
const HOTPASS = [
  'hotpassKind',
  'hotpassLawfulBasis',
  'hotpassConsent',
  'hotpassVolume',
  'hotpassFreshness',
  'hotpassRetention',
]
const OWN_CLASSES: readonly string[] = ['none', 'internal', 'personal', 'sensitive']
/** A closed list is said by a rule of quality there. */
const OPTIONS = CONSTRAINT_NAMES.filter((name) => name !== 'enum')

const volumeSchema = z.object({ min: z.number().optional(), max: z.number().optional() })
const consentSchema = z.object({ field: z.string(), granted: z.array(z.string()).min(1) })

/** What a contract of the Open Data Contract Standard 3.x says, clause by clause: what is not kept is named. */
export function importOdcs(document: Json, shown: string): ImportedContract {
  const notes: string[] = []
  const left = new LeftOut()
  const [table, ...others] = objects(document.schema)
  if (table === undefined) throw new ContractError(`${shown} has no schema, so there are no columns to import.`)
  if (others.length > 0)
    notes.push(
      `Only the first of its ${others.length + 1} schema objects was imported; left out: ${others.map(({ name }) => String(name)).join(', ')}. Import each from a file of its own.`,
    )
  const custom = new Map(objects(document.customProperties).map(({ property, value }) => [property, value]))
  const kind = custom.get('hotpassKind') === 'published' ? 'published' : 'source'
  const properties = objects(table.properties)
  if (properties.length === 0)
    throw new ContractError(`${shown} has a schema without properties, so there are no columns.`)
  const names = columnNames(
    properties.map(({ name }) => String(name ?? '')),
    shown,
  )
  const keys = keysOf(properties, left)
  const fields = properties.map((property) => columnOf(property, names, kind, keys.length, left))
  const known = new Set(names.values())
  const nameOf = (foreign: string): string => names.get(foreign) ?? idOf(foreign)
  const inTable = (element: string): string | null => {
    const name = nameOf(element.split('.').at(-1) ?? '')
    return element !== '' && !element.includes(',') && known.has(name) ? name : null
  }
  const id = idOf(textOf(table.name) ?? textOf(document.id) ?? 'contract')
  const { retention, freshness } = odcsPromises(document, inTable, left)
  const volume = volumeSchema.safeParse(custom.get('hotpassVolume')).data
  const asked = tableQuality(table.quality, left, notes)
  const basis = LAWFUL_BASES.find((one) => one === custom.get('hotpassLawfulBasis'))
  const personal = fields.some(({ pii }) => pii !== 'none')
  if (personal && basis === undefined)
    notes.push('It has personal fields and names no lawful basis; legitimate_interest was written. Check it.')
  const texts = tellDocument(document, table, id, custom, left)
  const references = [
    ...objects(table.relationships).flatMap((one) => referenceOf(one, undefined, nameOf, left)),
    ...properties.flatMap((property) =>
      objects(property.relationships).flatMap((one) => referenceOf(one, String(property.name), nameOf, left)),
    ),
  ]
  const consent = consentSchema.safeParse(custom.get('hotpassConsent')).data
  return {
    id,
    version: semanticVersion(document.version),
    ...texts,
    kind,
    lawfulBasis: basis ?? (personal ? 'legitimate_interest' : 'none'),
    fields,
    references,
    consent: consent ?? null,
    retention,
    freshness,
    volume: compact(volume ?? asked),
    notes: [...notes, ...left.sentences()],
  }
}

const compact = (volume: { min?: number | undefined; max?: number | undefined } | undefined) =>
  volume === undefined
    ? null
    : {
        ...(volume.min === undefined ? {} : { min: volume.min }),
        ...(volume.max === undefined ? {} : { max: volume.max }),
      }

/** Title, description and owner; what else the document and its table say is named. */
function tellDocument(
  document: Json,
  table: Json,
  id: string,
  custom: ReadonlyMap<unknown, unknown>,
  left: LeftOut,
): Pick<ImportedContract, 'title' | 'description' | 'owner'> {
  const about = isObject(document.description) ? document.description : {}
  const purpose = textOf(about.purpose) ?? textOf(document.description)
  const ofTable = textOf(table.description)
  const team = isObject(document.team) ? document.team : {}
  const title = textOf(document.name) ?? textOf(table.businessName) ?? String(table.name ?? id)
  if (!/^v?3\./.test(String(document.apiVersion)))
    left.add('apiVersion', undefined, document.apiVersion ?? 'none', 'is not 3.x, whose words were looked for.')
  if (!isSemantic(document.version))
    left.add('version', undefined, document.version ?? 'none', 'is no semantic version; 1.0.0 was written.')
  if (idOf(String(document.id ?? id)) !== id)
    left.add('id', undefined, document.id, `is not kept: a contract is called after its table, ${id}.`)
  if (document.status !== undefined && document.status !== 'active')
    left.add('status', undefined, document.status, 'is not kept: a contract that stands in a domain is in force.')
  if (ofTable !== undefined && purpose !== undefined && purpose !== ofTable)
    left.add('description.purpose', undefined, purpose, "is not kept beside the table's own description.")
  left.rest(about, ['purpose'], undefined, 'description.')
  if (Array.isArray(document.team) && document.team.length > 0)
    left.add('team', undefined, document.team, 'is not kept: an owner is a team or a role, never a person.')
  left.rest(team, ['name'], undefined, 'team.')
  left.rest(document, [...KEPT_OF_DOCUMENT, ...READ_ELSEWHERE], undefined)
  for (const [property, value] of custom)
    if (!HOTPASS.includes(String(property)))
      left.add(`customProperties ${property}`, undefined, value, 'has no place here, so it was left out.')
  const business = textOf(table.businessName)
  if (business !== undefined && business !== title)
    left.add('businessName', String(table.name), business, 'is not kept beside the title.')
  if (textOf(table.physicalName) !== undefined && table.physicalName !== table.name)
    left.add('physicalName', String(table.name), table.physicalName, 'has no place here, so it was left out.')
  if (!/^(?:table|file)?$/i.test(String(table.physicalType ?? '')))
    left.add('physicalType', String(table.name), table.physicalType, 'has no place here, so it was left out.')
  left.rest(table, [...KEPT_OF_TABLE, 'quality', 'relationships'], String(table.name))
  return {
    title,
    description: described(ofTable ?? purpose),
    owner: textOf(team.name) ?? 'Data stewardship',
  }
}

/** Columns of the primary key in the order that the file gives them, which is kept where it is that of the columns. */
function keysOf(properties: readonly Json[], left: LeftOut): readonly Json[] {
  const keys = properties.filter(({ primaryKey }) => primaryKey === true)
  const at = (key: Json) =>
    typeof key.primaryKeyPosition === 'number' && key.primaryKeyPosition > 0 ? key.primaryKeyPosition : 0
  if (keys.some((key, place) => place > 0 && at(key) < at(keys[place - 1] ?? key)))
    for (const key of keys)
      left.add(
        'primaryKeyPosition',
        String(key.name),
        key.primaryKeyPosition,
        'is not kept: a key has the order of its columns.',
      )
  return keys
}

function columnOf(
  property: Json,
  names: ReadonlyMap<string, string>,
  kind: ImportedContract['kind'],
  keys: number,
  left: LeftOut,
): ImportedField {
  const foreign = String(property.name ?? '')
  const name = names.get(foreign) ?? idOf(foreign)
  const label = textOf(property.businessName) ?? foreign
  const isKey = property.primaryKey === true
  const type = typeOf(property, foreign, kind, left)
  const quality = columnQuality(property.quality, foreign, isKey && keys === 1, left)
  const own = objects(property.customProperties)
  const synonyms = own.find((one) => one.property === 'hotpassSynonyms')?.value
  for (const one of own)
    if (one.property !== 'hotpassSynonyms')
      left.add(`customProperties ${one.property}`, foreign, one.value, 'has no place here, so it was left out.')
  if (property.unique === true && !(isKey && keys === 1))
    left.add(
      'unique',
      foreign,
      true,
      'is no clause of a contract here. Write expect_column_values_to_be_unique in a suite.',
    )
  const constraints = constraintsOf(property, type, foreign, quality, left)
  const example = exampleOf(property.examples, type, constraints)
  const examples: readonly unknown[] = Array.isArray(property.examples) ? property.examples : []
  const unkept = examples.filter((one) => JSON.stringify(one) !== JSON.stringify(example))
  if (unkept.length > 0) left.add('examples', foreign, unkept, 'one example is kept, so these were left out.')
  left.rest(property, KEPT_OF_COLUMN, foreign)
  const called = foreign !== label && foreign !== name ? [foreign] : []
  return {
    name,
    label,
    type,
    required: property.required === true || quality.filled,
    primaryKey: isKey,
    pii: piiOf(property.classification, foreign, left),
    description: described(textOf(property.description)),
    example,
    synonyms: Array.isArray(synonyms) ? synonyms.filter((one) => typeof one === 'string') : called,
    constraints,
  }
}

const PHYSICAL: readonly (readonly [RegExp, string])[] = [
  [/\[\]|^(?:array|list)/i, 'array'],
  [/^(?:struct|record|map|json|object)/i, 'object'],
  [/^bool|^bit$/i, 'boolean'],
  [/^(?:timestamp|datetime)/i, 'timestamp'],
  [/^date/i, 'date'],
  [/^(?:u?int(?!erval)|big|small|tiny|medium|serial|long)/i, 'integer'],
  [/^(?:num|dec|float|double|real|money)/i, 'number'],
]

/** The column's type: that of its logical type, else of how a store calls it. What becomes text instead is named. */
function typeOf(property: Json, foreign: string, kind: ImportedContract['kind'], left: LeftOut): FieldType {
  const physical = textOf(property.physicalType)
  const stated = textOf(property.logicalType)
  const logical =
    stated ?? PHYSICAL.find(([pattern]) => physical !== undefined && pattern.test(physical))?.[1] ?? 'string'
  const items = isObject(property.items) ? property.items : {}
  const known = COLUMN_TYPES.find(
    (one) =>
      ODCS_LOGICAL_TYPE[one] === logical &&
      fitsKind(one, kind) &&
      (one !== 'list<string>' || (items.logicalType ?? 'string') === 'string'),
  )
  const type = known ?? 'string'
  if (known === undefined)
    left.add(
      'logicalType',
      foreign,
      stated ?? physical,
      kind === 'source' && /^(?:date|timestamp|array)$/.test(logical)
        ? 'becomes text, as the cells of a source are; its domain says what the text must be.'
        : 'becomes text.',
    )
  if (known === 'list<string>')
    left.rest(items, ['logicalType', 'logicalTypeOptions', 'physicalType'], foreign, 'items.')
  else if (Object.keys(items).length > 0)
    left.add('items', foreign, items, 'has no place in a text, so it was left out.')
  const nested = objects(property.properties)
  if (nested.length > 0)
    left.add(
      'properties',
      foreign,
      nested.map((one) => String(one.name)).join(', '),
      'columns within a column have no place here, so they were left out.',
    )
  if (
    physical !== undefined &&
    stated !== undefined &&
    physical.toUpperCase() !== SQL_TYPE[type] &&
    physical.toLowerCase() !== stated
  )
    left.add(
      'physicalType',
      foreign,
      physical,
      'is not kept: how a store keeps a value is no clause of a contract here.',
    )
  const name = textOf(property.physicalName)
  if (name !== undefined && name !== foreign)
    left.add('physicalName', foreign, name, 'has no place here, so it was left out.')
  return type
}

function constraintsOf(
  property: Json,
  type: FieldType,
  foreign: string,
  quality: ReturnType<typeof columnQuality>,
  left: LeftOut,
): FieldConstraints {
  const items = isObject(property.items) ? property.items : {}
  const { logicalTypeOptions } = type === 'list<string>' ? items : property
  const options: Record<string, unknown> = isObject(logicalTypeOptions) ? { ...logicalTypeOptions } : {}
  if (type === 'list<string>' && isObject(property.logicalTypeOptions))
    left.rest(property.logicalTypeOptions, [], foreign, 'logicalTypeOptions.')
  // Version 3.0 says of a limit that it is exclusive, version 3.1 what the exclusive limit is.
  for (const [exclusive, limit] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof options[exclusive] !== 'boolean') continue
    if (options[exclusive] === true && options[limit] !== undefined) {
      options[exclusive] = options[limit]
      delete options[limit]
    } else delete options[exclusive]
  }
  left.rest(options, OPTIONS, foreign, 'logicalTypeOptions.')
  const known = Object.fromEntries(Object.entries(options).filter(([name]) => OPTIONS.includes(name)))
  const given = readConstraints(
    {
      ...known,
      ...(quality.pattern === undefined ? {} : { pattern: quality.pattern }),
      ...(quality.members === undefined ? {} : { enum: quality.members }),
    },
    (name) => left.add(name, foreign, known[name] ?? quality.members, 'is none, so it was left out.'),
  )
  if (quality.pattern !== undefined && known.pattern !== undefined)
    left.add(
      'logicalTypeOptions.pattern',
      foreign,
      known.pattern,
      'stands beside a pattern of a quality rule, so it was left out.',
    )
  return fittingConstraints(given, type, foreign, left)
}

function piiOf(given: unknown, foreign: string, left: LeftOut): PiiClass {
  const word = String(given ?? '').toLowerCase()
  if (word === '' || OWN_CLASSES.includes(word)) return word === 'personal' || word === 'sensitive' ? word : 'none'
  const found = /sensitive|restricted|secret/.test(word)
    ? 'sensitive'
    : /personal|pii|confidential|private/.test(word)
      ? 'personal'
      : 'none'
  left.add(
    'classification',
    foreign,
    given,
    found === 'none' ? 'was read as no personal data. Check it.' : `was read as ${found}.`,
  )
  return found
}

/** A foreign key; what does not name columns as `dataset.column` is told and left out. */
function referenceOf(
  one: Json,
  column: string | undefined,
  nameOf: (foreign: string) => string,
  left: LeftOut,
): Reference[] {
  const list = (value: unknown) => (Array.isArray(value) ? value : [value]).map((part) => String(part ?? '').split('.'))
  const targets = list(one.to)
  const sources = column === undefined ? list(one.from) : [[column]]
  const dataset = targets[0]?.[0]
  const told = `${sources.map((parts) => parts.join('.')).join(', ')} to ${targets.map((parts) => parts.join('.')).join(', ')}`
  const isPlain =
    targets.every((parts) => parts.length === 2 && parts[0] === dataset) &&
    sources.every((parts) => parts.at(-1) !== '')
  if (dataset === undefined || !isPlain || (one.type !== undefined && one.type !== 'foreignKey')) {
    left.add('relationships', undefined, told, 'is no foreign key to the columns of one dataset, so it was left out.')
    return []
  }
  left.rest(one, ['type', 'from', 'to'], undefined, 'relationships ')
  return [
    {
      fields: sources.map((parts) => nameOf(parts.at(-1) ?? '')),
      dataset: idOf(dataset),
      to: targets.map((parts) => idOf(parts.at(-1) ?? '')),
    },
  ]
}
