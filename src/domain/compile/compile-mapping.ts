import { longestMatched } from '../../contracts/match-cost.ts'
import type { TypeContext, Vocabulary } from '../../types/semantic-type.ts'
import type { MappingDocument, MappingObject } from '../document/mapping-document.ts'
import type { Attribute, MappedAttribute, MappedReading, Reading } from '../domain.ts'
import { didYouMean } from '../faults-of.ts'
import type { Compiler } from './compiler.ts'

/** What a table's mappings are compiled with. */
export interface MappingScope {
  readonly compiler: Compiler
  readonly vocabularies: ReadonlyMap<string, Vocabulary>
  readonly context: TypeContext
  /** The name of a column by what the mapping calls it; says a fault at the path when a contract does not have it. */
  readonly column: (path: readonly PropertyKey[], label: string, pii: Attribute['pii']) => string
}

/** How one attribute is read from a table. */
export function compileMapping(
  scope: MappingScope,
  path: readonly PropertyKey[],
  attribute: Attribute,
  document: MappingDocument,
): MappedAttribute {
  const ways = (Array.isArray(document) ? document : [document]).map(
    (way, at): [readonly PropertyKey[], string | MappingObject] => [
      Array.isArray(document) ? [...path, at] : path,
      way,
    ],
  )
  return { attribute, readings: ways.flatMap(([at, way]) => compileWay(scope, at, attribute, way)) }
}

function compileWay(
  scope: MappingScope,
  path: readonly PropertyKey[],
  attribute: Attribute,
  way: string | MappingObject,
): MappedReading[] {
  if (typeof way === 'string') {
    const reading: Reading = { way: 'column', column: scope.column(path, way, attribute.pii) }
    return [{ reading, context: contextOf(scope, path, attribute, undefined), quiet: false }]
  }
  const context = contextOf(scope, path, attribute, way)
  const quiet = way.quiet ?? false
  return readingsOf(scope, path, attribute, way).map((reading) => ({ reading, context, quiet }))
}

function readingsOf(
  scope: MappingScope,
  path: readonly PropertyKey[],
  attribute: Attribute,
  way: MappingObject,
): Reading[] {
  const name = (label: string, ...at: PropertyKey[]) => scope.column([...path, ...at], label, attribute.pii)
  if (way.column !== undefined)
    return asList(way.column).map((label, at) => ({
      way: 'column',
      column: Array.isArray(way.column) ? name(label, 'column', at) : name(label, 'column'),
    }))
  if (way.join !== undefined)
    return [{ way: 'join', columns: way.join.map((label, at) => name(label, 'join', at)), with: way.with ?? ' ' }]
  if (way.constant !== undefined) return [{ way: 'constant', value: String(way.constant) }]
  if (way.infer !== undefined) {
    if (attribute.type.id !== 'country')
      scope.compiler.fault(
        [...path, 'infer'],
        `Only a country can be inferred; "${attribute.name}" is a ${attribute.type.id}.`,
      )
    return [{ way: 'infer', what: way.infer }]
  }
  if (way.parts !== undefined) return partsOf(scope, path, attribute, way.parts, name)
  return way.match === undefined ? [] : matchOf(scope, path, way.match, name)
}

function partsOf(
  scope: MappingScope,
  path: readonly PropertyKey[],
  attribute: Attribute,
  given: NonNullable<MappingObject['parts']>,
  name: (label: string, ...at: PropertyKey[]) => string,
): Reading[] {
  const known = attribute.type.assembly?.parts ?? []
  if (known.length === 0)
    scope.compiler.fault(
      [...path, 'parts'],
      `A ${attribute.type.id} is not put together from parts. Name one column, or join several.`,
    )
  const parts: Record<string, readonly string[]> = {}
  for (const [part, columns] of Object.entries(given)) {
    if (known.length > 0 && !known.includes(part))
      scope.compiler.fault(
        [...path, 'parts', part],
        `A ${attribute.type.id} has no part "${part}".${didYouMean(part, known)}`,
      )
    parts[part] = asList(columns).map((label, at) =>
      Array.isArray(columns) ? name(label, 'parts', part, at) : name(label, 'parts', part),
    )
  }
  return [{ way: 'parts', parts }]
}

function matchOf(
  scope: MappingScope,
  path: readonly PropertyKey[],
  match: NonNullable<MappingObject['match']>,
  name: (label: string, ...at: PropertyKey[]) => string,
): Reading[] {
  const column = name(match.column, 'match', 'column')
  const fault = (message: string) => {
    scope.compiler.fault([...path, 'match', 'pattern'], message)
    return []
  }
  const longest = longestMatched(match.pattern)
  if (longest === 0)
    return fault(
      'The pattern may run away: it repeats a repetition or a choice, has more than four repetitions or many choices, looks around or refers back. Write it without.',
    )
  let pattern: RegExp
  try {
    pattern = new RegExp(match.pattern, 'u')
  } catch (error) {
    return fault(`The pattern is no regular expression: ${(error as Error).message.split(': ').at(-1)}.`)
  }
  const groups = new RegExp(`${match.pattern}|`, 'u').exec('')
  const has =
    typeof match.group === 'number'
      ? match.group < (groups?.length ?? 0)
      : Object.hasOwn(groups?.groups ?? {}, match.group)
  if (!has) {
    scope.compiler.fault(
      [...path, 'match', 'group'],
      `The pattern has no group "${match.group}". Write (?<${match.group}>…) in it.`,
    )
    return []
  }
  return [{ way: 'match', column, pattern, longest, group: match.group, otherwise: match.otherwise }]
}

function contextOf(
  scope: MappingScope,
  path: readonly PropertyKey[],
  attribute: Attribute,
  way: MappingObject | undefined,
): TypeContext {
  const own = way?.vocabulary === undefined ? undefined : scope.vocabularies.get(way.vocabulary)
  const vocabulary = own ?? attribute.context.vocabulary
  if (way?.vocabulary !== undefined && own === undefined)
    scope.compiler.fault(
      [...path, 'vocabulary'],
      `There is no vocabularies/${way.vocabulary}.yaml.${didYouMean(way.vocabulary, [...scope.vocabularies.keys()])}`,
    )
  return {
    ...scope.context,
    ...(way?.country === undefined ? {} : { country: way.country }),
    ...(way?.order === undefined ? {} : { dateOrder: way.order }),
    ...(way?.decimal === undefined ? {} : { decimalComma: way.decimal === 'comma' }),
    ...(vocabulary === undefined ? {} : { vocabulary }),
  }
}

const asList = (one: string | readonly string[]): readonly string[] => (typeof one === 'string' ? [one] : one)
