import { readFile } from 'node:fs/promises'
import { parseDocument } from 'yaml'
import type { z } from 'zod'
import { ConfigurationFileError } from './errors.ts'
import { nearest } from './nearest.ts'

/**
 * Reads a YAML file and checks it against its schema.
 * @param shown how messages name the file.
 * @throws ConfigurationFileError naming file, key and problem; the file system's own error when it cannot be read.
 */
export async function readConfigurationFile<T>(path: string, shown: string, schema: z.ZodType<T>): Promise<T> {
  return parseConfiguration(await readFile(path, 'utf8'), shown, schema)
}

/** The same of a file's text. @throws ConfigurationFileError */
export function parseConfiguration<T>(text: string, shown: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(parseYaml(text, shown), { reportInput: true })
  if (result.success) return result.data
  const issue = result.error.issues[0]
  throw new ConfigurationFileError(
    shown,
    keyPath(issue?.path ?? []),
    issue === undefined ? 'is not valid.' : problem(issue, schema),
  )
}

function parseYaml(text: string, shown: string): unknown {
  const document = parseDocument(text, { logLevel: 'silent' })
  const error = document.errors[0]
  if (error !== undefined) throw new ConfigurationFileError(shown, '', `it is not YAML: ${firstLine(error.message)}.`)
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (cause) {
    throw new ConfigurationFileError(shown, '', `it is not YAML that can be read: ${firstLine(String(cause))}.`)
  }
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').replace(/[:.]$/, '')

const keyPath = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '')

function problem(issue: z.core.$ZodIssue, schema: z.ZodType): string {
  if (issue.code !== 'unrecognized_keys') return `${issue.message}.`
  const unknown = issue.keys[0] ?? ''
  const known = issue.path.length === 0 && 'shape' in schema ? Object.keys(schema.shape as object) : []
  const near = nearest(unknown, known)
  return `there is no key "${unknown}".${near === undefined ? '' : ` Did you mean "${near}"? Known: ${known.join(', ')}.`}`
}
