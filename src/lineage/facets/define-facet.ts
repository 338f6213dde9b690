import type { z } from 'zod'
import { InvalidLineageError } from '../errors.ts'
import { PRODUCER } from '../producer.ts'

/** What every facet carries besides its own fields (`BaseFacet`). */
export interface Facet {
  /** `_producer`: a URI that names who made this metadata. */
  readonly _producer: string
  /** `_schemaURL`: a JSON pointer to the published schema, in the version this facet is written in. */
  readonly _schemaURL: string
}

/** Where a facet may stand in an event: `run.facets`, `job.facets`, `facets`, `inputFacets` or `outputFacets` of a dataset. */
export type FacetPlace = 'run' | 'job' | 'dataset' | 'input' | 'output'

/** What is known of a facet besides its values: enough to check where it is put and to write its reference page. */
export interface FacetDescription {
  /** The name of its definition in the published schema, as in `ParentRunFacet`. */
  readonly name: string
  /** Its key in the event, as in `parent`. */
  readonly key: string
  readonly place: FacetPlace
  /** The version of its published schema, the newest when this client was written. */
  readonly version: string
  readonly schemaUrl: string
  /** What the specification says it is for. */
  readonly purpose: string
  readonly shape: z.ZodObject
}

/** The same fields, where lists and maps may be read-only: builders copy what they are given. */
export type Given<T> = T extends (infer Item)[]
  ? readonly Given<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Given<T[Key]> }
    : T

/** A builder that gives a valid facet or throws `InvalidLineageError`; fields the schema does not declare are left out. */
export interface FacetBuilder<Shape extends z.ZodObject> extends FacetDescription {
  (fields: Given<z.input<Shape>>): Facet & Given<z.output<Shape>>
  readonly shape: Shape
}

const SPECIFICATION = 'https://openlineage.io/spec/facets'
const made = new WeakMap<object, FacetDescription>()
const known: FacetDescription[] = []

/** The builder that made this facet, or undefined for an object made by hand. */
export const descriptionOf = (facet: object): FacetDescription | undefined => made.get(facet)

/** The builder of every facet defined so far, in that order. */
export const facetDescriptions = (): readonly FacetDescription[] => known

interface Definition<Shape extends z.ZodObject> {
  readonly name: string
  readonly key: string
  readonly place: FacetPlace
  readonly version: string
  readonly purpose: string
  readonly shape: Shape
  /** The schema's file, where it is not called after the definition. */
  readonly file?: string
  /** The folder of the schemas, for a facet that the specification does not know. */
  readonly base?: string
}

/** Makes the builder of one facet. */
export function defineFacet<Shape extends z.ZodObject>(definition: Definition<Shape>): FacetBuilder<Shape> {
  const { name, key, place, version, purpose, shape, file = name, base = SPECIFICATION } = definition
  const schemaUrl = `${base}/${version}/${file}.json#/$defs/${name}`
  const description: FacetDescription = { name, key, place, version, schemaUrl, purpose, shape }
  const build = (fields: unknown) => {
    const parsed = shape.safeParse(fields)
    if (!parsed.success)
      throw new InvalidLineageError(
        `The facet ${name}`,
        parsed.error.issues.map((issue) => `${issue.path.join('.') || 'it'}: ${issue.message}`),
      )
    const facet = freeze({ _producer: PRODUCER, _schemaURL: schemaUrl, ...parsed.data })
    made.set(facet, description)
    return facet
  }
  const { name: _, ...rest } = description
  Object.defineProperty(build, 'name', { value: name })
  const builder = Object.assign(build, rest) as unknown as FacetBuilder<Shape>
  known.push(builder)
  return builder
}

/** Nobody can make a built facet invalid afterwards. */
function freeze<T extends object>(value: T): T {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) freeze(part)
  return Object.freeze(value)
}
