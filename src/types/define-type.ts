import { z } from 'zod'
import type { PiiClass } from '../contracts/contract.ts'
import { mask } from '../contracts/mask.ts'
import type { Normalised } from './normalise/normalised.ts'
import type { LabelledColumn } from './recognise/recogniser.ts'
import type {
  CanonicalValue,
  Evidence,
  Keep,
  SemanticType,
  TypeContext,
  TypeExample,
  TypeOptions,
} from './semantic-type.ts'

/** A type as its file says it, with what most types share left out. */
export interface TypeDefinition<Options extends TypeOptions, Value extends CanonicalValue>
  extends Pick<SemanticType, 'id' | 'title' | 'description' | 'column' | 'keep' | 'recognise'>,
    Partial<
      Pick<
        SemanticType,
        'repairs' | 'besides' | 'assembly' | 'compare' | 'block' | 'verify' | 'vocabularyOption' | 'tellsCountry'
      >
    > {
  readonly example: Value
  /** Further ones. */
  readonly examples?: readonly (TypeExample & { readonly options: Options; readonly value: Value })[]
  readonly options?: z.ZodType<Options>
  readonly reader: (
    options: Options,
    context: TypeContext,
  ) => {
    readonly split?: (cell: string) => readonly string[]
    readonly takesAny?: boolean
    readonly normalise: (text: string) => Normalised<Value>
  }
  readonly parts?: readonly {
    readonly name: string
    readonly description: string
    readonly column: 'string' | 'double' | 'list<string>'
    readonly identifies?: true
    readonly alsoCalled?: true
    readonly of: (value: Value, context: TypeContext) => string | number | readonly string[] | null
  }[]
  readonly keeps?: readonly Keep[]
  /** One for all, or as the options say. */
  readonly evidence: Evidence | ((options: Options) => Evidence)
  readonly pii?: PiiClass | ((options: Options) => PiiClass)
  readonly mask?: (value: string, options: Options) => string
  readonly schema: (options: Options) => z.ZodType<Value>
}

const oneValue = (cell: string): readonly string[] => (cell.trim() === '' ? [] : [cell])
const noOptions = z.strictObject({})

/**
 * A type of the registry. Inside a type's file values and options have their own TypeScript types; outside they are opened by
 * `options` and by `normalise` alone, which is what makes the casts here sound.
 */
export function defineType<Value extends CanonicalValue, Options extends TypeOptions = Readonly<Record<string, never>>>(
  definition: TypeDefinition<Options, Value>,
): SemanticType {
  const { evidence, pii = 'none', mask: shown } = definition
  const piiOf = (options: TypeOptions): PiiClass => (typeof pii === 'function' ? pii(options as Options) : pii)
  return {
    vocabularyOption: null,
    repairs: false,
    besides: null,
    assembly: null,
    compare: null,
    block: () => [],
    verify: null,
    tellsCountry: null,
    ...definition,
    examples: [{ options: {}, value: definition.example }, ...(definition.examples ?? [])],
    evidence: (options) => (typeof evidence === 'function' ? evidence(options as Options) : evidence),
    pii: piiOf,
    mask: (value, options) => (shown === undefined ? mask(value, piiOf(options)) : shown(value, options as Options)),
    options: (definition.options ?? noOptions) as SemanticType['options'],
    recognise: (column: LabelledColumn) => Math.min(1, Math.max(0, definition.recognise(column))),
    reader: (options, context) => {
      const { split, takesAny = false, normalise } = definition.reader(options as Options, context)
      return { split: split ?? oneValue, splits: split !== undefined, takesAny, normalise }
    },
    parts: (definition.parts ?? []) as SemanticType['parts'],
    keeps: definition.keeps ?? [definition.keep],
    schema: (options) => definition.schema(options as Options),
  }
}
