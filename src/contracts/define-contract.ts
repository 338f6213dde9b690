import { z } from 'zod'
import type { Contract, ContractField, FieldExample, FieldType, PiiClass } from './contract.ts'
import { ContractError } from './errors.ts'

export interface FieldDefinition {
  readonly description: string
  readonly example: FieldExample
  readonly label?: string
  readonly synonyms?: readonly string[]
  readonly type?: FieldType
  readonly required?: boolean
  readonly pii?: PiiClass
  readonly primaryKey?: boolean
  /** The values allowed, beyond the type; of a list, those of its elements. Defaults to any value of the type. */
  readonly values?: z.ZodType
}

const VALUES: Readonly<Record<FieldType, () => z.ZodType>> = {
  string: () => z.string().min(1),
  long: () => z.int(),
  double: () => z.number(),
  boolean: () => z.boolean(),
  date: () => z.iso.date(),
  timestamptz: () => z.iso.datetime({ offset: true }),
  'list<string>': () => z.string().min(1),
}

/** No values are said by null alone, so that there is one way to say it: a list that is there has elements. */
const valuesOf = ({ values, type = 'string' }: FieldDefinition): z.ZodType => {
  const each = values ?? VALUES[type]()
  return type === 'list<string>' ? z.array(each).min(1) : each
}

type Optional = 'rules' | 'references' | 'lawfulBasis' | 'consent' | 'retention' | 'freshness' | 'volume'

export interface ContractDefinition
  extends Omit<Contract, 'fields' | 'schema' | Optional>,
    Partial<Pick<Contract, Optional>> {
  /** In column order. */
  readonly fields: Readonly<Record<string, FieldDefinition>>
}

/**
 * Makes a contract from its fields, in column order.
 * @throws ContractError when a rule, reference or promise names a field that is not there, or personal fields have no lawful basis.
 */
export function defineContract(definition: ContractDefinition): Contract {
  const fields: ContractField[] = []
  const shape: Record<string, z.ZodType> = {}
  for (const [name, field] of Object.entries(definition.fields)) {
    const type = field.type ?? 'string'
    const required = field.required ?? false
    fields.push({
      name,
      label: field.label ?? name,
      synonyms: field.synonyms ?? [],
      type,
      required,
      pii: field.pii ?? 'none',
      primaryKey: field.primaryKey ?? false,
      description: field.description,
      example: field.example,
    })
    const values = valuesOf(field)
    shape[name] = (required ? values : values.nullable().optional()).meta({
      title: field.label ?? name,
      description: field.description,
      examples: [field.example],
      'x-pii': field.pii ?? 'none',
      'x-primary-key': field.primaryKey ?? false,
    })
  }
  const contract: Contract = {
    rules: [],
    references: [],
    lawfulBasis: 'none',
    consent: null,
    retention: null,
    freshness: null,
    volume: null,
    ...definition,
    fields,
    schema: z.looseObject(shape),
  }
  for (const problem of problemsOf(contract)) throw new ContractError(`Contract "${contract.id}": ${problem}`)
  return contract
}

const SOURCELESS: ReadonlySet<FieldType> = new Set(['date', 'timestamptz', 'list<string>'])
const KEYS: ReadonlySet<FieldType> = new Set(['string', 'long', 'date'])

function problemsOf(contract: Contract): string[] {
  const problems: string[] = []
  const names = new Set(contract.fields.map(({ name }) => name))
  const named: [string, readonly string[]][] = [
    ...contract.rules.map(({ id, fields }): [string, readonly string[]] => [`rule ${id}`, fields]),
    ...contract.references.map(({ dataset, fields }): [string, readonly string[]] => [
      `reference to ${dataset}`,
      fields,
    ]),
    ['consent', contract.consent === null ? [] : [contract.consent.field]],
    ['retention', contract.retention?.field ? [contract.retention.field] : []],
    ['freshness', contract.freshness === null ? [] : [contract.freshness.field]],
  ]
  for (const [who, fields] of named)
    for (const field of fields)
      if (!names.has(field)) problems.push(`${who} names the field "${field}", which it does not have.`)
  for (const { fields, to, dataset } of contract.references)
    if (fields.length !== to.length || fields.length === 0)
      problems.push(`the reference to ${dataset} has ${fields.length} fields for ${to.length} columns.`)
  if (contract.lawfulBasis === 'none' && contract.fields.some(({ pii }) => pii !== 'none'))
    problems.push('it has personal fields and no lawful basis. Say one of them in lawfulBasis.')
  if ((contract.lawfulBasis === 'consent') !== (contract.consent !== null))
    problems.push('consent is named exactly where the lawful basis is consent.')
  for (const { name, type, primaryKey, required } of contract.fields) {
    if (contract.kind === 'source' && SOURCELESS.has(type))
      problems.push(`"${name}" is a ${type}, and cells of a source are texts. Say string, and what the text must be.`)
    if (contract.kind === 'published' && primaryKey && !(required && KEYS.has(type)))
      problems.push(
        `"${name}" is part of the primary key, so it must be required, and a text, a whole number or a day.`,
      )
  }
  if (!/^\d+\.\d+\.\d+$/.test(contract.version))
    problems.push(`"${contract.version}" is no semantic version, such as 1.0.0.`)
  return problems
}
