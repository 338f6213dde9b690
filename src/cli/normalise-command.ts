import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { z } from 'zod'
import type { Issue, SemanticType, TypeContext } from '../types/index.ts'
import { types } from '../types/registry.ts'
import type { CliIo } from './cli-io.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { didYouMean } from './nearest.ts'
import { jsonText } from './plain-text.ts'

interface NormaliseOptions {
  readonly country: string
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd'
  readonly option: readonly string[]
  readonly json: boolean
}

interface Answer {
  readonly value: unknown
  readonly issues: readonly Issue[]
}

/**
 * `hotpass normalise`: `{ input, value, issues }` for each line of stdin, read as a cell; a cell of several values has a list of them. With
 * `--json` all of them in one array. Throws `UsageError`.
 */
export async function normaliseCommand(kind: string, options: NormaliseOptions, io: CliIo): Promise<number> {
  const read = readerOf(kind, options)
  const all: string[] = []
  for await (const input of createInterface({ input: Readable.from(io.input), crlfDelay: Number.POSITIVE_INFINITY })) {
    const { value, issues } = read(input)
    const line = jsonText({ input, value, issues })
    if (options.json) all.push(line)
    else io.out(`${line}\n`)
  }
  if (options.json) io.out(`[${all.join(',')}]\n`)
  return EXIT.ok
}

function readerOf(kind: string, options: NormaliseOptions): (line: string) => Answer {
  if (!/^[A-Za-z]{2}$/.test(options.country)) {
    throw new UsageError(
      `"${options.country}" is no country code. Give two letters (ISO 3166-1), for example --country ZA.`,
    )
  }
  const context: TypeContext = {
    country: options.country.toUpperCase(),
    ...(options.dateOrder === undefined ? {} : { dateOrder: options.dateOrder }),
  }
  const type = types.get(kind)
  if (type === undefined)
    throw new UsageError(
      `"${kind}" is no type of value.${didYouMean(kind, [...types.keys()])} They are: ${[...types.keys()].join(', ')}.`,
    )
  return typeReader(type, options.option, context)
}

function typeReader(type: SemanticType, given: readonly string[], context: TypeContext): (line: string) => Answer {
  const read = type.options.safeParse(optionsOf(given))
  if (!read.success)
    throw new UsageError(
      `${type.id}: ${z.prettifyError(read.error).replace(/\s*\n\s*/g, ' ')}. Its options: docs/reference/types.md#${type.id}.`,
    )
  if (type.vocabularyOption !== null && type.vocabularyOption in read.data)
    throw new UsageError(
      `${type.vocabularyOption} names a vocabulary of a domain, and no domain is read here. Leave it out.`,
    )
  const { split, normalise } = type.reader(read.data, context)
  return (line) => {
    const answers = split(line).map(normalise)
    const [first] = answers
    // A blank cell has no texts, and nothing to be said of it.
    if (first === undefined) return { value: null, issues: [] }
    if (answers.length === 1) return first
    return { value: answers.map(({ value }) => value), issues: answers.flatMap(({ issues }) => issues) }
  }
}

/** `width=6` as a number, `scheme=vat` as text. */
function optionsOf(given: readonly string[]): Record<string, unknown> {
  const options: Record<string, unknown> = Object.create(null)
  for (const text of given) {
    const at = text.indexOf('=')
    if (at < 1) throw new UsageError(`--option takes key=value, not "${text}".`)
    const value = text.slice(at + 1)
    options[text.slice(0, at)] =
      value === 'true' || value === 'false' ? value === 'true' : /^-?\d+$/.test(value) ? Number(value) : value
  }
  return { ...options }
}
