import type { FieldConstraints } from './constraints.ts'
import type { FieldType } from './contract.ts'
import type { ImportedContract, ImportedField } from './import-contract.ts'

/** As seen from the folders of contracts. */
const DEFINE = '../define-contract.ts'

/** The TypeScript of an imported contract, to stand in `src/contracts/sources/` or `published/`. */
export function renderContractSource(contract: ImportedContract): string {
  const { id, version, title, description, kind, owner, lawfulBasis, references, retention, freshness, volume } =
    contract
  const usesZod = contract.fields.some((field) => valuesOf(field) !== undefined)
  const lines = [
    ...(usesZod ? ["import { z } from 'zod'"] : []),
    `import { defineContract } from '${DEFINE}'`,
    '',
    ...contract.notes.map((note) => `// ${note.replaceAll(DISGUISE, ' ')}`),
    `export const ${camel(id)} = defineContract({`,
    ...entries({ id, version, title, description, kind, owner }),
    ...(lawfulBasis === 'none' ? [] : entries({ lawfulBasis })),
    ...(references.length === 0 ? [] : entries({ references })),
    ...(retention === null ? [] : entries({ retention })),
    ...(freshness === null ? [] : entries({ freshness })),
    ...(volume === null ? [] : entries({ volume })),
    '  fields: {',
    ...contract.fields.map((field) => `    ${field.name}: { ${fieldParts(field).join(', ')} },`),
    '  },',
    '})',
  ]
  return `${lines.join('\n')}\n`
}

/** The constant a contract is exported as. */
export const camel = (id: string): string => id.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase())

/** Characters that end a line of code or show it in another order than it is read in. */
const DISGUISE = /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/gu

const literal = (value: unknown): string =>
  JSON.stringify(value).replaceAll(
    DISGUISE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
const entries = (values: Readonly<Record<string, unknown>>): string[] =>
  Object.entries(values).map(([name, value]) => `  ${name}: ${literal(value)},`)

function fieldParts(field: ImportedField): string[] {
  const values = valuesOf(field)
  return [
    ...(field.label === field.name ? [] : [`label: ${literal(field.label)}`]),
    ...(field.synonyms.length === 0 ? [] : [`synonyms: ${literal(field.synonyms)}`]),
    ...(field.type === 'string' ? [] : [`type: ${literal(field.type)}`]),
    ...(field.required ? ['required: true'] : []),
    ...(field.primaryKey ? ['primaryKey: true'] : []),
    ...(field.pii === 'none' ? [] : [`pii: ${literal(field.pii)}`]),
    ...(values === undefined ? [] : [`values: ${values}`]),
    `description: ${literal(field.description)}`,
    `example: ${literal(field.example)}`,
  ]
}

const TEXTS: ReadonlySet<FieldType> = new Set(['string', 'list<string>'])
const BASE: Readonly<Record<FieldType, string>> = {
  string: 'z.string()',
  long: 'z.int()',
  double: 'z.number()',
  boolean: 'z.boolean()',
  date: 'z.iso.date()',
  timestamptz: 'z.iso.datetime({ offset: true })',
  'list<string>': 'z.string()',
}

function valuesOf({ type, constraints }: ImportedField): string | undefined {
  const { enum: members, ...rest } = constraints
  if (members !== undefined)
    return members.every((member) => typeof member === 'string')
      ? `z.enum(${literal(members)})`
      : `z.literal(${literal(members)})`
  const chain = callsOf(rest)
  // Text without any constraint is not empty; that is what defineContract takes by default.
  if (chain === '' || (TEXTS.has(type) && chain === '.min(1)')) return undefined
  return `${BASE[type]}${chain}`
}

function callsOf(constraints: FieldConstraints): string {
  const { pattern, minLength, maxLength, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = constraints
  return [
    pattern === undefined ? '' : `.regex(new RegExp(${literal(pattern)}))`,
    minLength === undefined ? '' : `.min(${minLength})`,
    maxLength === undefined ? '' : `.max(${maxLength})`,
    minimum === undefined ? '' : `.min(${minimum})`,
    maximum === undefined ? '' : `.max(${maximum})`,
    exclusiveMinimum === undefined ? '' : `.gt(${exclusiveMinimum})`,
    exclusiveMaximum === undefined ? '' : `.lt(${exclusiveMaximum})`,
  ].join('')
}
