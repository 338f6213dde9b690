import { types } from '../../types/registry.ts'
import type { SemanticType, TypeOptions, Vocabulary } from '../../types/semantic-type.ts'
import {
  besidesSchema,
  DERIVED_KINDS,
  DERIVED_SCHEMAS,
  type DerivedDocument,
  readAttributeSchema,
} from '../document/attribute-document.ts'
import type { Attribute, Derived } from '../domain.ts'
import { didYouMean, schemaFaults } from '../faults-of.ts'
import type { Compiler } from './compiler.ts'

const BASE = ['type', 'keep', 'required', 'pii', 'title', 'description'] as const

/** What an attribute's words are looked up in. */
export interface AttributeScope {
  readonly country: string
  readonly vocabularies: ReadonlyMap<string, Vocabulary>
}

export type CompiledAttribute =
  | { readonly read: Attribute }
  | { readonly derived: Derived }
  /** Made when the attribute is there that it is beside. */
  | { readonly besides: string; readonly make: (of: Attribute) => Attribute }

/** One attribute of an entity: one that sources say, or one that follows from others. Undefined when it has faults. */
export function compileAttribute(
  compiler: Compiler,
  path: readonly PropertyKey[],
  name: string,
  document: Readonly<Record<string, unknown>>,
  scope: AttributeScope,
): CompiledAttribute | undefined {
  if ('type' in document) {
    const read = compileRead(compiler, path, name, document, scope)
    return read && { read }
  }
  if ('beside' in document) return compileBesides(compiler, path, name, document)
  const kind = DERIVED_KINDS.find((one) => one in document)
  if (kind === undefined) {
    compiler.fault(
      path,
      `An attribute says its type, or how it follows from others (${[...DERIVED_KINDS, 'beside'].join(', ')}). Write for example { type: text }.`,
    )
    return undefined
  }
  const schema = DERIVED_SCHEMAS[kind]
  const parsed = schema.safeParse(document, { reportInput: true })
  if (!parsed.success) {
    compiler.add(schemaFaults(compiler.file, parsed.error, schema, path))
    return undefined
  }
  const { title = null, description = null } = parsed.data
  // The kind is the key that chose the schema.
  return { derived: { name, rule: { kind, ...parsed.data } as DerivedDocument, title, description } }
}

/** Texts, each once; personal where those of the attribute are. */
function compileBesides(
  compiler: Compiler,
  path: readonly PropertyKey[],
  name: string,
  document: Readonly<Record<string, unknown>>,
): CompiledAttribute | undefined {
  const parsed = besidesSchema.safeParse(document, { reportInput: true })
  if (!parsed.success) {
    compiler.add(schemaFaults(compiler.file, parsed.error, besidesSchema, path))
    return undefined
  }
  const { beside, title, description } = parsed.data
  const type = types.get('text') as SemanticType
  return {
    besides: beside,
    make: (of) => ({
      name,
      type,
      options: type.options.parse({}) as TypeOptions,
      context: { country: of.context.country },
      keep: 'distinct',
      isList: true,
      required: false,
      pii: of.pii,
      besides: beside,
      title: title ?? `Beside ${of.title.toLowerCase()}`,
      description: description ?? `What sources say of ${beside} that it does not hold.`,
      columns: { value: name, isList: true, part: (part) => `${name}__${part}` },
    }),
  }
}

function compileRead(
  compiler: Compiler,
  path: readonly PropertyKey[],
  name: string,
  document: Readonly<Record<string, unknown>>,
  { country, vocabularies }: AttributeScope,
): Attribute | undefined {
  const parsed = readAttributeSchema.safeParse(document, { reportInput: true })
  if (!parsed.success) {
    compiler.add(schemaFaults(compiler.file, parsed.error, readAttributeSchema, path))
    return undefined
  }
  const type = types.get(parsed.data.type)
  if (type === undefined) {
    compiler.fault(
      [...path, 'type'],
      `There is no type "${parsed.data.type}".${didYouMean(parsed.data.type, [...types.keys()])}`,
    )
    return undefined
  }
  const given = Object.fromEntries(Object.entries(document).filter(([key]) => !BASE.some((base) => base === key)))
  const options = type.options.safeParse(given, { reportInput: true })
  if (!options.success) {
    compiler.add(schemaFaults(compiler.file, options.error, type.options, path))
    return undefined
  }
  const option = type.vocabularyOption
  const named = option === null ? undefined : options.data[option]
  const vocabulary = typeof named === 'string' ? vocabularies.get(named) : undefined
  if (option !== null && typeof named === 'string' && vocabulary === undefined)
    compiler.fault(
      [...path, option],
      `There is no vocabularies/${named}.yaml.${didYouMean(named, [...vocabularies.keys()])}`,
    )
  const keep = parsed.data.keep ?? type.keep
  if (keep !== type.keep && !type.keeps.includes(keep))
    compiler.fault(
      [...path, 'keep'],
      `A ${type.id} keeps ${[...new Set([type.keep, ...type.keeps])].join(', ')}; "${keep}" says nothing of it.`,
    )
  return {
    name,
    type,
    options: options.data,
    context: { country, ...(vocabulary === undefined ? {} : { vocabulary }) },
    keep,
    isList: keep === 'distinct',
    required: parsed.data.required,
    pii: parsed.data.pii ?? type.pii(options.data),
    besides: null,
    title: parsed.data.title ?? type.title,
    description: parsed.data.description ?? type.description,
    columns: { value: name, isList: keep === 'distinct', part: (part) => `${name}__${part}` },
  }
}
