import { z } from 'zod'
import type { PiiClass } from '../contracts/contract.ts'
import { mask } from '../contracts/mask.ts'
import type { Normalised } from './normalise/normalised.ts'
import type { LabelledColumn } from './recognise/recogniser.ts'
import type { CanonicalValue, Keep, SemanticType, TypeContext } from './semantic-type.ts'

/** A type as its file says it, with what most types share left out. */
export interface TypeDefinition<Options extends Readonly<Record<string, unknown>>, Value extends CanonicalValue>
  extends Pick<SemanticType, 'id' | 'title' | 'description' | 'column' | 'evidence' | 'keep' | 'recognise'>,
    Partial<Pick<SemanticType, 'assembly' | 'compare' | 'block' | 'verify' | 'mask'>> {
  readonly example: Value
  readonly options?: z.ZodType<Options>
  readonly reader: (
    options: Options,
    context: TypeContext,
  ) => { readonly split?: (cell: string) => readonly string[]; readonly normalise: (text: string) => Normalised<Value> }
  readonly parts?: readonly {
    readonly name: string
    readonly description: string
    readonly column: 'string' | 'double' | 'list<string>'
    readonly of: (value: Value) => string | number | readonly string[] | null
  }[]
  readonly keeps?: readonly Keep[]
  readonly pii?: PiiClass
  readonly schema: (options: Options) => z.ZodType<Value>
}

const oneValue = (cell: string): readonly string[] => [cell]
const noOptions = z.strictObject({})

/**
 * A type of the registry. Inside a type's file values and options have their own TypeScript types; outside they are opened by
 * `options` and by `normalise` alone, which is what makes the two casts here sound.
 */
export function defineType<
  Value extends CanonicalValue,
  Options extends Readonly<Record<string, unknown>> = Readonly<Record<string, never>>,
>(definition: TypeDefinition<Options, Value>): SemanticType {
  const pii = definition.pii ?? 'none'
  return {
    assembly: null,
    compare: null,
    block: () => [],
    verify: null,
    mask: (value) => mask(value, pii),
    ...definition,
    options: (definition.options ?? noOptions) as SemanticType['options'],
    recognise: (column: LabelledColumn) => Math.min(1, Math.max(0, definition.recognise(column))),
    reader: (options, context) => {
      const { split = oneValue, normalise } = definition.reader(options as Options, context)
      return { split, normalise }
    },
    parts: (definition.parts ?? []) as SemanticType['parts'],
    keeps: definition.keeps ?? [definition.keep],
    pii,
    schema: (options) => definition.schema(options as Options),
  }
}
