import type { z } from 'zod'
import { nearest } from '../contracts/nearest.ts'
import type { Fault } from './fault.ts'
import type { YamlFile } from './read-yaml.ts'

const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')

/** A fault of a file at a key. */
export const faultAt = (file: YamlFile, path: readonly PropertyKey[], message: string): Fault => ({
  file: file.file,
  ...file.at(path),
  path: pathText(path),
  message,
})

/** `Did you mean "x"?` with the words that are known, as far as they fit a line. */
export function didYouMean(asked: string, known: readonly string[]): string {
  const near = nearest(asked, known)
  if (near === undefined) return ''
  const shown = known.slice(0, 30).join(', ')
  return ` Did you mean "${near}"? Known: ${shown}${known.length > 30 ? ` and ${known.length - 30} more` : ''}.`
}

/** What a schema refuses of a file, every fault at its place; a word that is not known with the nearest that is. */
export const schemaFaults = (
  file: YamlFile,
  error: z.ZodError,
  schema: z.ZodType,
  base: readonly PropertyKey[] = [],
): Fault[] => error.issues.flatMap((issue) => issueFaults(file, issue, schema, base))

function issueFaults(
  file: YamlFile,
  issue: z.core.$ZodIssue,
  schema: z.ZodType,
  base: readonly PropertyKey[],
): Fault[] {
  const path = [...base, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    const known = keysAt(schema, issue.path)
    return issue.keys.map((key) =>
      faultAt(file, [...path, key], `There is no key "${key}" here.${didYouMean(key, known)}`),
    )
  }
  if (issue.code === 'invalid_union') {
    const likely = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? []
    if (likely.length > 0 && depth(likely) > 0)
      return likely.flatMap((inner) =>
        issueFaults(file, { ...inner, path: [...issue.path, ...inner.path] }, schema, base),
      )
    const wanted = [...new Set(issue.errors.flatMap((errors) => errors.map(({ message }) => message)))]
    return [faultAt(file, path, `${sentence(wanted.join(', or '))}.`)]
  }
  if (issue.code === 'invalid_value' && typeof issue.input === 'string')
    return [
      faultAt(file, path, `"${issue.input}" is not known here.${didYouMean(issue.input, issue.values.map(String))}`),
    ]
  if (issue.code === 'invalid_type') return [faultAt(file, path, typeSentence(issue, path))]
  const said = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message
  return [faultAt(file, path, `${sentence(said)}.`)]
}

const KINDS: Readonly<Record<string, string>> = {
  array: 'a list',
  record: 'a map of names and what they are',
  object: 'a map of names and what they are',
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
}
const kindOf = (value: unknown): string =>
  value === null
    ? 'empty'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'boolean'
        ? `${value}`
        : (KINDS[typeof value] ?? typeof value)

function typeSentence({ expected, input }: z.core.$ZodIssueInvalidType, path: readonly PropertyKey[]): string {
  const wanted = KINDS[expected] ?? expected
  if (path.length === 0) return `The file must be ${wanted}, and is ${kindOf(input)}.`
  return input === undefined
    ? `"${String(path.at(-1))}" is missing. Write ${wanted}.`
    : `"${String(path.at(-1))}" must be ${wanted}, and is ${kindOf(input)}.`
}

/** How far into the document a branch of a union went before it failed: the farthest is the one that was meant. */
const depth = (issues: readonly z.core.$ZodIssue[]): number =>
  Math.max(
    0,
    ...issues.map(({ path, code }) => path.length + (code === 'unrecognized_keys' || code === 'custom' ? 1 : 0)),
  )

const sentence = (message: string): string => `${message.charAt(0).toUpperCase()}${message.slice(1)}`

/** The keys that a strict object in a schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let inner: unknown = schema
  for (const part of [...path, undefined]) {
    inner = bare(inner)
    if (part === undefined) break
    inner = step(inner, part)
  }
  const shape = (inner as { shape?: object } | undefined)?.shape
  return shape === undefined ? [] : Object.keys(shape)
}

interface Def {
  readonly type: string
  readonly innerType?: unknown
  readonly in?: unknown
  readonly element?: unknown
  readonly valueType?: unknown
  readonly options?: readonly unknown[]
  readonly shape?: Readonly<Record<string, unknown>>
}
const defOf = (schema: unknown): Def | undefined => (schema as { def?: Def } | undefined)?.def

/** Without what wraps it; of a union the last object, which is the way written out. */
function bare(schema: unknown): unknown {
  let inner = schema
  for (let def = defOf(inner); def !== undefined; def = defOf(inner)) {
    if (def.innerType !== undefined) inner = def.innerType
    else if (def.type === 'pipe') inner = def.in
    else if (def.type === 'union')
      inner = [...(def.options ?? [])].reverse().find((option) => defOf(bare(option))?.type === 'object')
    else break
  }
  return inner
}

function step(schema: unknown, part: PropertyKey): unknown {
  const def = defOf(schema)
  if (def?.type === 'array') return def.element
  if (def?.type === 'record') return def.valueType
  return def?.shape?.[String(part)]
}
