import { parse, YAMLParseError } from 'yaml'
import { z } from 'zod'
import { nearest } from '../contracts/nearest.ts'
import { InvalidValueError, UnknownKeyError, UnreadableFileError } from './errors.ts'

/**
 * Reads YAML text as `schema` says. Every unknown key is an error that names the nearest valid one.
 * Throws `UnreadableFileError`, `UnknownKeyError` and `InvalidValueError`, naming `path`.
 */
export function parseFile<S extends z.ZodType>(schema: S, text: string, path: string): z.output<S> {
  const result = schema.safeParse(yamlOf(text, path))
  if (result.success) return result.data
  const unknown = result.error.issues.find((issue) => issue.code === 'unrecognized_keys')
  if (unknown) {
    const key = unknown.keys[0] ?? ''
    throw new UnknownKeyError(dotted([...unknown.path, key]), path, nearest(key, keysAt(schema, unknown.path)))
  }
  const [issue] = result.error.issues
  throw new InvalidValueError(dotted(issue?.path ?? []) || 'the file', path, issue?.message ?? 'It does not fit')
}

function yamlOf(text: string, path: string): unknown {
  try {
    return parse(text)
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined
    const problem = error instanceof Error ? (error.message.split('\n')[0] ?? '').replace(/[:.]$/, '') : String(error)
    throw new UnreadableFileError(path, line === undefined ? problem : `${problem} (line ${line})`, error)
  }
}

const dotted = (path: readonly PropertyKey[]): string => path.map(String).join('.')

/** The keys the schema allows at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const here = inside(schema)
  const [step, ...rest] = path
  if (here instanceof z.ZodObject) {
    if (step === undefined) return Object.keys(here.shape)
    const child: unknown = here.shape[String(step)]
    return child instanceof z.ZodType ? keysAt(child, rest) : []
  }
  if (here instanceof z.ZodArray && step !== undefined) return keysAt(here.element as z.ZodType, rest)
  return []
}

function inside(schema: z.ZodType): z.ZodType {
  const wrapped = schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional
  return wrapped ? inside(schema.unwrap() as z.ZodType) : schema
}
