import { z } from 'zod'
import type { FieldConstraints } from './constraints.ts'
import type { Contract, FieldExample, FieldType, LAWFUL_BASES, PiiClass, Reference } from './contract.ts'
import { ContractError } from './errors.ts'
import { longestMatched } from './match-cost.ts'

/** What a foreign contract says, in our terms. */
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
  /** What it says that has no place in a Hotpass contract, or another one than it had, as sentences. */
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

export type Json = Readonly<Record<string, unknown>>
export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])
export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined

/** Whether a clause says nothing: what is off, empty or not set. */
const saysNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === '' ||
  value === -1 ||
  (typeof value === 'object' && Object.keys(value).length === 0)

/** The clauses of a foreign contract that are not kept, gathered by what they are, so that each is named and none tells its reason twice. */
export class LeftOut {
  readonly #clauses = new Map<string, { key: string; why: string; of: string[] }>()

  /** @param where whose clause it is: a column, a rule; undefined where it is the contract's own */
  add(key: string, where: string | undefined, value: unknown, why: string): void {
    const name = JSON.stringify([key, where === undefined, why])
    const clause = this.#clauses.get(name) ?? { key, why, of: [] }
    clause.of.push(where === undefined ? `(${shown(value)})` : `${where} (${shown(value)})`)
    this.#clauses.set(name, clause)
  }

  /** Adds every clause that says something and is none of `kept`. */
  rest(said: Json, kept: readonly string[], where: string | undefined, prefix = ''): void {
    for (const [key, value] of Object.entries(said))
      if (!kept.includes(key) && !saysNothing(value))
        this.add(`${prefix}${key}`, where, value, 'has no place here, so it was left out.')
  }

  sentences(): string[] {
    return [...this.#clauses.values()].map(
      ({ key, why, of }) => `${key} ${of[0]?.startsWith('(') ? '' : 'of '}${of.join(', ')} ${why}`,
    )
  }
}

const MOST_SHOWN = 80
function shown(value: unknown): string {
  if (Array.isArray(value) && value.some(isObject)) return `${value.length} ${value.length === 1 ? 'entry' : 'entries'}`
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (text.length <= MOST_SHOWN) return text
  return isObject(value) ? `with ${Object.keys(value).join(', ')}` : `${text.slice(0, MOST_SHOWN)}…`
}

/** A name as columns and contracts have one; undefined when none of its letters can stand in one. */
const plainName = (name: string): string | undefined =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .replace(/^(?=\d)/, 'field_') || undefined

export const idOf = (name: string): string => plainName(name) ?? 'contract'

/**
 * The column's name for each of the foreign ones; one that has no Latin letter is called after its place.
 * @throws ContractError when two would have the same
 */
export function columnNames(foreign: readonly string[], shownFile: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const taken = new Map<string, string>()
  for (const [at, name] of foreign.entries()) {
    const id = plainName(name) ?? `field_${at + 1}`
    const twin = taken.get(id)
    if (twin !== undefined)
      throw new ContractError(
        `${shownFile}: the columns "${twin}" and "${name}" would both be called ${id}. Give one of them another name in the file.`,
      )
    taken.set(id, name)
    names.set(name, id)
  }
  return names
}

const EXAMPLES: Readonly<Record<FieldType, FieldExample>> = {
  string: 'text',
  long: 1,
  double: 1.5,
  boolean: true,
  date: '2026-01-31',
  timestamptz: '2026-01-31T06:00:00Z',
  'list<string>': ['text'],
}
const exampleSchema = z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).min(1)])

/** The first example that is a value of the type, or one made up. */
export function exampleOf(given: unknown, type: FieldType, constraints: FieldConstraints): FieldExample {
  const list: readonly unknown[] = Array.isArray(given) ? given : []
  for (const one of list) {
    const read = exampleSchema.safeParse(one)
    const wanted = EXAMPLES[type]
    if (read.success && typeof read.data === typeof wanted && Array.isArray(read.data) === Array.isArray(wanted))
      return read.data
  }
  const made = constraints.enum?.[0] ?? constraints.minimum
  return made === undefined ? EXAMPLES[type] : type === 'list<string>' ? [String(made)] : made
}

export const described = (given: string | undefined): string => given ?? 'Not described yet.'
export const isSemantic = (given: unknown): boolean => /^\d+\.\d+\.\d+$/.test(String(given))
export const semanticVersion = (given: unknown): string => (isSemantic(given) ? String(given) : '1.0.0')
/** Cells of a source are texts: what its days and lists are made of is said of the text. */
export const fitsKind = (type: FieldType, kind: ImportedContract['kind']): boolean =>
  kind === 'published' || !(type === 'date' || type === 'timestamptz' || type === 'list<string>')

const PATTERN_MISFIT = 'is no pattern that JavaScript reads, so it was left out.'
const PATTERN_RUNS_AWAY =
  'may run away on a long text (it repeats a repetition or a choice, looks around or refers back), so it was left out.'
const TEXT_OPTIONS = ['pattern', 'minLength', 'maxLength'] as const
const NUMBER_OPTIONS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'] as const

/** What constraints of a column of this type may be; the others are told and taken out. */
export function fittingConstraints(
  given: FieldConstraints,
  type: FieldType,
  field: string,
  left: LeftOut,
): FieldConstraints {
  const own: Record<string, unknown> = { ...given }
  const drop = (name: keyof FieldConstraints, why: string) => {
    if (own[name] === undefined) return
    left.add(name, field, own[name], why)
    delete own[name]
  }
  const isText = type === 'string' || type === 'list<string>'
  const isNumber = type === 'long' || type === 'double'
  for (const name of TEXT_OPTIONS) if (!isText) drop(name, `says nothing of a ${type}, so it was left out.`)
  for (const name of NUMBER_OPTIONS)
    if (!isNumber) drop(name, `says nothing of a ${isText ? 'text' : type}, so it was left out.`)
  if (given.pattern !== undefined && isText && !isPattern(given.pattern)) drop('pattern', PATTERN_MISFIT)
  else if (given.pattern !== undefined && isText && longestMatched(given.pattern) === 0)
    drop('pattern', PATTERN_RUNS_AWAY)
  for (const name of ['minLength', 'maxLength'] as const) {
    const length = given[name]
    if (length !== undefined && !(Number.isInteger(length) && length >= 0))
      drop(name, 'is no length, so it was left out.')
  }
  const members = given.enum
  if (members !== undefined) {
    const wanted = isText ? 'string' : isNumber ? 'number' : type === 'boolean' ? 'boolean' : 'none'
    if (members.length === 0 || members.some((one) => typeof one !== wanted))
      drop('enum', `is no closed list of ${isText ? 'texts' : `${type} values`}, so it was left out.`)
    else
      for (const name of [...TEXT_OPTIONS, ...NUMBER_OPTIONS])
        drop(name, 'stands beside a closed list, which says more, so it was left out.')
  }
  return own
}

function isPattern(pattern: string): boolean {
  try {
    new RegExp(pattern)
    return true
  } catch {
    return false
  }
}
