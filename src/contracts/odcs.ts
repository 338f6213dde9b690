import { stringify } from 'yaml'
import { SQL_TYPE } from '../engine/column-types.ts'
import { constraintsOf, type FieldConstraints } from './constraints.ts'
import type { Contract, ContractField, FieldType } from './contract.ts'

/** Version of the Open Data Contract Standard that is written. */
const ODCS_VERSION = 'v3.1.0'

export const ODCS_LOGICAL_TYPE: Readonly<Record<FieldType, string>> = {
  string: 'string',
  long: 'integer',
  double: 'number',
  boolean: 'boolean',
  date: 'date',
  timestamptz: 'timestamp',
  'list<string>': 'array',
}

/**
 * The contract as an Open Data Contract Standard 3.1 document (plain data). Closed lists are `invalidValues` checks, cross-field rules
 * text, promises `slaProperties`; what the standard has no word for stands in `customProperties` under `hotpass…`.
 */
export function odcsDocument(contract: Contract): Record<string, unknown> {
  const constraints = constraintsOf(contract)
  const properties = contract.fields.map((field) => property(field, constraints.get(field.name), contract))
  return {
    apiVersion: ODCS_VERSION,
    kind: 'DataContract',
    id: contract.id,
    name: contract.title,
    version: contract.version,
    status: 'active',
    description: { purpose: contract.description },
    team: { name: contract.owner },
    schema: [
      {
        name: contract.id,
        logicalType: 'object',
        physicalType: contract.kind === 'published' ? 'table' : 'file',
        description: contract.description,
        properties,
        ...(contract.references.length === 0
          ? {}
          : { relationships: contract.references.map((one) => link(contract, one)) }),
        ...(contract.rules.length === 0
          ? {}
          : { quality: contract.rules.map(({ id, description }) => ({ name: id, type: 'text', description })) }),
      },
    ],
    ...optional('slaProperties', promises(contract)),
    customProperties: [
      { property: 'hotpassKind', value: contract.kind },
      { property: 'hotpassLawfulBasis', value: contract.lawfulBasis },
      ...(contract.consent === null ? [] : [{ property: 'hotpassConsent', value: contract.consent }]),
      ...(contract.volume === null ? [] : [{ property: 'hotpassVolume', value: contract.volume }]),
      ...(contract.freshness === null ? [] : [{ property: 'hotpassFreshness', value: contract.freshness }]),
      ...(contract.retention === null ? [] : [{ property: 'hotpassRetention', value: contract.retention }]),
    ],
  }
}

/** The same as YAML, byte-stable; quoted so that YAML 1.1 readers take no text for a date or a flag. */
export const odcsYaml = (contract: Contract): string =>
  stringify(odcsDocument(contract), { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false })

function property(
  field: ContractField,
  constraints: FieldConstraints = {},
  contract: Contract,
): Record<string, unknown> {
  const { enum: members, ...options } = constraints
  const keys = contract.fields.filter((one) => one.primaryKey)
  return {
    name: field.name,
    businessName: field.label,
    description: field.description,
    logicalType: ODCS_LOGICAL_TYPE[field.type],
    physicalType: SQL_TYPE[field.type],
    ...(field.type === 'list<string>'
      ? { items: { logicalType: 'string', physicalType: SQL_TYPE.string, ...optionsOf(options) } }
      : optionsOf(options)),
    required: field.required,
    ...(field.primaryKey ? { primaryKey: true, primaryKeyPosition: keys.indexOf(field) + 1 } : {}),
    ...(field.primaryKey && keys.length === 1 ? { unique: true } : {}),
    classification: field.pii === 'none' ? 'internal' : field.pii,
    examples: [field.example],
    ...(members === undefined
      ? {}
      : {
          quality: [
            { type: 'library', metric: 'invalidValues', arguments: { validValues: members }, mustBe: 0, unit: 'rows' },
          ],
        }),
    ...(field.synonyms.length === 0
      ? {}
      : { customProperties: [{ property: 'hotpassSynonyms', value: field.synonyms }] }),
  }
}

const optionsOf = (options: FieldConstraints) =>
  Object.keys(options).length === 0 ? {} : { logicalTypeOptions: options }

function link(contract: Contract, { fields, dataset, to }: Contract['references'][number]): Record<string, unknown> {
  const from = fields.map((field) => `${contract.id}.${field}`)
  const target = to.map((field) => `${dataset}.${field}`)
  return { type: 'foreignKey', from: from.length === 1 ? from[0] : from, to: target.length === 1 ? target[0] : target }
}

function promises({ id, freshness, retention }: Contract): Record<string, unknown>[] {
  return [
    ...(freshness === null
      ? []
      : [{ property: 'latency', value: freshness.maxAgeDays, unit: 'd', element: `${id}.${freshness.field}` }]),
    ...(retention === null
      ? []
      : [
          {
            property: 'retention',
            value: retention.days,
            unit: 'd',
            ...(retention.field === null ? {} : { element: `${id}.${retention.field}` }),
          },
        ]),
  ]
}

const optional = (name: string, list: readonly unknown[]): Record<string, unknown> =>
  list.length === 0 ? {} : { [name]: list }
