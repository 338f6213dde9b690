import { z } from 'zod'
import type { SemanticType } from '../types/index.ts'
import { types } from '../types/registry.ts'
import type { CliIo } from './cli-io.ts'
import { UsageError } from './errors.ts'
import { EXIT } from './exit-codes.ts'
import { didYouMean } from './nearest.ts'
import { jsonText } from './plain-text.ts'
import { table } from './table.ts'

/** `hotpass types`: every type of value with its title, or what is known of the one called `id`. Throws `UsageError`. */
export async function typesCommand(
  id: string | undefined,
  options: { readonly json: boolean },
  io: CliIo,
): Promise<number> {
  const known = id === undefined ? [...types.values()] : [named(id)]
  if (options.json) io.out(`${jsonText({ types: known.map(facts) })}\n`)
  else if (id === undefined)
    io.out(
      `${table(
        known.map((type) => [type.id, type.title]),
        io.outColumns,
      ).join('\n')}\n`,
    )
  else for (const type of known) io.out(`${lines(type, io.outColumns).join('\n')}\n`)
  return EXIT.ok
}

function named(id: string): SemanticType {
  const type = types.get(id)
  if (type !== undefined) return type
  throw new UsageError(
    `"${id}" is no type of value.${didYouMean(id, types.keys())} They are: ${[...types.keys()].join(', ')}.`,
  )
}

const facts = (type: SemanticType) => {
  const options = type.options.parse({})
  return {
    id: type.id,
    title: type.title,
    description: type.description,
    example: type.example,
    column: type.column,
    options: z.toJSONSchema(type.options).properties ?? {},
    keep: type.keep,
    keeps: type.keeps,
    pii: type.pii(options),
    parts: type.parts.map(({ name, description }) => ({ name, description })),
    given_in_parts: type.assembly?.parts ?? [],
  }
}

function lines(type: SemanticType, columns: number | undefined): string[] {
  const { id, title, description, example, options, keeps, pii, parts, column, given_in_parts: given } = facts(type)
  const others = keeps.filter((keep) => keep !== type.keep)
  return table(
    [
      [id, title],
      ['', description],
      ['example', String(example)],
      ['column', column],
      ['options', Object.keys(options).join(', ') || 'none'],
      ['keep', others.length === 0 ? type.keep : `${type.keep}, or ${others.join(', ')}`],
      ['personal data', pii],
      ['parts', parts.map(({ name }) => name).join(', ') || 'none'],
      ['given in', given.length === 0 ? 'one column' : `one column, or ${given.join(', ')}`],
    ],
    columns,
  )
}
