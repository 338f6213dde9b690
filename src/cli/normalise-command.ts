import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { normalisers } from '../refine/normalisers.ts'
import type { CliIo } from './cli-io.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { didYouMean } from './nearest.ts'
import { jsonText } from './plain-text.ts'

interface NormaliseOptions {
  readonly country: string
  readonly dateOrder?: 'dmy' | 'mdy' | 'ymd'
  readonly json: boolean
}

/** `hotpass normalise`: `{ input, value, issues }` for each line of stdin; with `--json` all of them in one array. Throws `UsageError`. */
export async function normaliseCommand(kind: string, options: NormaliseOptions, io: CliIo): Promise<number> {
  const known = new Map(Object.entries(normalisers))
  const load = known.get(kind)
  if (load === undefined) {
    throw new UsageError(
      `"${kind}" is no kind of value.${didYouMean(kind, known.keys())} The kinds are: ${[...known.keys()].join(', ')}.`,
    )
  }
  if (!/^[A-Za-z]{2}$/.test(options.country)) {
    throw new UsageError(
      `"${options.country}" is no country code. Give two letters (ISO 3166-1), for example --country ZA.`,
    )
  }
  const context = {
    country: options.country.toUpperCase(),
    ...(options.dateOrder === undefined ? {} : { dateOrder: options.dateOrder }),
  }
  const normalise = await load()
  const all: string[] = []
  for await (const input of createInterface({ input: Readable.from(io.input), crlfDelay: Number.POSITIVE_INFINITY })) {
    const { value, issues } = normalise(input, context)
    const line = jsonText({ input, value, issues })
    if (options.json) all.push(line)
    else io.out(`${line}\n`)
  }
  if (options.json) io.out(`[${all.join(',')}]\n`)
  return EXIT.ok
}
